import type { Readable } from 'node:stream';
import { InputError } from './input-error.ts';
import type { Input } from './open-input.ts';

/**
 * The whole of a text in UTF-8, of at most `mostBytes`: a longer one is left after so many, whatever its length.
 * @throws InputError when it is longer, is no such text, or can't be read.
 */
export async function readText({ name, stream }: Input, mostBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stream as Readable & AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > mostBytes) break;
      chunks.push(chunk);
    }
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    throw new InputError(`${name}: can't be read any further: ${error.message}`, { cause: error });
  }
  if (length > mostBytes) {
    throw new InputError(`${name}: found more than ${mostBytes.toLocaleString('en-US')} bytes; expected no more than these`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (error) {
    throw new InputError(`${name}: found bytes that are no text in UTF-8; expected text`, { cause: error });
  }
}
