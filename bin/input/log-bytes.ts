import { pipeline, type Readable } from 'node:stream';
import { compressionOf, type Compression } from './compression.ts';
import type { LogInput } from './open-log.ts';

/** Bytes from which the form of a log is told: enough for the largest event that CloudWatch took until 2025. */
const HEAD_BYTES = 262_144;

/** The bytes of a log, unpacked, in order. */
export interface LogBytes {
  compression: Compression | null;
  /** The first {@link HEAD_BYTES} at least, or all. */
  head: Buffer;
  rest: AsyncIterable<Buffer>;
  /** How many were read so far, before they were unpacked. */
  read(): number;
}

/**
 * Begins to read a log. When `signal` aborts, it ends where it is.
 * @throws InputError when it is packed in a way that is not read; whatever reading and unpacking throw.
 */
export async function logBytes({ name, stream }: LogInput, signal: AbortSignal): Promise<LogBytes> {
  let read = 0;
  const raw = counted(untilAborted(stream, signal), (length) => void (read += length));
  const packed = await headOf(raw);
  const compression = compressionOf(packed.head, name);
  if (compression === null) return { compression, ...packed, read: () => read };
  const unpack = compression.unpack();
  // What goes wrong in the pipeline destroys the stream that unpacks, and so reaches the loop over its chunks.
  pipeline(whole(packed), unpack, () => undefined);
  return { compression: compression.name, ...(await headOf(untilAborted(unpack, signal))), read: () => read };
}

async function* untilAborted(stream: Readable, signal: AbortSignal): AsyncGenerator<Buffer> {
  try {
    yield* stream as Readable & AsyncIterable<Buffer>;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function* counted(chunks: AsyncIterable<Buffer>, count: (length: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    count(chunk.length);
    yield chunk;
  }
}

async function headOf(chunks: AsyncGenerator<Buffer>): Promise<{ head: Buffer; rest: AsyncGenerator<Buffer> }> {
  const pieces: Buffer[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const next = await chunks.next();
    if (next.done === true) break;
    pieces.push(next.value);
    length += next.value.length;
  }
  return { head: Buffer.concat(pieces), rest: chunks };
}

async function* whole({ head, rest }: { head: Buffer; rest: AsyncIterable<Buffer> }): AsyncGenerator<Buffer> {
  yield head;
  yield* rest;
}
