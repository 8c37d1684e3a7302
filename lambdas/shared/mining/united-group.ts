import { addGroup, emptyGroup, patternOf, type SkeletonGroup } from './skeleton-group.ts';
import { type GroupTokens, templateSlots } from './template-slots.ts';
import { textOf, type Token } from './token.ts';

/** A line's canonical tokens as a key; a variable is told from any text. */
export function nameOf(tokens: readonly Token[]): string {
  return textOf(tokens, '\u0002');
}

/** One group of a template's skeletons: the only one itself, if it is the template. */
export function unitedGroup(tokens: readonly Token[], members: readonly GroupTokens[]): SkeletonGroup {
  const [only, second] = members;
  if (only !== undefined && second === undefined && nameOf(only.tokens) === nameOf(tokens)) return only.group;
  const all = emptyGroup(patternOf(tokens), Infinity);
  for (const { group } of members) addGroup(all, { ...group, slots: [] });
  return { ...all, slots: templateSlots(tokens, members) };
}
