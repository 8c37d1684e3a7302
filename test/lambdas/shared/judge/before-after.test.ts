import { describe, expect, it } from 'vitest';
import { PROFILE_SETTINGS } from '../../../../lambdas/shared/contract/settings.ts';
import { Verdict } from '../../../../lambdas/shared/contract/records.ts';
import { judgeAlone } from '../../../../lambdas/shared/judge/judge-alone.ts';
import { judge } from '../../../../lambdas/shared/judge/judge.ts';
import { judgePolicy } from '../../../../lambdas/shared/judge/policy.ts';
import { usualShare, withOdds } from '../../../../lambdas/shared/judge/usual-share.ts';
import { arm, before, both, lone } from './samples.ts';

const policy = judgePolicy(PROFILE_SETTINGS.basic);

describe('the guard for harm to both versions', () => {
  it('convicts when the stable version gets slower beside a canary that is no worse', () => {
    const slow = both(20, arm(60, { slower: 4 }), arm(540, { slower: 4 }));
    const verdict = judge(before(60), slow, policy, false);
    expect(verdict).toMatchObject({ word: 'harm', scope: 'both', metric: 'latency' });
    expect(verdict.reason).toMatch(
      /the stable version is worse than before the rollout too, \d+ of \d+ requests of the last 10 minutes were slower than/,
    );
    expect(Verdict.parse(verdict)).toEqual(verdict);
  });

  it('convicts when both fail', () => {
    const failing = both(20, arm(60, { errors: 6 }), arm(540, { errors: 54 }));
    expect(judge(before(60), failing, policy, false)).toMatchObject({ word: 'harm', scope: 'both', metric: 'errors' });
  });

  it('lets a burst of a dependency pass by, that is over before ten minutes', () => {
    const calm = both(60, arm(60), arm(540));
    const burst = calm.map((each, index) =>
      index >= 20 && index < 26 ? { ...each, canary: arm(60, { errors: 20 }), stable: arm(540, { errors: 180 }) } : each,
    );
    expect(judge(before(60), burst, policy, true).word).not.toBe('harm');
  });

  it('says nothing when the time before is too short to compare with', () => {
    const slow = both(30, arm(60, { slower: 4 }), arm(540, { slower: 4 }));
    expect(judge(before(9), slow, policy, false).word).not.toBe('harm');
  });
});

describe('a version that serves alone', () => {
  const over = (minutes: Parameters<typeof judgeAlone>[1], baseline = before(60)) => judgeAlone(baseline, minutes, policy, true);

  it('passes when it does what the one before it did', () => {
    expect(over(lone(30, arm(600)))).toMatchObject({ word: 'pass', minutes: 30 });
  });

  it('is convicted of an outage in the fourth minute, and of a slowdown', () => {
    expect(over(lone(5, arm(600, { errors: 600 })))).toMatchObject({ word: 'harm', scope: 'after', metric: 'errors', minutes: 4 });
    expect(over(lone(30, arm(600, { slower: 4 })))).toMatchObject({ word: 'harm', scope: 'after', metric: 'latency' });
  });

  it('needs more of a difference where the time before varied more', () => {
    const baseline = before(60);
    const restless = {
      ...baseline,
      minutes: baseline.minutes.map((_, index) => arm(600, { slower: Math.floor(index / 6) % 2 === 0 ? 0.4 : 1.6 })),
    };
    const slower = lone(15, arm(600, { slower: 2.4 }));
    expect(over(slower).word).toBe('harm');
    expect(over(slower, restless).word).not.toBe('harm');
  });

  it('has no data without traffic, and is inconclusive with little', () => {
    expect(over(lone(15, arm(0)))).toMatchObject({ word: 'no-data' });
    expect(over([])).toMatchObject({ word: 'no-data' });
    expect(judgeAlone(before(60), lone(3, arm(0)), policy, false).word).toBe('undecided');
    const little = over(lone(15, arm(2)));
    expect(little).toMatchObject({ word: 'inconclusive' });
    expect(Verdict.parse(little)).toEqual(little);
    expect(over(lone(15, arm(600)), before(5)).reason).toMatch(/the time before is too short to compare with$/);
  });
});

describe('usualShare', () => {
  const minutes = (counts: readonly number[], requests = 1000) => counts.map((errors) => ({ requests, errors, above: [] as number[] }));
  const errors = ({ errors: count }: { errors: number }) => count;

  it('is the mean, with room above it that shrinks with what was seen', () => {
    const few = usualShare(minutes(Array.from({ length: 12 }, () => 100)), errors);
    const many = usualShare(minutes(Array.from({ length: 60 }, () => 100)), errors);
    expect(few?.mean).toBeCloseTo(0.1, 3);
    expect(few?.atMost).toBeGreaterThan(many?.atMost as number);
    expect(many?.atMost).toBeGreaterThan(0.1);
  });

  it('takes a slow swing for more drift than a quick one of the same size', () => {
    const quick = usualShare(minutes(Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? 60 : 140))), errors);
    const slow = usualShare(minutes(Array.from({ length: 60 }, (_, index) => (Math.floor(index / 10) % 2 === 0 ? 60 : 140))), errors);
    expect(slow?.drift).toBeGreaterThan(3 * (quick?.drift as number));
  });

  it('is unknown before ten minutes with traffic', () => {
    const nine = minutes(Array.from({ length: 9 }, () => 1));
    expect(usualShare([...nine, ...minutes([0, 0, 0], 0)], errors)).toBeNull();
    expect(usualShare([...nine, ...minutes([0])], errors)).not.toBeNull();
  });

  it('knows odds', () => expect(withOdds(0.05, 2)).toBeCloseTo(0.1 / 1.05, 12));
});
