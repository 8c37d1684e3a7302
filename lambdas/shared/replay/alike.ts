/**
 * Two moments that are no further apart than this are the same moment, seen in two runs: the clock of a replay moves in steps of a second
 * (inside/world.ts), and the recorded run had a clock that moved with each millisecond.
 */
const MOMENT_MS = 2000;

/** Epoch ms between 2001 and 2128, and seconds of the same span. */
const isMs = (value: number): boolean => value >= 1e12 && value < 5e12;
const isSeconds = (value: number): boolean => value >= 1e9 && value < 5e9;

/** The moment that a value names, with how it is written; null: it names none. */
function momentOf(value: unknown): { ms: number; form: string } | null {
  if (typeof value === 'number') return isMs(value) ? { ms: value, form: 'ms' } : isSeconds(value) ? { ms: value * 1000, form: 's' } : null;
  if (typeof value !== 'string') return null;
  if (/^\d{10}(?:\.\d+)?$|^\d{13}$/.test(value)) {
    const moment = momentOf(Number(value));
    return moment === null ? null : { ms: moment.ms, form: `text ${moment.form}` };
  }
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(value)) return null;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? null : { ms, form: 'iso' };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * First place where two values of JSON differ, as a path (`lines[0].cents`; '' is the whole); null: they are the same. With `moments`, two
 * times that are close count as one.
 */
export function differencePath(a: unknown, b: unknown, moments = false, at = ''): string | null {
  if (Object.is(a, b)) return null;
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return `${at}.length`.replace(/^\./, '');
    for (const [index, item] of a.entries()) {
      const found = differencePath(item, b[index], moments, `${at}[${index}]`);
      if (found !== null) return found;
    }
    return null;
  }
  if (isObject(a) && isObject(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const path = at === '' ? key : `${at}.${key}`;
      if (Object.hasOwn(a, key) !== Object.hasOwn(b, key)) return path;
      const found = differencePath(a[key], b[key], moments, path);
      if (found !== null) return found;
    }
    return null;
  }
  // JSON has one zero.
  if (a === 0 && b === 0) return null;
  const [first, second] = moments ? [momentOf(a), momentOf(b)] : [null, null];
  const close = first !== null && second !== null && first.form === second.form && Math.abs(first.ms - second.ms) <= MOMENT_MS;
  return close ? null : at;
}
