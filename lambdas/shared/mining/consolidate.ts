import { rareVariants } from './rare-variants.ts';
import { sameRows, type SkeletonRow } from './skeleton-row.ts';
import { valueSlots } from './value-slots.ts';
import { wordPairs } from './word-pairs.ts';
import { wordSlots } from './word-slots.ts';

/** Templates of skeletons, most frequent first. */
export function consolidate(skeletons: readonly SkeletonRow[]): SkeletonRow[] {
  return rareVariants(wordPairs(wordSlots(valueSlots(sameRows(skeletons)))));
}
