import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../../lambdas/shared/audit/canonical-json.ts';

/** The same value with the keys of every object in another order. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, item]) => [key, shuffled(item)]),
  );
}

describe('canonicalJson', () => {
  it('says what it was given', () => {
    // By way of JSON.stringify, since JSON knows no negative zero: RFC 8785 writes it as 0, too.
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value));
      }),
    );
  });

  it('tells different values apart', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const equal =
          JSON.stringify(shuffled(JSON.parse(canonicalJson(one)))) === JSON.stringify(shuffled(JSON.parse(canonicalJson(other))));
        expect(canonicalJson(one) === canonicalJson(other)).toBe(equal);
      }),
    );
  });

  it('writes the example of RFC 8785, section 3.2.2', () => {
    const value = {
      numbers: JSON.parse('[333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001]'),
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts keys by UTF-16 code units, as section 3.2.3 does', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
    const written = canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])));
    expect(Object.keys(JSON.parse(written) as object)).toEqual(['1', '\r', '\u0080', '\u00f6', '\u20ac', '\u{1f600}', '\ufb33']);
  });

  it('leaves out what is undefined', () => {
    expect(canonicalJson({ a: undefined, b: { c: undefined } })).toBe('{"b":{}}');
  });

  it('writes a lone surrogate as its escape', () => {
    expect(canonicalJson('\ud800')).toBe('"\\ud800"');
  });

  it.each<[string, unknown, RegExp]>([
    ['NaN', { a: [1, { b: NaN }] }, /a\[1\]\.b: found NaN/],
    ['an infinity', { a: -Infinity }, /a: found -Infinity/],
    ['undefined in a list', [1, undefined], /\[1\]: found undefined/],
    ['a function', { a: () => 1 }, /a: found function/],
    ['a bigint', { a: 1n }, /a: found bigint/],
    ['a date', { a: new Date(0) }, /a: found \[object Date\]/],
    ['undefined itself', undefined, /\(root\): found undefined/],
  ])('refuses %s and names the path', (_what, value, message) => {
    expect(() => canonicalJson(value)).toThrow(message);
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });
});
