import type { SkeletonGroup } from './skeleton-group.ts';
import { countValue } from './slot-values.ts';
import { isSoft, type Token } from './token.ts';

/** A skeleton's group with its canonical tokens. */
export interface GroupTokens {
  group: SkeletonGroup;
  tokens: readonly Token[];
}

/** Values with counts for each soft token of a template, from those of its skeletons that have as many tokens; a skeleton's own word counts with all of its lines. */
export function templateSlots(template: readonly Token[], members: readonly GroupTokens[]): Map<string, number>[] {
  const slots = template.filter(isSoft).map(() => new Map<string, number>());
  for (const { group, tokens } of members) {
    if (tokens.length !== template.length) continue;
    let own = -1;
    let at = -1;
    for (const [i, expected] of template.entries()) {
      const token = tokens[i];
      if (token === undefined) continue;
      if (isSoft(token)) own += 1;
      if (!isSoft(expected)) continue;
      at += 1;
      const counts = slots[at];
      if (counts === undefined) continue;
      if (!isSoft(token)) countValue(counts, token.text, group.count);
      else for (const [value, count] of group.slots[own] ?? []) countValue(counts, value, count);
    }
  }
  return slots;
}
