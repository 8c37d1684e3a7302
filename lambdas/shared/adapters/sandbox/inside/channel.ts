import { readSync, writeSync } from 'node:fs';

// Runs in the sandbox. The way to Kaizen outside: lines of JSON, in by stdin, out by a pipe of its own. What goes out begins with a word that only this
// module knows, so that the code under test can't speak for Kaizen.

const OUT = 3;
const write = writeSync;
const read = readSync;
const { stringify, parse } = JSON;
const { from, alloc, concat } = Buffer;
const { call } = Function.prototype;
const indexOf = call.bind(Buffer.prototype.indexOf) as unknown as (buffer: Buffer, value: number) => number;
const NEWLINE = 10;

/** One line from stdin, and what came behind it; waits for it. */
function readLine(): { line: string; rest: Buffer } {
  const chunks: Buffer[] = [];
  for (;;) {
    const buffer = alloc(65_536);
    const chunk = buffer.subarray(0, read(0, buffer));
    const end = indexOf(chunk, NEWLINE);
    if (end >= 0) return { line: concat([...chunks, chunk.subarray(0, end)]).toString('utf8'), rest: chunk.subarray(end + 1) };
    if (chunk.length === 0) throw new Error('the channel ended before it said anything');
    chunks.push(chunk);
  }
}

export interface Channel {
  setup: unknown;
  /** What came on stdin behind the setup. */
  rest: Buffer;
  /**
   * Says one thing. Objects and arrays in it must have no prototype, or nothing that the code under test gave: `toJSON` of a prototype would be
   * its to define.
   */
  say(message: unknown): void;
}

const { line, rest } = readLine();
const { nonce, setup } = parse(line) as { nonce: string; setup: unknown };

function say(message: unknown): void {
  let left = from(`${nonce}${stringify(message)}\n`);
  while (left.length > 0) {
    try {
      left = left.subarray(write(OUT, left));
    } catch (error) {
      // The reader is behind: again.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

let channel: Channel | null = { setup, rest, say };

/** The channel, for the first who asks: Kaizen's own part, before anything else is loaded. @throws for everybody after it. */
export function takeChannel(): Channel {
  if (channel === null) throw new Error('the channel is taken');
  const taken = channel;
  channel = null;
  return taken;
}
