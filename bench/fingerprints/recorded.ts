import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Forms } from './fail.ts';

/**
 * Stacks that real runs of other languages printed, recorded: Python 3.8, 3.11 and 3.13, Java 17, Rust 1.95; `<name>.v1.txt` and `<name>.v2.txt` are
 * the same failure before and after lines were moved, lambdas and classes added, ids changed and the root moved.
 */
export const RECORDED_RUNTIMES = ['python', 'java', 'rust'] as const;

const FIXTURES = path.join(import.meta.dirname, '../../test/fixtures/failures');

export function recorded(runtime: (typeof RECORDED_RUNTIMES)[number], version: 'v1' | 'v2'): Record<string, Forms> {
  const folder = path.join(FIXTURES, runtime);
  const names = readdirSync(folder).filter((name) => name.endsWith(`.${version}.txt`));
  return Object.fromEntries(
    names.map((name) => {
      const text = readFileSync(path.join(folder, name), 'utf8');
      // There is one form only: as the language prints it.
      return [name.slice(0, -`.${version}.txt`.length), { thrown: text, written: text }];
    }),
  );
}
