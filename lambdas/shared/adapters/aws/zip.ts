import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

/** An entry of a zip archive, its content still as it stands in the archive. Fields as in the central directory. */
export interface ZipEntry {
  name: string;
  /** 0 stored, 8 deflated. */
  method: number;
  crc: number;
  size: number;
  packed: Buffer;
  time: number;
  date: number;
  /** Bit 11 says that the name is UTF-8; the other bits don't matter once the sizes are known. */
  flags: number;
  /** System that made it, and its file attributes: on Unix the mode is in the upper half. */
  madeBy: number;
  attributes: number;
}

/** The archive is not one, or breaks a bound; the message says which. */
export class BadArchive extends Error {
  override readonly name = 'BadArchive';
}

export interface ZipBounds {
  entries: number;
  /** Of all contents together, unpacked. */
  bytes: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_SIZE = 22;
const CENTRAL_SIZE = 46;
const LOCAL_SIZE = 30;
const UTF8_NAME = 0x0800;
/** 1 January 1980, the first date that the format knows: what is written anew must not depend on the clock. */
const FIRST_DATE = 0x0021;
/** Unix, version 2.0 of the format. */
const MADE_BY_UNIX = 0x0314;
/** A regular file that all may read, as Lambda needs it: mode 0100644 in the upper half. */
const FILE_ATTRIBUTES = (0o100644 << 16) >>> 0;

/** Reads the directory of a zip archive (PKWARE's APPNOTE, without zip64 and encryption). Throws BadArchive. */
export function readZip(archive: Buffer, bounds: ZipBounds): ZipEntry[] {
  const end = findEnd(archive);
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  if (count === 0xffff || at === 0xffffffff) throw new BadArchive('zip64 archives are not supported');
  if (count > bounds.entries) throw new BadArchive(`found ${count} entries; expected at most ${bounds.entries}`);
  const entries: ZipEntry[] = [];
  let total = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + CENTRAL_SIZE > archive.length || archive.readUInt32LE(at) !== CENTRAL)
      throw new BadArchive(`directory breaks off at entry ${index}`);
    const entry = readEntry(archive, at);
    total += entry.size;
    if (total > bounds.bytes) throw new BadArchive(`found more than ${bounds.bytes} bytes unpacked`);
    entries.push(entry);
    at += CENTRAL_SIZE + archive.readUInt16LE(at + 28) + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return entries;
}

/** Content of an entry. Never inflates to more than the directory says; throws BadArchive when size or checksum differ. */
export function unpack(entry: ZipEntry): Buffer {
  const content = inflate(entry);
  if (content.length !== entry.size || crc32(content) !== entry.crc)
    throw new BadArchive(`${entry.name}: content does not match its checksum`);
  return content;
}

/** A new entry. The same name and content always give the same bytes. */
export function pack(name: string, content: Buffer): ZipEntry {
  return {
    name,
    method: 8,
    crc: crc32(content),
    size: content.length,
    packed: deflateRawSync(content, { level: 9 }),
    time: 0,
    date: FIRST_DATE,
    flags: UTF8_NAME,
    madeBy: MADE_BY_UNIX,
    attributes: FILE_ATTRIBUTES,
  };
}

/** Writes entries in the order given; contents, dates and modes stay as they are. */
export function writeZip(entries: readonly ZipEntry[]): Buffer {
  const contents: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name, entry.flags & UTF8_NAME ? 'utf8' : 'latin1');
    const local = Buffer.alloc(LOCAL_SIZE);
    local.writeUInt32LE(LOCAL, 0);
    writeCommon(local, 4, entry, name.length);
    const central = Buffer.alloc(CENTRAL_SIZE);
    central.writeUInt32LE(CENTRAL, 0);
    central.writeUInt16LE(entry.madeBy, 4);
    writeCommon(central, 6, entry, name.length);
    central.writeUInt32LE(entry.attributes, 38);
    central.writeUInt32LE(offset, 42);
    contents.push(local, name, entry.packed);
    directory.push(central, name);
    offset += local.length + name.length + entry.packed.length;
  }
  const directorySize = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(END_SIZE);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directorySize, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...contents, ...directory, end]);
}

/** The fields that local header and directory share, from "version needed" to "name length". */
function writeCommon(header: Buffer, at: number, entry: ZipEntry, nameLength: number): void {
  header.writeUInt16LE(20, at);
  header.writeUInt16LE(entry.flags & UTF8_NAME, at + 2);
  header.writeUInt16LE(entry.method, at + 4);
  header.writeUInt16LE(entry.time, at + 6);
  header.writeUInt16LE(entry.date, at + 8);
  header.writeUInt32LE(entry.crc, at + 10);
  header.writeUInt32LE(entry.packed.length, at + 14);
  header.writeUInt32LE(entry.size, at + 18);
  header.writeUInt16LE(nameLength, at + 22);
}

function readEntry(archive: Buffer, at: number): ZipEntry {
  const flags = archive.readUInt16LE(at + 8);
  const packedSize = archive.readUInt32LE(at + 20);
  const nameLength = archive.readUInt16LE(at + 28);
  const name = archive.toString(flags & UTF8_NAME ? 'utf8' : 'latin1', at + CENTRAL_SIZE, at + CENTRAL_SIZE + nameLength);
  const method = archive.readUInt16LE(at + 10);
  if ((flags & 1) !== 0) throw new BadArchive(`${name}: is encrypted`);
  if (method !== 0 && method !== 8) throw new BadArchive(`${name}: found compression method ${method}; expected stored or deflated`);
  const local = archive.readUInt32LE(at + 42);
  if (local + LOCAL_SIZE > archive.length || archive.readUInt32LE(local) !== LOCAL) throw new BadArchive(`${name}: has no local header`);
  const start = local + LOCAL_SIZE + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  if (start + packedSize > archive.length) throw new BadArchive(`${name}: breaks off`);
  return {
    name,
    method,
    flags,
    madeBy: archive.readUInt16LE(at + 4),
    time: archive.readUInt16LE(at + 12),
    date: archive.readUInt16LE(at + 14),
    crc: archive.readUInt32LE(at + 16),
    size: archive.readUInt32LE(at + 24),
    attributes: archive.readUInt32LE(at + 38),
    packed: archive.subarray(start, start + packedSize),
  };
}

function inflate({ name, method, size, packed }: ZipEntry): Buffer {
  if (method === 0) return packed;
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
  } catch (cause) {
    throw new BadArchive(`${name}: cannot be unpacked to its ${size} bytes`, { cause });
  }
}

/** The end record stands last, before a comment of up to 64 KB. */
function findEnd(archive: Buffer): number {
  const lowest = Math.max(0, archive.length - END_SIZE - 0xffff);
  for (let at = archive.length - END_SIZE; at >= lowest; at -= 1) {
    if (archive.readUInt32LE(at) === END) return at;
  }
  throw new BadArchive('found no end record; expected a zip archive');
}
