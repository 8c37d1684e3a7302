import type { Dirent } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { SourceFile } from '../../lambdas/shared/contract/records.ts';
import { InputError } from './input-error.ts';

/** What a folder holds of a function's package, and what was left out of it, both by path. */
export interface ReadPackage {
  files: SourceFile[];
  /** Paths relative to the folder; a folder that was left out stands for all that is in it. */
  skipped: { path: string; reason: string }[];
}

/** Largest file that is read: what people write by hand is a hundred times smaller, and a parser takes seconds for more. */
const MOST_BYTES = 1_048_576;
/** Most files that are read: a function that is deployed as a zip seldom has a thousand of its own. */
const MOST_FILES = 10_000;

/** Folders that are not the function's own code. */
const OTHERS: Readonly<Record<string, string>> = {
  node_modules: 'packages of others',
  '.git': 'the history of the repository',
};

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such directory',
  ENOTDIR: 'no such directory',
  ELOOP: 'its links lead in a circle',
  EACCES: 'it may not be read',
  EPERM: 'it may not be read',
};

/**
 * Reads the text files of a folder, whatever is in it, each path relative to it with `/` between the parts. Nothing outside of the folder is
 * read, whatever its links say.
 * @throws InputError when there is no such folder, it can't be read, or it holds too many files.
 */
export async function readPackage(dir: string): Promise<ReadPackage> {
  const root = await rootOf(dir);
  const found: ReadPackage = { files: [], skipped: [] };
  await readFolder(root, root, dir, found);
  const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
  return { files: found.files.toSorted(byPath), skipped: found.skipped.toSorted(byPath) };
}

async function rootOf(dir: string): Promise<string> {
  try {
    const root = await realpath(dir);
    if ((await stat(root)).isDirectory()) return root;
  } catch (error) {
    throw new InputError(`${dir}: ${reasonOf(error)}; expected the directory of a function`, { cause: error });
  }
  throw new InputError(`${dir}: found a file; expected the directory of a function`);
}

function reasonOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? message;
}

async function readFolder(root: string, folder: string, dir: string, found: ReadPackage): Promise<void> {
  for (const entry of await entriesOf(root, folder, dir, found)) {
    const full = join(folder, entry.name);
    const path = relative(root, full).split(sep).join('/');
    const skip = (reason: string) => void found.skipped.push({ path, reason });
    const others = OTHERS[entry.name];
    if (others !== undefined) skip(others);
    else if (entry.isSymbolicLink()) skip(await whereTo(root, full));
    else if (entry.isDirectory()) await readFolder(root, full, dir, found);
    else if (!entry.isFile()) skip('it is no file');
    else if (found.files.length >= MOST_FILES) {
      throw new InputError(`${dir}: found more than ${MOST_FILES.toLocaleString('en-US')} files; expected the directory of one function`);
    } else await readOne(full, path, found);
  }
}

async function entriesOf(root: string, folder: string, dir: string, found: ReadPackage): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (folder === root) throw new InputError(`${dir}: ${reasonOf(error)}; expected the directory of a function`, { cause: error });
    found.skipped.push({ path: relative(root, folder).split(sep).join('/'), reason: reasonOf(error) });
    return [];
  }
}

/** What a link says is read where it is, once, when it is in the folder; nothing else is the function's own. */
async function whereTo(root: string, link: string): Promise<string> {
  try {
    const target = await realpath(link);
    return target === root || target.startsWith(root + sep)
      ? 'a link to what is in the directory anyway'
      : 'a link that leads out of the directory';
  } catch {
    return 'a link that leads nowhere';
  }
}

async function readOne(full: string, path: string, found: ReadPackage): Promise<void> {
  const skip = (reason: string) => void found.skipped.push({ path, reason });
  try {
    const { size } = await stat(full);
    if (size > MOST_BYTES) return skip(`it has ${size.toLocaleString('en-US')} bytes, more than ${MOST_BYTES.toLocaleString('en-US')}`);
    const content = textOf(await readFile(full));
    if (content === null) return skip('it is no text');
    found.files.push({ path, content });
  } catch (error) {
    skip(reasonOf(error));
  }
}

/** Text in UTF-8; null: it is none. Zero bytes are no text, whatever the decoder makes of them. */
function textOf(bytes: Buffer): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
