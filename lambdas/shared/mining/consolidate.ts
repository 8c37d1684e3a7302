import { rareVariants } from './rare-variants.ts';
import { sameRows, type SkeletonRow } from './skeleton-row.ts';
import type { Token } from './token.ts';
import { valueSlots } from './value-slots.ts';
import { wordPairs } from './word-pairs.ts';
import { wordSlots } from './word-slots.ts';

/** One skeleton: its canonical tokens, and how many lines it has. */
export interface Skeleton {
  tokens: Token[];
  count: number;
}

/** Templates of skeletons, most frequent first, each with the numbers of its skeletons. */
export function consolidate(skeletons: readonly Skeleton[]): SkeletonRow[] {
  const rows = sameRows(skeletons.map(({ tokens, count }, i) => ({ tokens, count, members: [i] })));
  return rareVariants(wordPairs(wordSlots(valueSlots(rows))));
}
