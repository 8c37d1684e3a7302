import type { Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import { InputError } from './input-error.ts';
import { openPipe } from './open-pipe.ts';

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
  const opened = await openFile(path, kind);
  const stream = opened.kind === 'pipe' ? opened.stream : opened.handle.createReadStream();
  return { name: path, stream: addAbortSignal(signal, stream) };
}

/** What a path leads to. */
export type Opened = { kind: 'file'; handle: FileHandle; stats: Stats } | { kind: 'pipe'; stream: Readable };

/**
 * Opens what is no directory.
 * @throws InputError when the path leads to no file that can be read.
 */
export async function openFile(path: string, kind: InputKind): Promise<Opened> {
  try {
    const stream = await openPipe(path);
    if (stream !== null) return { kind: 'pipe', stream };
    const handle = await open(path);
    const stats = await handle.stat();
    if (!stats.isDirectory()) return { kind: 'file', handle, stats };
    await handle.close();
  } catch (error) {
    throw unreadable(path, kind, error);
  }
  throw directoryFound(path, kind);
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
