import { describe, expect, it } from 'vitest';
import { leaveOneCategoryOut } from '../../../bench/detect/evaluate.ts';
import type { LabelledSeries } from '../../../bench/detect/labelled-series.ts';
import { fitThreshold, PROFILES, scoreFile, tally } from '../../../bench/detect/nab-score.ts';

const ROWS = 20;
const sigmoid = (y: number): number => 2 / (1 + Math.exp(5 * y)) - 1;

/** 20 rows one second apart, of which the first three are probation; windows by row. */
const series = (windows: readonly (readonly [number, number])[], name = 'a/x.csv'): LabelledSeries => ({
  name,
  category: name.slice(0, name.indexOf('/')),
  at: Array.from({ length: ROWS }, (_, row) => row * 1000),
  values: Array.from({ length: ROWS }, () => 0),
  windows: windows.map(([first, last]) => [first * 1000, last * 1000] as const),
});
const scores = (alarms: Record<number, number>): number[] => Array.from({ length: ROWS }, (_, row) => alarms[row] ?? 0);
const { standard, reward_low_FN: lowMiss } = PROFILES;

describe('NAB score', () => {
  it('gives 100 for an alarm at the first row of each window and 0 for silence', () => {
    const file = scoreFile(
      series([
        [5, 9],
        [12, 15],
      ]),
      scores({ 5: 1, 12: 1, 14: 1 }),
    );
    expect(tally([file], 1, standard)).toEqual({ raw: 2, hits: 2, misses: 0, falseAlarms: 0, score: 100 });
    expect(tally([file], 2, lowMiss)).toEqual({ raw: -4, hits: 0, misses: 2, falseAlarms: 0, score: 0 });
  });

  it('pays less for a later alarm, and counts only the earliest of a window', () => {
    const file = scoreFile(series([[5, 9]]), scores({ 8: 1, 9: 1 }));
    expect(tally([file], 1, standard).raw).toBeCloseTo(sigmoid(-2 / 5) / sigmoid(-1), 12);
  });

  it('charges a false alarm in full before the first window, and little soon after one', () => {
    const before = scoreFile(series([[10, 14]]), scores({ 4: 1, 10: 1 }));
    expect(tally([before], 1, standard).raw).toBeCloseTo(1 - 0.11, 12);
    const after = scoreFile(series([[10, 14]]), scores({ 10: 1, 15: 1 }));
    expect(tally([after], 1, standard).raw).toBeCloseTo(1 + 0.11 * sigmoid(1 / 4), 12);
  });

  it('does not judge the probation, and has no score without a window', () => {
    const file = scoreFile(series([]), scores({ 0: 9, 1: 9, 2: 9 }));
    expect(tally([file], 1, standard)).toEqual({ raw: 0, hits: 0, misses: 0, falseAlarms: 0, score: null });
  });

  it('refuses scores that do not fit the series', () => {
    expect(() => scoreFile(series([]), [1])).toThrow('a/x.csv: found 1 scores, expected one for each of 20 rows');
    expect(() => scoreFile(series([]), scores({ 7: Number.NaN }))).toThrow('a/x.csv: the score of row 7 is NaN');
    expect(() => scoreFile(series([[30, 40]]), scores({}))).toThrow('holds no row');
  });
});

describe('the threshold', () => {
  it('is the highest of the best', () => {
    const file = scoreFile(series([[10, 14]]), scores({ 4: 1, 11: 2, 10: 2 }));
    expect(fitThreshold([file], standard)).toBe(2);
  });

  it('is none when alarms only cost', () => {
    expect(fitThreshold([scoreFile(series([]), scores({ 4: 1 }))], standard)).toBe(Infinity);
  });

  it('is chosen for a category by the others', () => {
    const a = scoreFile(series([[10, 14]], 'a/x.csv'), scores({ 10: 2, 4: 1 }));
    const b = scoreFile(series([[10, 14]], 'b/x.csv'), scores({ 10: 4, 4: 3 }));
    const crossed = leaveOneCategoryOut([a, b]);
    expect([...crossed.thresholds]).toEqual([
      ['a', 4],
      ['b', 2],
    ]);
    expect(crossed).toMatchObject({ hits: 1, misses: 1, falseAlarms: 1 });
    expect(crossed.score).toBeCloseTo((100 * (-1 + 1 - 0.11 + 2)) / 4, 12);
  });
});
