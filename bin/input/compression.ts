import type { Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { InputError } from './input-error.ts';
import { CHUNK_BYTES } from './open-log.ts';

export type Compression = 'gzip' | 'zstd';

/** The first bytes of a form; null: any. */
type Magic = readonly (number | null)[];

/** What is unpacked while it is read, whatever the name of the file (RFC 1952, RFC 8878). */
const READ: readonly { name: Compression; magic: Magic; unpack: () => Transform }[] = [
  { name: 'gzip', magic: [0x1f, 0x8b, 0x08], unpack: () => createGunzip({ chunkSize: CHUNK_BYTES }) },
  { name: 'zstd', magic: [0x28, 0xb5, 0x2f, 0xfd], unpack: () => createZstdDecompress({ chunkSize: CHUNK_BYTES }) },
];
/** What Node can't unpack, with the program that can. */
const NOT_READ: readonly { name: string; magic: Magic; program: string }[] = [
  // The digit is the size of its blocks.
  { name: 'bzip2', magic: [0x42, 0x5a, 0x68, null, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59], program: 'bzcat' },
  { name: 'xz', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], program: 'xzcat' },
  { name: 'zip', magic: [0x50, 0x4b, 0x03, 0x04], program: 'unzip -p' },
];

const begins = (head: Uint8Array, magic: Magic) => magic.every((byte, index) => byte === null || head[index] === byte);

/**
 * How to unpack what begins with `head`; null: it is to be read as it is.
 * @throws InputError when it is packed in a way that is not read.
 */
export function compressionOf(head: Uint8Array, name: string): { name: Compression; unpack: () => Transform } | null {
  const other = NOT_READ.find(({ magic }) => begins(head, magic));
  if (other !== undefined) {
    const way = `unpack it with ${other.program}, and pipe that into -`;
    throw new InputError(`${name}: found a ${other.name} file; expected text, as it is or packed by gzip or zstd: ${way}`);
  }
  return READ.find(({ magic }) => begins(head, magic)) ?? null;
}

/** Whether an error is of data that can't be unpacked. */
export function isUnpackError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && /^Z(?:STD)?_/.test(String(error.code));
}
