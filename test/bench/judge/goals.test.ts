import { describe, expect, it } from 'vitest';
import { goals } from '../../../bench/judge/goals.ts';
import { SCENARIOS } from '../../../bench/judge/scenarios.ts';
import { PUBLISHED } from '../../../bench/judge/published.ts';
import { harmBy, summarise } from '../../../bench/judge/summary.ts';

const outcomes = (harm: (number | null)[]) => harm.map((minute) => ({ harm: minute, pass: null, peers: null }));
const find = (list: ReturnType<typeof goals>, what: string) => list.find((goal) => goal.what.startsWith(what));

describe('the summary of a cell', () => {
  it('gives share, median minute and how many were found in time', () => {
    const summary = summarise('half-fails', 60, outcomes([2, 3, null, 2]));
    expect(summary.harm).toEqual({ share: 0.75, minute: 2 });
    expect(summary.pass).toEqual({ share: 0, minute: null });
    expect([harmBy(summary, 1), harmBy(summary, 2), harmBy(summary, 3)]).toEqual([0, 0.5, 0.75]);
  });
});

describe('the goals', () => {
  it('are not met and not missed where nothing was run', () => {
    expect(goals([]).every(({ met, found }) => met === null && found === 'not run')).toBe(true);
  });

  it('take the worst of their cells', () => {
    const found = goals([
      summarise('no-change', 600, outcomes([null, null])),
      summarise('daily', 60, outcomes([5, null])),
      summarise('bursts', 6, outcomes([5, 5])),
      summarise('half-fails', 60, outcomes([2, 4, 4])),
      summarise('latency-1.5', 600, outcomes([9, 11])),
    ]);
    expect(find(found, 'false rollback ≤ 1 %')).toMatchObject({ found: '50.0 % (daily at 1 rps, the worst of 2)', met: false });
    expect(find(found, 'false rollback ≤ 2 %')).toMatchObject({ found: '100.0 %', met: false });
    expect(find(found, 'half fails: ≤ 3 judged minutes at 1 rps')).toMatchObject({ found: 'minute 4', met: false });
    expect(find(found, 'p95 +50 %: ≥ 99 % within 10 minutes')).toMatchObject({ found: '50.0 %', met: false });
  });

  it('have no drift among the independent noise', () => {
    const found = goals([summarise('drift-0.1', 600, outcomes([5])), summarise('noise-0.1', 600, outcomes([null]))]);
    expect(find(found, 'false rollback ≤ 1 % at ≥ 1 rps under up to')?.met).toBe(true);
    expect(find(found, 'the same under a drift')?.met).toBe(false);
  });
});

describe('the scenarios', () => {
  it('have names of their own, and each published figure has its scenario', () => {
    const names = SCENARIOS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect([...PUBLISHED.keys()].filter((name) => !names.includes(name))).toEqual([]);
  });
});
