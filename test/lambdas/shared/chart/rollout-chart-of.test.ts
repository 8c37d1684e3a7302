import { describe, expect, it } from 'vitest';
import { chartOfJudged, rolloutChartOf } from '../../../../lambdas/shared/chart/rollout-chart-of.ts';
import { renderRolloutChart } from '../../../../lambdas/shared/chart/rollout-chart.ts';
import type { Rollout } from '../../../../lambdas/shared/contract/records.ts';
import { judge } from '../../../../lambdas/shared/judge/judge.ts';
import { wealthByMinute } from '../../../../lambdas/shared/judge/wealth-by-minute.ts';
import { wealthVectors } from '../judge/vectors.ts';

const vector = (passes: boolean) => {
  const found = wealthVectors.find(({ expected }) => expected.passed.includes(true) === passes);
  if (found === undefined) throw new Error('no such vector');
  return found;
};

/** The parts of a record that the picture is made of. */
function record(passes: boolean): Rollout {
  const { baseline, observations, policy } = vector(passes);
  const verdict = judge(baseline, observations, policy, true);
  return { baseline, observations, plan: { ...policy, steps: [{ weight: 0.1, minutes: 60 }] }, verdict } as unknown as Rollout;
}

describe("a rollout's picture", () => {
  it('is made from its record: the counts of the p95 and the wealth computed anew', () => {
    const rollout = record(false);
    const chart = rolloutChartOf(rollout, 'orders');
    const { baseline, observations, policy } = vector(false);
    expect(chart?.wealth).toEqual(wealthByMinute(baseline, observations, policy));
    expect(chart).toMatchObject({ title: 'orders', from: observations[0]?.minute, bars: { harm: 20, pass: 20, both: 100 } });
    for (const [index, { weight, stable, canary }] of observations.entries()) {
      expect(chart?.minutes[index]).toEqual({
        weight,
        stable: { n: stable.requests, e: stable.errors, slow: stable.above[3], p95: null },
        canary: { n: canary.requests, e: canary.errors, slow: canary.above[3], p95: null },
      });
    }
  });

  it('marks a pass where it was proven, not where it was told again', () => {
    const { observations, expected } = vector(true);
    expect(rolloutChartOf(record(true), '')?.verdict).toEqual({ word: 'pass', minute: expected.passed.indexOf(true) + 1 });
    expect(expected.passed.indexOf(true) + 1).toBeLessThan(observations.length);
  });

  it('marks any other verdict in the minute that it is of', () => {
    const judged = { ...vector(false), title: '', from: null, p95: null };
    expect(chartOfJudged({ ...judged, verdict: { word: 'harm', minutes: 7 } }).verdict).toEqual({ word: 'harm', minute: 7 });
    expect(chartOfJudged({ ...judged, verdict: { word: 'no-data', minutes: 0 } }).verdict).toEqual({ word: 'no-data', minute: null });
    expect(chartOfJudged({ ...judged, verdict: null }).verdict).toBeNull();
  });

  it('keeps the evidence of harm to both versions, which is drawn where it convicted', () => {
    const { baseline, observations, policy } = vector(false);
    const judged = { title: '', from: null, baseline, observations, policy, p95: null, verdict: null };
    expect(renderRolloutChart(chartOfJudged(judged))).not.toContain('of harm to both');
    const failing = observations.map((each) => ({ ...each, stable: { ...each.stable, errors: each.stable.requests } }));
    const chart = chartOfJudged({ ...judged, observations: failing });
    expect(chart.wealth.at(-1)?.guard.harmed).toBe(true);
    expect(renderRolloutChart(chart)).toContain('of harm to both');
  });

  it('is none before the first minute was judged', () => {
    expect(rolloutChartOf({ ...record(false), observations: [] }, '')).toBeNull();
    expect(rolloutChartOf({ ...record(false), baseline: null }, '')).toBeNull();
  });
});
