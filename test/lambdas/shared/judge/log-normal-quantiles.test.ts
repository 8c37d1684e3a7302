import { describe, expect, it } from 'vitest';
import { quantilesThrough, withDurations } from '../../../../lambdas/shared/judge/log-normal-quantiles.ts';
import { LEVELS } from '../../../../lambdas/shared/judge/policy.ts';
import { probit } from '../../../../lambdas/shared/stats/probit.ts';

const logNormal = (sigma: number) => LEVELS.map((level) => ({ level, durationMs: 100 * Math.exp(sigma * probit(level)) }));
const close = (found: { durationMs: number }[], expected: { durationMs: number }[]) =>
  expect(found.map(({ durationMs }) => durationMs / 100)).toEqual(expected.map(({ durationMs }) => expect.closeTo(durationMs / 100, 9)));

describe('quantiles through known ones', () => {
  it('are those of the log-normal, whichever are known', () => {
    const all = logNormal(0.7);
    close(quantilesThrough(all, LEVELS, 0.1), all);
    close(quantilesThrough([all[0], all[3]] as typeof all, LEVELS, 0.1), all);
    close(quantilesThrough([all[3], all[4]] as typeof all, LEVELS, 0.1), all);
    close(quantilesThrough([all[3]] as typeof all, LEVELS, 0.7), all);
  });

  it('go through what is known where it is no log-normal', () => {
    const known = [
      { level: 0.5, durationMs: 100 },
      { level: 0.95, durationMs: 200 },
      { level: 0.99, durationMs: 2000 },
    ];
    const found = quantilesThrough(known, LEVELS, 0.5).map(({ durationMs }) => durationMs);
    expect([found[0], found[3], found[4]]).toEqual([100, 200, 2000].map((ms) => expect.closeTo(ms, 9)));
    expect(found).toEqual(found.toSorted((a, b) => a - b));
  });

  it('need one that is known', () => {
    expect(() => quantilesThrough([], LEVELS, 0.5)).toThrow(RangeError);
  });
});

describe('a baseline to plan by', () => {
  const minutes = [{ requests: 1, errors: 0, above: [0, 0, 0, 0, 0] }];

  it('keeps its durations', () => {
    const baseline = { quantiles: logNormal(0.3), minutes };
    expect(withDurations(baseline)).toEqual(baseline);
  });

  it('has those of the usual spread where it knows none: p95 over p50 is 2.3', () => {
    const { quantiles } = withDurations({ quantiles: LEVELS.map((level) => ({ level, durationMs: null })), minutes });
    expect(quantiles[0]?.durationMs).toBe(1);
    expect(quantiles[3]?.durationMs).toBeCloseTo(2.276, 3);
  });
});
