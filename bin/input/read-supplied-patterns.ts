import { createReadStream } from 'node:fs';
import type { WordedPattern } from '../../lambdas/shared/patterns/failure-pattern.ts';
import { readSuppliedPatterns } from '../../lambdas/shared/patterns/supplied-patterns.ts';
import { InputError } from './input-error.ts';
import { openInput } from './open-input.ts';
import { readText } from './read-text.ts';

/** 500 patterns (their most) of 4 KB: a description, some solutions and expressions. */
const MOST_BYTES = 2 * 1024 * 1024;

/**
 * Failure patterns of a user's own, from a JSON file (docs/patterns.md).
 * @throws InputError naming file, field, what was found and what was expected.
 */
export async function readPatternsFile(path: string, signal: AbortSignal): Promise<WordedPattern[]> {
  const input = await openInput(path, () => createReadStream(path), signal, 'JSON');
  const text = await readText(input, MOST_BYTES);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError(`${path}: found no JSON (${(error as Error).message}); expected an object with "patterns"`, { cause: error });
  }
  const read = readSuppliedPatterns(value);
  if (read.kind === 'invalid') throw new InputError(read.problems.map((problem) => `${path}: ${problem}`).join('\n'));
  return read.patterns;
}
