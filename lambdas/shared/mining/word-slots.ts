import { MESSAGE_KEYS } from './message-keys.ts';
import { isWordParameter } from './is-parameter.ts';
import { KeyCounter, keyWithout, type TokenHashes, tokenHashes } from './row-keys.ts';
import { sameRows, type SkeletonRow } from './skeleton-row.ts';
import { isMark, MARK, opened, type Token, VARIABLE, WORD } from './token.ts';

/** Words of a value in a row: a name of a person or a place. */
const LONGEST = 3;
/** Fewest values of any parameter of words. */
const FEWEST = 3;
/** A value of several words needs twice as many examples: a template's own words come in threes too. */
const SEVERAL_FACTOR = 2;
const SEVERAL_FIXED = 3;
/** A place opened may bring rows together that show another. */
const ROUNDS = 3;

/** Rows that are the same but for the tokens of one place. */
interface Place {
  rows: { row: SkeletonRow; from: number; to: number; value: string }[];
}

/** Opens the places of plain words, up to three in a row, that are parameters: many different ones where all else is the same. */
export function wordSlots(rows: readonly SkeletonRow[]): SkeletonRow[] {
  let now = [...rows];
  for (let round = 0; round < ROUNDS; round += 1) {
    const places = placesOf(now);
    const elsewhere = placesOfValues(places);
    const parameters = places.filter((place) => isOpen(place, elsewhere)).toSorted(byReach);
    if (parameters.length === 0) return now;
    now = opening(now, parameters);
  }
  return now;
}

function placesOf(rows: readonly SkeletonRow[]): Place[] {
  const hashes = rows.map(({ tokens }) => tokenHashes(tokens.map((token) => (token.kind === VARIABLE ? '\u0002' : token.text))));
  const counter = new KeyCounter();
  eachPlace(rows, hashes, (_row, _from, _to, key) => counter.add(key));
  const places = new Map<number, Place>();
  eachPlace(rows, hashes, (row, from, to, key) => {
    if (counter.atMost(key) < FEWEST) return;
    const value = row.tokens.slice(from, to).map(({ text }) => text);
    const member = { row, from, to, value: value.join(' ') };
    const there = places.get(key);
    if (there === undefined) places.set(key, { rows: [member] });
    else there.rows.push(member);
  });
  return [...places.values()].filter((place) => place.rows.length >= FEWEST);
}

/** Shows each place of each row that may hold a value, with the key of all that stands around it. */
function eachPlace(
  rows: readonly SkeletonRow[],
  hashes: readonly TokenHashes[],
  see: (row: SkeletonRow, from: number, to: number, key: number) => void,
): void {
  for (const [n, row] of rows.entries()) {
    const own = hashes[n];
    if (own === undefined) continue;
    for (let from = 0; from < row.tokens.length; from += 1) {
      for (let to = from + 1; to <= from + LONGEST && isName(row.tokens, from, to - 1); to += 1)
        see(row, from, to, keyWithout(own, from, to));
    }
  }
}

/** Whether the token at `at` may be one of a value that begins at `from`. */
function isName(tokens: readonly Token[], from: number, at: number): boolean {
  const token = tokens[at];
  if (token === undefined || token.kind === MARK || token.kind === VARIABLE) return false;
  if (isMark(tokens[at + 1], '=')) return false;
  return at === from || (token.kind === WORD && token.spaced);
}

/** In how many places each value stands. */
function placesOfValues(places: readonly Place[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const place of places)
    for (const value of new Set(place.rows.map((member) => member.value))) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function isOpen(place: Place, elsewhere: ReadonlyMap<string, number>): boolean {
  const [first] = place.rows;
  if (first === undefined) return false;
  const counts = new Map<string, number>();
  for (const { row, value } of place.rows) counts.set(value, (counts.get(value) ?? 0) + row.count);
  const fixed = first.row.tokens.filter(({ kind }, i) => kind === WORD && (i < first.from || i >= first.to)).length;
  const shared = [...counts.keys()].filter((value) => (elsewhere.get(value) ?? 0) > 1).length;
  const isFirst = beginsMessage(first.row.tokens, first.from);
  if (longest(place) === 1) return isWordParameter({ counts, fixed, isFirst, elsewhere: shared, factor: 1 });
  if (haveCommonEnd(place)) return false;
  // What follows must be fixed too: three words at the end of a line are rather another message.
  const isLast = first.to >= first.row.tokens.length;
  return !isLast && fixed >= SEVERAL_FIXED && isWordParameter({ counts, fixed, isFirst, elsewhere: 0, factor: SEVERAL_FACTOR });
}

/** The place that explains more rows first, and of two that explain the same the shorter one. */
function byReach(a: Place, b: Place): number {
  return b.rows.length - a.rows.length || longest(a) - longest(b);
}

function longest({ rows }: Place): number {
  return rows.reduce((most, { from, to }) => Math.max(most, to - from), 0);
}

/** Whether all values begin, or end, with the same word, which is then no part of them. */
function haveCommonEnd({ rows }: Place): boolean {
  const ends = (at: 'first' | 'last'): number =>
    new Set(rows.map(({ row, from, to }) => row.tokens[at === 'first' ? from : to - 1]?.text)).size;
  return ends('first') === 1 || ends('last') === 1;
}

/** Whether a message begins here: no word stands before, or its key does. */
function beginsMessage(tokens: readonly Token[], at: number): boolean {
  const before = tokens.slice(0, at).filter(({ kind }) => kind !== MARK && kind !== VARIABLE);
  const key = tokens[at - 1]?.text === '"' ? before.at(-1) : undefined;
  return before.length === 0 || (key?.kind === WORD && MESSAGE_KEYS.has(key.text));
}

/** The rows with these places opened; of two places that overlap in a row, the one with more rows. */
function opening(rows: readonly SkeletonRow[], places: readonly Place[]): SkeletonRow[] {
  const spans = new Map<SkeletonRow, { from: number; to: number }[]>();
  for (const place of places) {
    for (const { row, from, to } of place.rows) {
      const taken = spans.get(row) ?? [];
      if (taken.some((other) => from < other.to && other.from < to)) continue;
      spans.set(row, [...taken, { from, to }]);
    }
  }
  return sameRows(rows.map((row) => ({ ...row, tokens: withOpen(row.tokens, spans.get(row) ?? []) })));
}

/** The tokens with one variable in the place of each span. */
function withOpen(tokens: readonly Token[], spans: readonly { from: number; to: number }[]): Token[] {
  return tokens.flatMap((token, i) => {
    const span = spans.find(({ from, to }) => i >= from && i < to);
    if (span === undefined) return [token];
    return i === span.from ? [{ ...opened(token), end: tokens[span.to - 1]?.end ?? token.end }] : [];
  });
}
