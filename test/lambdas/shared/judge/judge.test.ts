import { describe, expect, it } from 'vitest';
import { Verdict } from '../../../../lambdas/shared/contract/records.ts';
import type { JudgeBaseline, Observation } from '../../../../lambdas/shared/contract/records.ts';
import { judge } from '../../../../lambdas/shared/judge/judge.ts';
import { judgePolicy } from '../../../../lambdas/shared/judge/policy.ts';
import { PROFILE_SETTINGS } from '../../../../lambdas/shared/contract/settings.ts';
import { wealthVectors } from './vectors.ts';

const policy = judgePolicy(PROFILE_SETTINGS.basic);
const SHARES = [0.5, 0.25, 0.1, 0.05, 0.01];
const arm = (requests: number, errors = 0, above = SHARES.map((p) => Math.round(p * requests))) => ({ requests, errors, above });
const baseline: JudgeBaseline = {
  quantiles: [0.5, 0.75, 0.9, 0.95, 0.99].map((level, index) => ({ level, durationMs: 100 * 1.3 ** index })),
  minutes: Array.from({ length: 60 }, () => arm(150)),
};
const minutes = (count: number, canary: Observation['canary'], stable: Observation['stable'], weight = 0.1, first = 0): Observation[] =>
  Array.from({ length: count }, (_, index) => ({ minute: (first + index) * 60_000, weight, canary, stable }));

describe('judge', () => {
  it('ends an outage in the second minute, in words a person understands at night', () => {
    const verdict = judge(baseline, minutes(5, arm(15, 15), arm(135)), policy, false);
    expect(verdict).toMatchObject({ word: 'harm', metric: 'errors', minutes: 2 });
    expect(verdict.reason).toMatch(
      /^in minute 2: 30 of 30 requests of the canary failed, 0 of 270 of the stable version \(wealth \d\S*, 20 needed\)$/,
    );
  });

  it('does not convict in one minute of one family, however bad', () => {
    expect(judge(baseline, minutes(1, arm(15, 15), arm(135)), policy, false).word).toBe('undecided');
    expect(
      judge(
        baseline,
        minutes(
          1,
          arm(
            10_000,
            10_000,
            SHARES.map(() => 10_000),
          ),
          arm(90_000),
        ),
        policy,
        false,
      ).word,
    ).toBe('undecided');
  });

  it('names quantile and durations of a slow canary', () => {
    const slow = arm(60, 0, [60, 60, 60, 40, 20]);
    const verdict = judge(baseline, minutes(20, slow, arm(540)), policy, false);
    expect(verdict).toMatchObject({ word: 'harm', metric: 'latency' });
    expect(verdict.reason).toMatch(
      /requests of the canary took longer than \d+ ms \(p\d+ before plus 10 %\), \d+ of \d+ of the stable version longer than \d+ ms/,
    );
  });

  it('names the missing share of a canary that loses requests', () => {
    const verdict = judge(baseline, minutes(40, arm(20), arm(540)), policy, false);
    expect(verdict).toMatchObject({ word: 'harm', metric: 'throughput' });
    expect(verdict.reason).toMatch(/the canary served \d+ of \d+ requests, \d+ were due by its weight/);
  });

  it('keeps a conviction, whatever comes after', () => {
    const bad = minutes(3, arm(15, 15), arm(135));
    const good = minutes(40, arm(15), arm(135), 0.1, 3);
    expect(judge(baseline, [...bad, ...good], policy, true)).toMatchObject({ word: 'harm', minutes: 2 });
  });

  it('passes a clearly faster canary, and overrides the pass when harm shows later', () => {
    const fast = minutes(30, arm(75, 0, [0, 0, 0, 0, 0]), arm(75), 0.5);
    const passed = judge(baseline, fast, policy, false);
    expect(passed.word).toBe('pass');
    expect(passed.reason).toMatch(/^since minute \d+ of 30 it is proven that p95, errors and throughput are within 10 %/);
    const late = minutes(20, arm(75, 60), arm(75), 0.5, 30);
    expect(judge(baseline, [...fast, ...late], policy, false)).toMatchObject({ word: 'harm', metric: 'errors' });
  });

  it('is undecided before the end and inconclusive at it, with what could have been found', () => {
    const same = minutes(30, arm(15), arm(135));
    expect(judge(baseline, same, policy, false)).toMatchObject({ word: 'undecided', minutes: 30 });
    const verdict = judge(baseline, same, policy, true);
    expect(verdict.word).toBe('inconclusive');
    expect(verdict.reason).toMatch(
      /neither harm nor its absence is proven .* a slowdown by × \d\.\d\d and an error rate of \d+\.\d\d % is found with about 80 % power/,
    );
    expect(verdict).toMatchObject({ detectable: { latencyRatio: expect.any(Number), errorRate: expect.any(Number) } });
  });

  it.each([
    ['no minutes', []],
    ['a canary that was never asked', minutes(30, arm(0), arm(150))],
    ['a stable version that was never asked', minutes(30, arm(150), arm(0))],
    ['no traffic', minutes(30, arm(0), arm(0))],
  ])('has no data with %s, and neither convicts nor passes', (_, observations) => {
    expect(judge(baseline, observations, policy, false).word).toBe('undecided');
    expect(judge(baseline, observations, policy, true)).toMatchObject({ word: 'no-data', minutes: observations.length });
  });

  it('fails a failing canary beside a stable version that never failed', () => {
    const verdict = judge(baseline, minutes(20, arm(15, 3), arm(135)), policy, false);
    expect(verdict).toMatchObject({ word: 'harm', metric: 'errors' });
  });

  it('gives verdicts that fit the contract, with finite numbers', () => {
    const huge = minutes(
      60,
      arm(
        5_000,
        5_000,
        SHARES.map(() => 5_000),
      ),
      arm(5_000),
      0.5,
    );
    for (const { baseline: base, observations, policy: held } of [...wealthVectors, { baseline, observations: huge, policy }]) {
      const verdict = judge(base, observations, held, true);
      expect(Verdict.parse(JSON.parse(JSON.stringify(verdict)))).toEqual(verdict);
    }
  });

  it('takes margin and horizon from the tenant', () => {
    expect(judgePolicy(PROFILE_SETTINGS.basic)).toMatchObject({ margin: 0.1, horizonMinutes: 60, harmAlpha: 0.05 });
    expect(judgePolicy(PROFILE_SETTINGS.aggressive)).toMatchObject({ margin: 0.15, horizonMinutes: 30 });
  });
});
