import { isSoft, type Token, VARIABLE } from './token.ts';

/** Skeletons of one token sequence: what the consolidation makes templates of. */
export interface SkeletonRow {
  tokens: Token[];
  /** Lines. */
  count: number;
  /** Numbers of the skeletons in it. */
  members: number[];
}

/** Stands between tokens in a key, and for a variable: both can't be in a token, since the scanner takes them for spaces. */
const BETWEEN = '\u0001';
const ANYTHING = '\u0002';

/** Rows of the same tokens as one, in the order of their first. */
export function sameRows(rows: readonly SkeletonRow[]): SkeletonRow[] {
  const byTokens = new Map<string, SkeletonRow>();
  for (const row of rows) {
    const key = row.tokens.map((token) => (token.kind === VARIABLE ? ANYTHING : token.text)).join(BETWEEN);
    const there = byTokens.get(key);
    if (there === undefined) byTokens.set(key, { ...row, members: [...row.members] });
    else {
      there.count += row.count;
      for (const member of row.members) there.members.push(member);
    }
  }
  return [...byTokens.values()];
}

/** What rows have in common that differ in their values only. */
export function frameOf(tokens: readonly Token[]): string {
  return tokens.map((token) => (isSoft(token) ? ANYTHING : token.text)).join(BETWEEN);
}
