import { isWordParameter } from './is-parameter.ts';
import { HIGH_PRIME, lineKey, LOW_PRIME } from './line-key.ts';
import { hashOf, KeyCounter } from './row-keys.ts';
import { sameRows, type SkeletonRow } from './skeleton-row.ts';
import { isMark, MARK, opened, VARIABLE, WORD } from './token.ts';

/** Tokens of a row in which pairs are looked for: the work grows with the square. */
const LONGEST_ROW = 32;
/** Rows that differ in two places say less than rows that differ in one: twice the values are needed, in both. */
const PAIR_FACTOR = 2;
/** Fewest rows of a pair, the smallest number of values that a parameter takes times the factor. */
const FEWEST = 8;

interface Pair {
  rows: SkeletonRow[];
  a: number;
  b: number;
}

/** Opens two places of plain words at once where rows differ in both: `user anna opened report`, `user bert opened invoice`. */
export function wordPairs(rows: readonly SkeletonRow[]): SkeletonRow[] {
  const counter = new KeyCounter();
  eachPair(rows, (_row, _a, _b, key) => counter.add(key));
  const pairs = new Map<number, Pair>();
  eachPair(rows, (row, a, b, key) => {
    if (counter.atMost(key) < FEWEST) return;
    const there = pairs.get(key);
    if (there === undefined) pairs.set(key, { rows: [row], a, b });
    else there.rows.push(row);
  });
  const done = new Map<SkeletonRow, Pair>();
  for (const pair of [...pairs.values()].filter(isOpen).toSorted((x, y) => y.rows.length - x.rows.length)) {
    for (const row of pair.rows) if (!done.has(row)) done.set(row, pair);
  }
  if (done.size === 0) return [...rows];
  return sameRows(
    rows.map((row) => {
      const pair = done.get(row);
      return pair === undefined
        ? row
        : { ...row, tokens: row.tokens.map((token, i) => (i === pair.a || i === pair.b ? opened(token) : token)) };
    }),
  );
}

/** Shows each pair of places of each row that may hold values, with the key of all else. */
function eachPair(rows: readonly SkeletonRow[], see: (row: SkeletonRow, a: number, b: number, key: number) => void): void {
  for (const row of rows) {
    const n = row.tokens.length;
    if (n > LONGEST_ROW) continue;
    const high = row.tokens.map((token, i) =>
      Math.imul(hashOf(token.kind === VARIABLE ? '\u0002' : token.text, HIGH_PRIME) + i, LOW_PRIME),
    );
    const low = row.tokens.map((token, i) => Math.imul(hashOf(token.kind === VARIABLE ? '\u0002' : token.text, LOW_PRIME) + i, HIGH_PRIME));
    const sumHigh = high.reduce((sum, hash) => (sum + hash) | 0, n);
    const sumLow = low.reduce((sum, hash) => (sum + hash) | 0, n);
    const names = row.tokens.flatMap((_, i) => (isName(row, i) ? [i] : []));
    for (const [k, a] of names.entries()) {
      for (const b of names.slice(k + 1)) {
        const place = a * LONGEST_ROW + b;
        see(row, a, b, lineKey(sumHigh - (high[a] ?? 0) - (high[b] ?? 0) + place, sumLow - (low[a] ?? 0) - (low[b] ?? 0) + place));
      }
    }
  }
}

/** A line's first word names who writes. */
function isName({ tokens }: SkeletonRow, i: number): boolean {
  const token = tokens[i];
  return i > 0 && token !== undefined && token.kind !== MARK && token.kind !== VARIABLE && !isMark(tokens[i + 1], '=');
}

function isOpen({ rows, a, b }: Pair): boolean {
  const fixed = (rows[0]?.tokens ?? []).filter(({ kind }, i) => kind === WORD && i !== a && i !== b).length;
  return [a, b].every((at) => {
    const counts = new Map<string, number>();
    for (const { tokens, count } of rows) counts.set(tokens[at]?.text ?? '', (counts.get(tokens[at]?.text ?? '') ?? 0) + count);
    return isWordParameter({ counts, fixed, isFirst: false, elsewhere: 0, factor: PAIR_FACTOR });
  });
}
