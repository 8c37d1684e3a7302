import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Text that a real run printed: `node/cause.txt`, `python/chain.v1.txt`. */
const FOLDER = path.join(import.meta.dirname, '../../../fixtures/failures');

export const RECORDED: readonly string[] = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.txt'))
  .toSorted();

export function recordedText(name: string): string {
  return readFileSync(path.join(FOLDER, name), 'utf8').replace(/\n+$/, '');
}
