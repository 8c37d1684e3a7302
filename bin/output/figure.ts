import { NO_FIGURE } from '../../lambdas/reporting/text/numbers.ts';

/** Digits of a value that matter to a reader. */
const DIGITS = 4;

/** A value of an unknown unit: four digits that matter, thousands separated, very large and small ones by powers of ten. */
export function figure(value: number | null): string {
  if (value === null) return NO_FIGURE;
  const size = Math.abs(value);
  const text =
    size !== 0 && (size >= 1e9 || size < 1e-3)
      ? value.toExponential(DIGITS - 1)
      : value.toLocaleString('en-US', size >= 10 ** DIGITS ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: DIGITS });
  return text.replaceAll('-', '−');
}
