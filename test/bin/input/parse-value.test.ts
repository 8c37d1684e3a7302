import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DECIMAL_COMMA, parseValue, VALUE_EXPECTED, valueExpectation } from '../../../bin/input/parse-value.ts';

describe('a value', () => {
  it.each([
    ['12.5', 12.5],
    ['-3', -3],
    ['+.5', 0.5],
    ['5.', 5],
    ['1.25E-3', 0.00125],
    [' 7 ', 7],
  ])('%j is read', (text, value) => {
    expect(parseValue(text, ',')).toBe(value);
  });

  it.each(['', '  ', 'NaN', 'nan', 'null', 'NULL', 'NA', 'N/A', 'None', 'Infinity', '-inf', '1e999'])('%j is a missing point', (text) => {
    expect(parseValue(text, ',')).toBeNaN();
  });

  it.each(['twelve', '12 ms', '0x10', '1e', '--1', '1.2.3', '1,5', '1,234.5', 'undefined'])('%j is none', (text) => {
    expect(parseValue(text, ',')).toBeNull();
    expect(parseValue(text, '\t')).toBeNull();
  });

  it('may have a decimal comma where semicolons separate the columns', () => {
    expect(parseValue('-1,5e3', ';')).toBe(-1500);
    expect(parseValue('1.5', ';')).toBe(1.5);
    expect(parseValue('1.234,5', ';')).toBeNull();
    expect(valueExpectation('1,5')).toBe(DECIMAL_COMMA);
    expect(valueExpectation('x')).toBe(VALUE_EXPECTED);
  });

  it('is any number that is printed', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parseValue(String(value), ',')).toBe(Number(String(value)));
      }),
    );
  });
});
