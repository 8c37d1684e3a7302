import { access, constants, stat } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import { directoryFound, openFile, STANDARD, unreadable, type Input } from './open-input.ts';

/** Bytes that are read at once: 2,600 lines of a hundred bytes, so that what a read costs is nothing beside them. */
export const CHUNK_BYTES = 262_144;

/** A log that is read once, from its beginning. */
export interface LogInput extends Input {
  /** Bytes that a file had when it was opened; null: nobody knows (a pipe, a device, what the kernel writes as it is read). */
  size: number | null;
  /** Bytes that were added to the file since; 0 as well where another file has taken its name. */
  grownBy(): Promise<number>;
}

/**
 * Opens a log, or takes `stdin` for `-`. A file is read up to the size that it has now, so that one that is written faster than it is
 * read comes to an end; one that gets shorter ends where it ends. The stream ends with an AbortError when `signal` aborts.
 * @throws InputError when the path leads to no file that can be read.
 */
export async function openLog(path: string, stdin: () => Readable, signal: AbortSignal): Promise<LogInput> {
  const endless = (name: string, stream: Readable) => ({
    name,
    stream: addAbortSignal(signal, stream),
    size: null,
    grownBy: async () => 0,
  });
  if (path === STANDARD) return endless('standard input', stdin());
  const opened = await openFile(path, 'log');
  if (opened.kind === 'pipe') return endless(path, opened.stream);
  const { handle, stats } = opened;
  // Files below /proc have no size, and something in them.
  const size = stats.isFile() && stats.size > 0 ? stats.size : null;
  const stream = handle.createReadStream({ highWaterMark: CHUNK_BYTES, ...(size === null ? {} : { end: size - 1 }) });
  return {
    name: path,
    stream: addAbortSignal(signal, stream),
    size,
    async grownBy() {
      const now = await stat(path).catch(() => null);
      return size === null || now === null || now.ino !== stats.ino ? 0 : Math.max(0, now.size - size);
    },
  };
}

/**
 * Before the first of many logs is read: none of them is opened, since a pipe can be opened once only.
 * @throws InputError when one of the paths leads to no file that can be read.
 */
export async function refuseUnreadable(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    if (path === STANDARD) continue;
    const stats = await access(path, constants.R_OK)
      .then(() => stat(path))
      .catch((error: unknown) => {
        throw unreadable(path, 'log', error);
      });
    if (stats.isDirectory()) throw directoryFound(path, 'log');
  }
}
