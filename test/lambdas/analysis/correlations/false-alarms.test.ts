import { describe, expect, it } from 'vitest';
import { type Kind, KINDS, rates } from '../../../../bench/correlate/rates.ts';
import type { Scenario } from '../../../../bench/correlate/world.ts';

const DAY: Scenario = { minutes: 1440, calls: 20, share: 0.01, burst: 1, planted: 'nothing', times: 1 };
const RUNS = 100;
const kinds = Object.keys(KINDS) as Kind[];

describe('correlations', () => {
  it.each([
    ['a day of few failures', { ...DAY, share: 0.0025 }],
    ['a day', DAY],
    ['a day of failures in bursts', { ...DAY, burst: 5 }],
    ['half an hour', { ...DAY, minutes: 28, calls: 28, share: 0.1 }],
  ])('say of a cluster that goes with nothing no more than chance has it: %s', (_, scenario) => {
    const found = rates(scenario, RUNS, 3);
    // At 1 % of 100, six or more come once in 1,900 times (binomial); failures in bursts are corrected for, nearly.
    for (const kind of kinds)
      expect({ kind, share: found[kind] }).toMatchObject({ share: expect.toSatisfy((share: number) => share < 0.06) });
  });

  it.each(kinds)('find what a cluster goes with, and say it of nothing else: %s', (planted) => {
    const found = rates({ ...DAY, planted, times: 4 }, RUNS / 2, 5);
    expect(found[planted]).toBeGreaterThan(0.8);
    for (const kind of kinds) if (kind !== planted) expect(found[kind]).toBeLessThan(0.08);
  });
});
