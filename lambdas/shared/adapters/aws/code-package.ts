import { createHash } from 'node:crypto';
import type { SourceFile } from '../../contract/records.ts';
import { DependencyUnavailable, TargetChanged } from '../../errors.ts';
import { BadArchive, pack, readZip, unpack, writeZip } from './zip.ts';
import type { ZipEntry } from './zip.ts';

/** Lambda's quota for a package and its layers, unpacked: 250 MB. */
const MOST_UNPACKED = 262_144_000;
/** Lambda has no quota for the number of files; a package of this many is not one that somebody wrote. */
const MOST_ENTRIES = 50_000;
/** Lambda's quota for a package that is uploaded in the call itself: 50 MB, packed. */
const MOST_UPLOADED = 50 * 1024 * 1024;
/** Sources that people write are far smaller; what is larger is generated. */
const LARGEST_SOURCE = 1024 * 1024;

export type Fetch = (url: string, init: { signal: AbortSignal }) => Promise<Response>;
const DOWNLOAD_TIMEOUT_MS = 60_000;

/** What Lambda calls CodeSha256: the package's SHA-256, in base64. */
export function codeSha256(archive: Buffer): string {
  return createHash('sha256').update(archive).digest('base64');
}

/** Downloads a version's package and holds it against its hash. A failed or cut download is DependencyUnavailable. */
export async function downloadPackage(fetch: Fetch, url: string, expectedSha256: string, name: string): Promise<Buffer> {
  let archive: Buffer;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS) });
    if (!response.ok) throw new Error(`status ${response.status}`);
    archive = await bounded(response, name);
  } catch (cause) {
    if (cause instanceof TargetChanged) throw cause;
    // Without the address: it is signed, and whoever reads it may fetch the code.
    throw new DependencyUnavailable(`download of ${name}: ${(cause as Error).message}`, { cause });
  }
  const found = codeSha256(archive);
  if (found !== expectedSha256) throw new DependencyUnavailable(`download of ${name}: found SHA-256 ${found}; expected ${expectedSha256}`);
  return archive;
}

async function bounded(response: Response, name: string): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > MOST_UNPACKED) throw new TargetChanged(`${name}: its package is larger than ${MOST_UNPACKED} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The text files of a package that people write: no node_modules, no links, nothing binary, nothing above 1 MB. Sorted by path. */
export function sourceFiles(archive: Buffer, name: string): SourceFile[] {
  return entriesOf(archive, name)
    .filter((entry) => !entry.name.endsWith('/') && !isLink(entry) && !isDependency(entry.name) && entry.size <= LARGEST_SOURCE)
    .flatMap((entry) => {
      const content = textOf(opened(entry, name));
      return content === null ? [] : [{ path: entry.name, content }];
    })
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * The package with `files` laid over it. Everything else stays bit for bit, with its date and mode; the same package and files
 * give the same bytes, and so the same CodeSha256. Throws TypeError for a path that leaves the package or its own sources.
 */
export function overlay(archive: Buffer, files: readonly SourceFile[], name: string): Buffer {
  const changed = new Map(files.map(({ path, content }) => [checkedPath(path), Buffer.from(content, 'utf8')]));
  const kept = entriesOf(archive, name).map((entry) => {
    const content = changed.get(entry.name);
    if (content === undefined) return entry;
    changed.delete(entry.name);
    // An executable stays one.
    return Object.assign(pack(entry.name, content), { madeBy: entry.madeBy, attributes: entry.attributes });
  });
  const added = [...changed].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([path, content]) => pack(path, content));
  const result = writeZip([...kept, ...added]);
  if (result.length > MOST_UPLOADED) {
    throw new TargetChanged(`${name}: its package has ${result.length} bytes; Kaizen changes packages of at most ${MOST_UPLOADED}`);
  }
  return result;
}

function entriesOf(archive: Buffer, name: string): ZipEntry[] {
  return refusing(name, () => readZip(archive, { entries: MOST_ENTRIES, bytes: MOST_UNPACKED }));
}

function opened(entry: ZipEntry, name: string): Buffer {
  return refusing(name, () => unpack(entry));
}

function refusing<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof BadArchive) throw new TargetChanged(`${name}: its package cannot be read: ${cause.message}`, { cause });
    throw cause;
  }
}

/** Null for what isn't text: a NUL byte, or no valid UTF-8. */
function textOf(content: Buffer): string | null {
  if (content.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return null;
  }
}

function isDependency(path: string): boolean {
  return path.split('/').includes('node_modules');
}

/** On Unix the kind of a file stands in the uppermost bits of its mode, which is the upper half of the attributes: 0xa is a symbolic link (inode(7), S_IFLNK). */
function isLink({ attributes }: ZipEntry): boolean {
  return attributes >>> 28 === 0xa;
}

/** Whether a path, written anywhere, stays below where it is written. */
export function staysInside(path: string): boolean {
  return !/[\\\0]/.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

function checkedPath(path: string): string {
  if (!staysInside(path) || isDependency(path)) {
    throw new TypeError(`file path: found ${JSON.stringify(path)}; expected one inside of the package, relative, outside of node_modules`);
  }
  return path;
}
