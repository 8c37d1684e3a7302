import { DIGITS } from './token.ts';

/** Values at one place of otherwise equal lines, with their counts. */
export interface SlotValues {
  counts: ReadonlyMap<string, number>;
  /** A number, an id or the like is among them. */
  hasVariable: boolean;
  /** Keys name them. */
  areFields: boolean;
}

/** Words for a value that is not there. */
export const NO_VALUE = new Set(['null', 'nil', 'none', 'None', 'NULL', 'undefined', 'N/A', 'NaN', 'unknown', '-', '_', '--']);
/** Words for yes and no. A place that holds nothing else tells templates apart (LogHub's people label it so). */
export const BOOLEANS = new Set(['true', 'false', 'True', 'False', 'TRUE', 'FALSE', 'yes', 'no', 'on', 'off']);
/** A state, a level or a method: written in capitals, they are of a known few. */
const CONSTANT_NAME = /^[A-Z][A-Z_]{2,}$/;

/** Values of a closed set: states, levels, modes. More are taken for an open one. */
const MOST_OF_CLOSED = 4;
/** Lines a value, on average, from which on the set counts as seen whole, if no value was seen only once. */
const LINES_A_VALUE = 10;
/** One value in nine of ten lines, of at least fifty: the line is told by it, and the others are the exceptions to be seen. */
const DOMINANT = 0.9;
const DOMINANT_LINES = 50;

/**
 * Whether a place where values stand is a parameter, or whether its few values tell templates apart. By Good and Turing the share of the
 * values that were seen once is the chance that the next one is new: with none of these, few values and many lines the set is closed.
 */
export function isParameter({ counts, hasVariable, areFields }: SlotValues): boolean {
  if (counts.size < 2) return false;
  const values = [...counts.keys()];
  const lines = sum(counts.values());
  const [most, mostLines] = largest(counts);
  const isDominant = lines >= DOMINANT_LINES && mostLines / lines >= DOMINANT && counts.size <= MOST_OF_CLOSED;
  // A variable's key is empty.
  if (isDominant && most !== '') return false;
  if (hasVariable) return true;
  if (areBooleans(values)) return false;
  if (areFields || values.some((value) => NO_VALUE.has(value) || value.includes(DIGITS))) return true;
  return counts.size > MOST_OF_CLOSED || seenOnce(counts) > 0 || lines / counts.size < LINES_A_VALUE;
}

/** Whether values say yes or no only. */
export function areBooleans(values: readonly string[]): boolean {
  return values.every((value) => BOOLEANS.has(value));
}

/** Values from which on a place is open whatever else comes: twice as many as a closed set has. */
const CLEARLY_OPEN = 2 * MOST_OF_CLOSED;

/** Whether a place is a parameter so clearly that it can be said before all lines are seen. */
export function isClearlyParameter({ counts }: SlotValues): boolean {
  return counts.size > CLEARLY_OPEN;
}

/** Different words by the fixed words around them from which on a word's place is a parameter: the more is fixed, the fewer say it. */
const NEEDED = [Infinity, 10, 8, 5, 5, 4];
/** The first word names who or what a line is of: `cupsd startup succeeded` is a template of its own. */
const FIRST_WORD_FACTOR = 3;
/** Words in capitals are states, levels or methods: with fewer different ones they tell templates apart, wherever they stand. */
const NEEDED_CONSTANTS = 6;
/** Words of several, `cleanup-sessions`, `sync_stock`: names that somebody gave to things. */
const GIVEN_NAME = /^[a-z][a-z]*[a-zA-Z]*(?:[-_][a-zA-Z]+)+$/;
/** Words that stand in the same way in another template are names of things. */
const NEEDED_ELSEWHERE = 3;

/** What is known of a place where plain words stand. */
export interface WordPlace {
  /** Words, or several words, with their lines. */
  counts: ReadonlyMap<string, number>;
  /** Words of the template that are the same in all. */
  fixed: number;
  isFirst: boolean;
  /** How many of the values stand in such a place of another template too. */
  elsewhere: number;
  /** How many times as many values as usual it takes, where the place itself is less sure. */
  factor: number;
}

/** Whether a place of plain words is a parameter. */
export function isWordParameter({ counts, fixed, isFirst, elsewhere, factor }: WordPlace): boolean {
  const values = [...counts.keys()];
  const isConstant = values.every((value) => CONSTANT_NAME.test(value)) && seenOnce(counts) * 2 < sum(counts.values());
  if (isConstant) return fixed > 0 && counts.size >= NEEDED_CONSTANTS * factor;
  let needed = NEEDED[Math.min(fixed, NEEDED.length - 1)] ?? Infinity;
  if (isFirst && fixed < NEEDED.length - 1) needed *= FIRST_WORD_FACTOR;
  else if (elsewhere >= NEEDED_ELSEWHERE || values.every((value) => GIVEN_NAME.test(value))) needed = Math.min(needed, NEEDED_ELSEWHERE);
  return counts.size >= needed * factor;
}

function seenOnce(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].filter((count) => count === 1).length;
}

function sum(counts: Iterable<number>): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}

function largest(counts: ReadonlyMap<string, number>): [string, number] {
  return [...counts].reduce((most, each) => (each[1] > most[1] ? each : most));
}
