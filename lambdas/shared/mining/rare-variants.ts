import type { SkeletonRow } from './skeleton-row.ts';
import { MARK, type Token, VARIABLE, WORD } from './token.ts';

/** Lines of a template for each line of a variant of it. */
const LINES_A_VARIANT = 10;
/** Fixed words that a template needs to take variants in. */
const FIXED = 2;
/** Templates of one first word that are tried, the most frequent first: bounds the work, which is their product with the rare ones. */
const TRIED = 64;

/**
 * Gives rare rows to a much more frequent one whose pattern fits them, where a variable is any text without a space: `synchronized to LOCAL(0)` to
 * `synchronized to <*>`.
 */
export function rareVariants(rows: readonly SkeletonRow[]): SkeletonRow[] {
  const kept: SkeletonRow[] = [];
  const byFirst = new Map<string, SkeletonRow[]>();
  for (const row of rows.toSorted((a, b) => b.count - a.count)) {
    const first = row.tokens.find(({ kind }) => kind === WORD)?.text ?? '';
    const same = byFirst.get(first) ?? [];
    const host = same.find((each) => each.count >= LINES_A_VARIANT * row.count && fits(each.tokens, row.tokens));
    if (host !== undefined) {
      host.count += row.count;
      for (const member of row.members) host.members.push(member);
      continue;
    }
    const own = { ...row, members: [...row.members] };
    kept.push(own);
    if (same.length < TRIED && row.tokens.filter(({ kind }) => kind === WORD).length >= FIXED) byFirst.set(first, [...same, own]);
  }
  return kept;
}

/** Whether a pattern's fixed tokens stand in a row, and its variables over texts without a space. */
function fits(pattern: readonly Token[], tokens: readonly Token[]): boolean {
  let k = 0;
  for (const [i, expected] of pattern.entries()) {
    const token = tokens[k];
    if (token === undefined || token.spaced !== expected.spaced) return false;
    k += 1;
    if (expected.kind !== VARIABLE) {
      if (token.kind === VARIABLE || token.text !== expected.text) return false;
      continue;
    }
    if (token.kind === MARK) return false;
    k = endOfText(tokens, k, pattern[i + 1]);
  }
  return k === tokens.length;
}

/** Where a text without spaces that goes on at `from` ends: at a space, or where the pattern's next token stands. */
function endOfText(tokens: readonly Token[], from: number, next: Token | undefined): number {
  const end = tokens.findIndex((token, k) => k >= from && (token.spaced || (next?.spaced === false && token.text === next.text)));
  return end < 0 ? tokens.length : end;
}
