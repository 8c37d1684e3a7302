import { describe, expect, it } from 'vitest';
import { parseRollout } from '../../../bin/input/parse-rollout.ts';
import type { RolloutFigures } from '../../../bin/input/rollout-schema.ts';
import { notesOn } from '../../../bin/output/judged-notes.ts';
import type { Judgement } from '../../../lambdas/shared/judge/judge.ts';
import { rolloutFile, served } from '../rollout-files.ts';

const UNDECIDED: Judgement = { word: 'undecided', reason: '', wealth: 1, minutes: 3 };
const INCONCLUSIVE: Judgement = { ...UNDECIDED, word: 'inconclusive', evidence: [], detectable: { latencyRatio: 2, errorRate: null } };
const notes = (change: Partial<RolloutFigures> = {}, judgement: Judgement = UNDECIDED) =>
  notesOn(parseRollout(JSON.stringify(rolloutFile(3, change)), 'a.json'), judgement);
const baseline = (minutes: number, n: number, over?: number[]) => ({
  baseline: { minutes: Array.from({ length: minutes }, () => served(n, 0, over)) },
});

describe("notes on a rollout's figures", () => {
  it('are none where there is nothing to say', () => {
    expect(notes()).toEqual([]);
    // A distribution of few values: fewer requests than should are above each quantile, but not far fewer.
    expect(notes(baseline(60, 300, [100, 60, 20, 10, 2]))).toEqual([]);
  });

  it('name the minutes that are left out, the first of many', () => {
    const minutes = [1, 20].map((minute) => ({ minute, weight: 0.1, stable: served(9), canary: served(1) }));
    expect(notes({ minutes })).toEqual([expect.stringContaining('leaves out 18 minutes (2, 3, 4, 5, 6 and 13 more): idle ones')]);
  });

  it.each([
    [5, 300, 'The baseline has 5 minutes with 1,500 requests; a rollout of Kaizen wants at least 10 with 100'],
    [60, 1, 'The baseline has 60 minutes with 60 requests;'],
  ])('tell of a thin baseline: %d minutes of %d', (minutes, n, note) => {
    expect(notes(baseline(minutes, n))[0]).toContain(note);
  });

  it('ask back where the counts can not be those above the quantiles: thresholds of zero, or infinite ones', () => {
    expect(notes(baseline(60, 300, [300, 300, 300, 300, 300]))).toHaveLength(5);
    expect(notes(baseline(60, 300, [0, 0, 0, 0, 0]))).toHaveLength(5);
    expect(notes(baseline(60, 300, [150, 75, 75, 15, 3]))).toEqual([]);
    expect(notes(baseline(60, 300, [150, 75, 75, 75, 3]))).toEqual([
      "Of the baseline's 18,000 requests, 25.0 % are above its p95, where 5.00 % are expected: are these the counts above the stable quantiles?",
    ]);
  });

  it('say what is assumed of the durations, where it matters', () => {
    expect(notes({}, INCONCLUSIVE)).toEqual([expect.stringContaining('a log-normal with sigma 0.5 is assumed')]);
    const thresholds = [100, 140, 190, 230, 320];
    expect(notes({ baseline: { ...rolloutFile(3).baseline, thresholds } }, INCONCLUSIVE)).toEqual([]);
  });
});
