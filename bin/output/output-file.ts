import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import process from 'node:process';
import { basename, dirname, join, resolve } from 'node:path';
import { CommandFailed, UsageError } from './exit-codes.ts';

/** A file that appears under its name only when it is whole. */
export interface OutputFile {
  stream: Writable;
  /** Gives it its name; after its stream has ended. */
  keep(): Promise<void>;
  /** Removes what was written so far; after `keep` there is nothing to remove. Call it in any case. */
  discard(): void;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'its directory is not there',
  ENOTDIR: 'its directory is not there',
  EACCES: 'its directory may not be written to',
  EPERM: 'its directory may not be written to',
  EROFS: 'its directory may not be written to',
};

/**
 * Opens a temporary file beside `path`, which `keep` renames to it: an error leaves no half file, and a file that was there stays until
 * then. What is no regular file (a pipe, /dev/null) is written to directly.
 * @throws UsageError naming the option when the path can't be written.
 */
export async function openOutput(option: string, path: string): Promise<OutputFile> {
  const refuse = (why: string, cause?: unknown) =>
    new UsageError(`${option}: found ${JSON.stringify(path)} (${why}); expected the path of a file that can be written`, { cause });
  const target = (await existing(path)) ?? resolve(path);
  const there = await stat(target).catch(() => null);
  if (there?.isDirectory() === true) throw refuse('a directory');
  const special = there !== null && !there.isFile();
  const temporary = special ? target : join(dirname(target), `.${basename(target).slice(0, 100)}.${randomUUID()}.tmp`);
  const handle: FileHandle = await open(temporary, special ? 'w' : 'wx').catch((error: NodeJS.ErrnoException) => {
    throw refuse(REASONS[error.code ?? ''] ?? error.message, error);
  });
  const stream = handle.createWriteStream();
  let kept = special;
  const discard = () => {
    stream.destroy();
    if (!kept) rmSync(temporary, { force: true });
  };
  // The process may be ended from elsewhere: by a reader of standard output that has seen enough, or a second Ctrl-C.
  process.once('exit', discard);
  return {
    stream,
    async keep() {
      if (kept) return;
      await rename(temporary, target).catch(async (error: Error) => {
        await rm(temporary, { force: true });
        throw new CommandFailed(`${option}: ${path} could not be written: ${error.message}`, { cause: error });
      });
      kept = true;
    },
    discard() {
      process.off('exit', discard);
      discard();
    },
  };
}

/**
 * Writes a whole text to `path`, or leaves what was there.
 * @throws UsageError naming the option when the path can't be written, CommandFailed when writing failed.
 */
export async function writeWhole(option: string, path: string, text: string): Promise<void> {
  const file = await openOutput(option, path);
  try {
    await pipeline([text], file.stream).catch((error: Error) => {
      throw new CommandFailed(`${option}: ${path} could not be written: ${error.message}`, { cause: error });
    });
    await file.keep();
  } finally {
    file.discard();
  }
}

/** The real path of what is there; null when nothing is. */
async function existing(path: string): Promise<string | null> {
  return realpath(path).catch(() => null);
}

/**
 * Whether two paths lead to the same file, by whatever links. Of files that aren't there yet the paths are compared.
 */
export async function isSameFile(a: string, b: string): Promise<boolean> {
  const [first, second] = await Promise.all([a, b].map((path) => stat(path).catch(() => null)));
  if (first && second) return first.ino === second.ino && first.dev === second.dev;
  return resolve(a) === resolve(b);
}
