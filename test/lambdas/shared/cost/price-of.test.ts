import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dollars } from '../../../../lambdas/shared/cost/price-of.ts';
import { PRICES } from '../../../../lambdas/shared/cost/prices.ts';
import type { Unit } from '../../../../lambdas/shared/cost/prices.ts';

const UNITS = Object.keys(PRICES) as Unit[];

describe('dollars', () => {
  it('prices the one-hour rollout of judge.md: 850 metrics are under one cent', () => {
    expect(dollars({ 'cloudwatch:GetMetricData:metric': 850 }).total).toBeCloseTo(0.0085, 12);
  });

  it('prices a million requests of 100 ms at 512 MB as Lambda does', () => {
    const { total, lines } = dollars({ 'lambda:request': 1e6, 'lambda:gb-second': 50_000, 'lambda:GetFunction': 3 });
    expect(total).toBeCloseTo(0.2 + 0.66667, 9);
    expect(lines.map(({ unit }) => unit)).toEqual(['lambda:gb-second', 'lambda:request', 'lambda:GetFunction']);
    expect(lines.every(({ source }) => source !== '')).toBe(true);
  });

  it('adds up: the bill of two parts is the sum of their bills', () => {
    const usage = fc.dictionary(fc.constantFrom(...UNITS), fc.double({ min: 0, max: 1e9, noNaN: true }));
    fc.assert(
      fc.property(usage, usage, (one, other) => {
        const both = Object.fromEntries(
          [...new Set([...Object.keys(one), ...Object.keys(other)])].map((unit) => [unit, (one[unit] ?? 0) + (other[unit] ?? 0)]),
        );
        const apart = dollars(one).total + dollars(other).total;
        expect(Math.abs(dollars(both).total - apart)).toBeLessThanOrEqual(1e-9 * Math.max(1, apart));
      }),
    );
  });

  it('shows a unit without a price instead of dropping it', () => {
    expect(dollars({ 'lambda:request': 1, 'quantum:qubit': 2, constructor: 1 })).toMatchObject({
      unpriced: ['constructor', 'quantum:qubit'],
    });
  });

  it.each([NaN, -1, Infinity])('refuses the amount %d', (amount) => {
    expect(() => dollars({ 'lambda:request': amount })).toThrow(/lambda:request/);
  });
});

describe('PRICES', () => {
  it.each(UNITS)('%s has a price, an amount and a source', (unit) => {
    const { dollars: price, per, source } = PRICES[unit];
    expect(price).toBeGreaterThanOrEqual(0);
    expect(per).toBeGreaterThan(0);
    expect(source.length).toBeGreaterThan(10);
  });
});
