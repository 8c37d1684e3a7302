import { GAP_CHARACTER } from './char-classes.ts';
import { countValue } from './slot-values.ts';
import { DIGITS, isSoft, type Token, VARIABLE } from './token.ts';

/** Lines kept of a skeleton as examples. */
const EXAMPLES = 3;
/** Characters of an example that are kept. */
const EXAMPLE_LENGTH = 1000;

/** Lines of one skeleton. */
export interface SkeletonGroup {
  /** The first of them without secrets; or a template, its variables as {@link GAP_CHARACTER}, when it was consolidated. */
  pattern: string;
  count: number;
  /** Numbers of its first and last line, from 1. */
  first: number;
  last: number;
  examples: string[];
  /** For each soft token of the canonical line, values of the sampled lines. */
  slots: Map<string, number>[];
  /** The group that it became part of; null: it is kept itself. */
  successor: SkeletonGroup | null;
}

/** A group without lines. `line`: without secrets. */
export function emptyGroup(line: string, at: number): SkeletonGroup {
  return { pattern: line, count: 0, first: at, last: at, examples: [], slots: [], successor: null };
}

/** The group that a group has become. */
export function lastOf(group: SkeletonGroup): SkeletonGroup {
  let last = group;
  while (last.successor !== null) last = last.successor;
  // The next asks once.
  if (last !== group) group.successor = last;
  return last;
}

/** Keeps a line as an example and its values with their counts. `line`: without secrets; `tokens`: its canonical ones. */
export function sampleLine(group: SkeletonGroup, line: string, tokens: readonly Token[]): void {
  const shown = line.length > EXAMPLE_LENGTH ? `${line.slice(0, EXAMPLE_LENGTH - 1)}…` : line;
  if (group.examples.length < EXAMPLES && !group.examples.includes(shown)) group.examples.push(shown);
  const soft = tokens.filter(isSoft);
  if (group.slots.length === 0) group.slots = soft.map(() => new Map<string, number>());
  // A line of another shape, after redaction, has other places.
  if (soft.length !== group.slots.length) return;
  for (const [i, { start, end }] of soft.entries()) {
    const counts = group.slots[i];
    if (counts !== undefined) countValue(counts, line.slice(start, end));
  }
}

/** Adds all that is known of one group to another. `at`: what its line numbers are counted from. */
export function addGroup(group: SkeletonGroup, other: SkeletonGroup, at = 0): void {
  group.count += other.count;
  group.first = Math.min(group.first, other.first + at);
  group.last = Math.max(group.last, other.last + at);
  for (const example of other.examples)
    if (group.examples.length < EXAMPLES && !group.examples.includes(example)) group.examples.push(example);
  if (group.slots.length === 0) group.slots = other.slots.map((counts) => new Map(counts));
  else if (group.slots.length === other.slots.length) {
    for (const [i, counts] of other.slots.entries()) {
      const own = group.slots[i];
      if (own !== undefined) for (const [value, count] of counts) countValue(own, value, count);
    }
  }
}

/** A template as a line that is scanned to the same tokens again. */
export function patternOf(tokens: readonly Token[]): string {
  let text = '';
  for (const token of tokens) {
    if (token.spaced && text !== '') text += ' ';
    text += token.kind === VARIABLE ? GAP_CHARACTER : isSoft(token) ? token.text.replaceAll(DIGITS, '0') : token.text;
  }
  return text;
}
