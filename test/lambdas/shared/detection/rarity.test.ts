import { describe, expect, it } from 'vitest';
import { holdRarity, startTail } from '../../../../lambdas/shared/detection/rarity.ts';
import { noise, uniform } from './series.ts';
import { scaleWeightOf, stepOf } from '../../../../lambdas/shared/detection/streaming-quantile.ts';
import { emptyState } from '../../../../lambdas/shared/detection/empty-state.ts';

/** A tail that has learned these values; asks it for one more. */
function learned(values: readonly number[]): (value: number) => number {
  const state = emptyState();
  startTail(state, 0, values[0] as number);
  let n = 1;
  const next = (value: number): number => {
    n += 1;
    return holdRarity(state, 0, value, 0, stepOf(1 / n), scaleWeightOf(1 / n));
  };
  for (const value of values.slice(1)) next(value);
  return next;
}

const gaussian = (length: number, seed: number): number[] => {
  const random = uniform(seed);
  return Array.from({ length }, () => noise(random));
};
const exponential = (length: number, seed: number): number[] => {
  const random = uniform(seed);
  return Array.from({ length }, () => -Math.log(1 - random()));
};

/** Lets a held rarity fade. */
const settle = (next: (value: number) => number): number => {
  let held = 0;
  for (let i = 0; i < 100; i += 1) held = next(0);
  return held;
};

describe('holdRarity', () => {
  it('is about −log10 of how much lies further out', () => {
    const next = learned(exponential(40_000, 1));
    settle(next);
    // One exponential value in 10^4 is above ln 10^4 = 9.2.
    expect(Math.abs(next(Math.log(1e4)) - 4)).toBeLessThan(0.6);
  });

  it('calls a value further out rarer, up to one in 10^12', () => {
    const values = [3, 4, 6, 10, 1e6].map((value) => {
      const next = learned(gaussian(20_000, 2));
      settle(next);
      return next(value);
    });
    expect(values).toEqual(values.toSorted((a, b) => a - b));
    expect(values.at(-1)).toBe(12);
  });

  it('is nothing for an ordinary value', () => {
    expect(settle(learned(gaussian(20_000, 3)))).toBe(0);
  });

  it('holds a rarity, a fifth less each point', () => {
    const next = learned(gaussian(20_000, 4));
    settle(next);
    const rarity = next(8);
    expect(next(0)).toBeCloseTo(rarity * Math.exp(-1 / 5), 5);
  });

  it('says nothing before it has seen five excesses', () => {
    const next = learned([0]);
    expect([next(1), next(2), next(3)]).toEqual([0, 0, 0]);
  });
});
