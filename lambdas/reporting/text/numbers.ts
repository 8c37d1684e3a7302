import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/time.ts';

/** What stands where there is no figure. */
export const NO_FIGURE = '–';
/** A real minus sign: as wide as a digit, and never taken for an option by the reader's shell. */
const MINUS = '−';

/** Whole number with thousands separated: 12,345. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** Milliseconds: two figures that matter below 10, one decimal below 100, whole above. */
export function milliseconds(value: number | null): string {
  if (value === null) return NO_FIGURE;
  const digits = value < 10 ? 2 : value < 100 ? 1 : 0;
  return `${value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ms`;
}

/** A fraction as a percentage: 0.0123 → 1.23 %, 0.5 → 50.0 %. */
export function percent(value: number | null): string {
  if (value === null) return NO_FIGURE;
  const share = value * 100;
  return `${share.toFixed(Math.abs(share) < 10 && share !== 0 ? 2 : 1)} %`;
}

/** A change for the better or worse, with its sign: +12.5 %. */
export function signedPercent(value: number | null): string {
  if (value === null) return NO_FIGURE;
  return `${value < 0 ? MINUS : '+'}${(Math.abs(value) * 100).toFixed(1)} %`;
}

/** The same for milliseconds: +117 ms. */
export function signedMilliseconds(value: number): string {
  return `${value < 0 ? MINUS : '+'}${milliseconds(Math.abs(value))}`;
}

/** A difference of two shares in points of a percentage: 0.0021 → +0.21 points. */
export function signedPoints(value: number): string {
  return `${value < 0 ? MINUS : '+'}${(Math.abs(value) * 100).toFixed(2)} points`;
}

/** The same for US dollars: +$0.4200. */
export function signedDollars(value: number): string {
  return `${value < 0 ? MINUS : '+'}${dollarsText(Math.abs(value))}`;
}

/** US dollars: cents from one dollar on, else as many digits as it takes to see something, up to a millionth. */
export function dollarsText(value: number | null): string {
  if (value === null) return NO_FIGURE;
  const size = Math.abs(value);
  const digits = size === 0 || size >= 1 ? 2 : size >= 0.01 ? 4 : 6;
  return `${value < 0 ? MINUS : ''}$${size.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');

/** A length of time in its two largest units: 2 h 05 min, 45 s. */
export function span(ms: number): string {
  if (ms >= DAY_MS) return `${Math.floor(ms / DAY_MS)} d ${two((ms % DAY_MS) / HOUR_MS)} h`;
  if (ms >= HOUR_MS) return `${Math.floor(ms / HOUR_MS)} h ${two((ms % HOUR_MS) / MINUTE_MS)} min`;
  if (ms >= MINUTE_MS) return `${Math.floor(ms / MINUTE_MS)} min ${two((ms % MINUTE_MS) / 1000)} s`;
  return ms >= 1000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms)} ms`;
}

/** A point in time, in UTC to the second. */
export function moment(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
