import { constants, openSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';

/**
 * A named pipe as a stream that waits for its writer without holding a thread: the process could not end before that thread does, however
 * often it is interrupted. Null: the path leads to something else, or to nothing.
 */
export async function openPipe(path: string): Promise<Readable | null> {
  const stats = await stat(path).catch(() => null);
  if (stats?.isFIFO() !== true) return null;
  return new Socket({ fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK), readable: true, writable: false });
}
