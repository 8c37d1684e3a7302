/**
 * JSON text that is the same for equal values, after RFC 8785: keys sorted by UTF-16 code units, no white space, numbers
 * and strings as ECMAScript's JSON.stringify writes them (section 3.2.2). Properties that are undefined are left out.
 * One deviation: a lone surrogate becomes its \\u escape instead of an error, because error messages of targets are
 * arbitrary and must not be able to stop the audit.
 *
 * Throws TypeError naming the path for what JSON cannot carry: NaN, infinities, undefined in a list, functions, symbols,
 * bigints, and objects that are neither plain nor a list.
 */
export function canonicalJson(value: unknown): string {
  return write(value, '');
}

function write(value: unknown, path: string): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw unfit(path, String(value), 'a finite number');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item, index) => write(item, `${path}[${index}]`)).join(',')}]`;
  if (typeof value === 'object' && isPlain(value)) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    // The default order of toSorted() on strings is by UTF-16 code units, as the RFC asks.
    const sorted = entries.map(([key]) => key).toSorted();
    const byKey = new Map(entries);
    return `{${sorted.map((key) => `${JSON.stringify(key)}:${write(byKey.get(key), path === '' ? key : `${path}.${key}`)}`).join(',')}}`;
  }
  throw unfit(path, typeof value === 'object' ? Object.prototype.toString.call(value) : typeof value, 'a JSON value');
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function unfit(path: string, found: string, expected: string): TypeError {
  return new TypeError(`${path || '(root)'}: found ${found}; expected ${expected}`);
}
