import { areBooleans, isParameter, type SlotValues } from './is-parameter.ts';
import { frameOf, sameRows, type SkeletonRow } from './skeleton-row.ts';
import { FIELD, isSoft, opened, VARIABLE, WORD } from './token.ts';

/** Different first tokens from which on a line's first token is a value: it mostly names who writes. */
const FIRST_TOKENS = 20;

/** Rows of one frame from which on the values of several places are combined at will, and are parameters, however few each place has. */
const COMBINATIONS = 8;

/** Opens the places of values that are parameters by the given test, of rows that differ in values only. */
export function valueSlots(rows: readonly SkeletonRow[], test: (values: SlotValues) => boolean = isParameter): SkeletonRow[] {
  return [...Map.groupBy(rows, ({ tokens }) => frameOf(tokens)).values()].flatMap((members) => {
    const [first] = members;
    // A frame without a word says nothing: any two lines of values would be one template.
    if (first === undefined || members.length === 1 || !first.tokens.some(({ kind }) => kind === WORD)) return members;
    const rows = opening(
      members,
      first.tokens.map((token, i) => isSoft(token) && isOpen(members, i, test)),
    );
    if (test !== isParameter || rows.length < COMBINATIONS) return rows;
    return opening(
      rows,
      first.tokens.map((token, i) => i > 0 && isSoft(token) && !areBooleans([...valuesAt(rows, i).counts.keys()])),
    );
  });
}

function opening(rows: readonly SkeletonRow[], places: readonly boolean[]): SkeletonRow[] {
  return sameRows(rows.map((row) => ({ ...row, tokens: row.tokens.map((token, i) => (places[i] === true ? opened(token) : token)) })));
}

function isOpen(rows: readonly SkeletonRow[], at: number, test: (values: SlotValues) => boolean): boolean {
  const values = valuesAt(rows, at);
  if (at === 0 && !values.hasVariable && values.counts.size < FIRST_TOKENS) return false;
  return test(values);
}

function valuesAt(rows: readonly SkeletonRow[], at: number): SlotValues {
  const counts = new Map<string, number>();
  let hasVariable = false;
  let areFields = true;
  for (const { tokens, count } of rows) {
    const token = tokens[at];
    if (token === undefined) continue;
    hasVariable ||= token.kind === VARIABLE;
    areFields &&= token.kind === FIELD || token.kind === VARIABLE;
    counts.set(token.text, (counts.get(token.text) ?? 0) + count);
  }
  return { counts, hasVariable, areFields };
}
