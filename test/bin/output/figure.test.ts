import { describe, expect, it } from 'vitest';
import { figure } from '../../../bin/output/figure.ts';

describe('a figure', () => {
  it.each([
    [0, '0'],
    [12.3456, '12.35'],
    [-0.012345, '−0.01235'],
    [-2.5e-7, '−2.500e−7'],
    [123_456.7, '123,457'],
    [9999.9, '10,000'],
    [1e12, '1.000e+12'],
    [2.5e-7, '2.500e−7'],
    [null, '–'],
  ])('of %d is %s', (value, text) => {
    expect(figure(value)).toBe(text);
  });
});
