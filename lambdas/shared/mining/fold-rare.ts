import type { SkeletonRow } from './skeleton-row.ts';
import { type Token, VARIABLE, WORD } from './token.ts';

/** Of the templates that are kept, the share that may be coarse ones. */
const COARSE_SHARE = 4;

/** The most frequent rows, and the others folded by their first word (`Failed <*>`), or all into one where first words are too many too. */
export function foldRare(rows: readonly SkeletonRow[], most: number): SkeletonRow[] {
  const ordered = rows.toSorted((a, b) => b.count - a.count);
  const coarse = new Map<string, SkeletonRow>();
  for (const row of ordered.slice(most)) {
    const first = row.tokens[0];
    const word = first?.kind === WORD && (coarse.has(first.text) || coarse.size < most / COARSE_SHARE) ? first.text : '';
    const there = coarse.get(word);
    if (there === undefined) coarse.set(word, { ...row, tokens: coarseTokens(word), members: [...row.members] });
    else {
      there.count += row.count;
      for (const member of row.members) there.members.push(member);
    }
  }
  return [...ordered.slice(0, most), ...coarse.values()];
}

function coarseTokens(word: string): Token[] {
  const rest = { kind: VARIABLE, text: '', spaced: true, start: 0, end: 0 };
  return word === '' ? [rest] : [{ kind: WORD, text: word, spaced: false, start: 0, end: 0 }, rest];
}
