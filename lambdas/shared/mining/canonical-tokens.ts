import { emptyValues } from './empty-values.ts';
import { joinedVariables } from './joined-variables.ts';
import { platformLines } from './platform-lines.ts';
import { quotedValues } from './quoted-values.ts';
import { repeatedGroups } from './repeated-groups.ts';
import type { Token } from './token.ts';
import { valueNeighbours } from './value-neighbours.ts';
import { wholeValues } from './whole-values.ts';

/** A line's tokens so that lines of one template have the same ones, as far as one line can show: values whole, lists and dates of any length one variable. */
export function canonicalTokens(tokens: readonly Token[]): Token[] {
  return repeatedGroups(wholeValues(joinedVariables(emptyValues(valueNeighbours(quotedValues(platformLines(tokens)))))));
}
