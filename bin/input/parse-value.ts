import type { Delimiter } from './csv-head.ts';

/** What an error says of a text that is none. */
export const VALUE_EXPECTED = 'expected a number such as 12.5 or 1.25e3, or for a missing one nothing, NaN, null or NA';
/** The same where the text has the form of a decimal comma. */
export const DECIMAL_COMMA =
  'expected a number with a decimal point (a decimal comma is read only in files whose columns are separated by semicolons)';

/** Each digit can be matched in one way only: a long run of them must not be tried in every split. */
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const COMMA_NUMBER = /^[+-]?(?:\d+,\d*|,\d+)(?:e[+-]?\d+)?$/i;
/** Infinities are no measurement either: they are missing points, like those that were not written. */
const MISSING = /^(?:nan|null|none|na|n\/a|[+-]?inf(?:inity)?)?$/i;

/** @returns the number, NaN for a missing point (one too large for a double counts as such), or null for a text that is neither. */
export function parseValue(text: string, delimiter: Delimiter): number | null {
  const trimmed = text.trim();
  if (NUMBER.test(trimmed)) return finite(Number(trimmed));
  if (MISSING.test(trimmed)) return Number.NaN;
  if (delimiter === ';' && COMMA_NUMBER.test(trimmed)) return finite(Number(trimmed.replace(',', '.')));
  return null;
}

const finite = (value: number): number => (Number.isFinite(value) ? value : Number.NaN);

/** What to say of a value that `parseValue` gave null for. */
export function valueExpectation(text: string): string {
  return COMMA_NUMBER.test(text.trim()) ? DECIMAL_COMMA : VALUE_EXPECTED;
}
