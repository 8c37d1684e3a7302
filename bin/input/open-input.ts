import type { Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import { InputError } from './input-error.ts';

/** What stands for standard input, and for standard output, in place of a path. */
export const STANDARD = '-';

export interface Input {
  /** What messages call it. */
  name: string;
  stream: Readable;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EACCES: 'it may not be read',
  EPERM: 'it may not be read',
};

/** What a command reads. */
export type InputKind = 'CSV' | 'JSON' | 'patch' | 'log';

/**
 * Opens a file, or takes `stdin` for `-`. The stream ends with an AbortError when `signal` aborts.
 * @throws InputError when the path leads to no file that can be read.
 */
export async function openInput(path: string, stdin: () => Readable, signal: AbortSignal, kind: InputKind): Promise<Input> {
  if (path === STANDARD) return { name: 'standard input', stream: addAbortSignal(signal, stdin()) };
  const { handle } = await openFile(path, kind);
  return { name: path, stream: addAbortSignal(signal, handle.createReadStream()) };
}

/**
 * Opens what is no directory.
 * @throws InputError when the path leads to no file that can be read.
 */
export async function openFile(path: string, kind: InputKind): Promise<{ handle: FileHandle; stats: Stats }> {
  const handle = await openPath(path, kind);
  const stats = await handle.stat();
  if (!stats.isDirectory()) return { handle, stats };
  await handle.close();
  throw directoryFound(path, kind);
}

async function openPath(path: string, kind: InputKind): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (error) {
    throw unreadable(path, kind, error);
  }
}

/** What to say of a path for which the file system has an error. */
export function unreadable(path: string, kind: InputKind, error: unknown): InputError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return new InputError(`${path}: ${REASONS[code] ?? message}; expected the path of a ${kind} file, or - for standard input`, {
    cause: error,
  });
}

/** What to say of a path that leads to a directory. */
export function directoryFound(path: string, kind: InputKind): InputError {
  return new InputError(`${path}: found a directory; expected a ${kind} file`);
}
