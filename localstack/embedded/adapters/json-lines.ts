import { appendFile } from 'node:fs/promises';

/** Appends one JSON value as a line. One write, so that lines of several writers don't mix. */
export async function appendJsonLine(path: string, value: unknown): Promise<void> {
  await appendFile(path, `${JSON.stringify(value)}\n`);
}
