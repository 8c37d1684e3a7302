import { describe, expect, it } from 'vitest';
import { distanceWords, findingsSummary } from '../../../bin/output/findings-summary.ts';
import type { Findings } from '../../../bin/series/detection.ts';
import type { Episode } from '../../../bin/series/episode-finder.ts';

const START = Date.UTC(2026, 10, 20);
const MINUTE = 60_000;
const episode = (minute: number, more: Partial<Episode> = {}): Episode => {
  const at = START + minute * MINUTE;
  const worst = { at, value: 30, expected: 10, low: 8, high: 12 };
  return { since: at, until: at, points: 1, anomalies: 1, score: 2, ongoing: false, worst, ...more };
};
const said = (value: number, expected: number | null = 10, low: number | null = 8, high: number | null = 12) =>
  distanceWords(episode(0, { worst: { at: START, value, expected, low, high } }));

describe('the distance from normal', () => {
  it('is said in a sentence', () => {
    expect(said(30)).toBe('30 where 10 was expected (8 to 12): +200.0 %, 10 times as far above as is normal.');
    expect(said(5)).toBe('5 where 10 was expected (8 to 12): −50.0 %, 2.5 times as far below as is normal.');
    expect(said(11)).toBe('11 where 10 was expected (8 to 12): within the band; what is not normal is how the last points moved.');
    expect(said(5, 0, -1, 1)).toBe('5 where 0 was expected (−1 to 1): 5.0 times as far above as is normal.');
    expect(said(5, 3, 3, 3)).toContain('above a value that never changed');
    expect(said(1e6)).toContain('over 1,000 times as far above');
    expect(said(5, null, null, null)).toBe('5, when nothing could be expected yet.');
  });
});

describe('the findings', () => {
  const found = (episodes: Episode[], episodeCount = episodes.length): Findings => ({
    facts: { rows: 500, first: START, last: START + 499 * MINUTE, step: { kind: 'none' }, duplicates: 0, outOfOrder: 0, missing: 0 },
    threshold: 1.5,
    judged: 400,
    anomalies: episodes.length,
    episodeCount,
    episodes,
  });

  it('list the episodes, and how long they lasted', () => {
    const text = findingsSummary('a.csv', found([episode(5, { until: START + 9 * MINUTE, points: 4 }), episode(30, { ongoing: true })]));
    expect(text).toContain('anomalies    2 rows in 2 episodes (a score of 1.5 or more)');
    expect(text).toContain(
      'since 2026-11-20 00:05:00 UTC until 2026-11-20 00:09:00 UTC (4 min 00 s, 4 points outside)\n  30 at 2026-11-20 00:05:00 UTC where',
    );
    expect(text).toContain('since 2026-11-20 00:30:00 UTC, still so when the data end\n');
  });

  it('list the strongest in order of time when there are many', () => {
    const many = Array.from({ length: 30 }, (_, index) => episode(index * 10, { score: 2 + ((index * 7) % 30) }));
    const text = findingsSummary('a.csv', found(many, 1234));
    const times = [...text.matchAll(/since 2026-11-20 (\S+)/g)].map(([, time]) => time);
    expect(times).toHaveLength(20);
    expect(times).toEqual(times.toSorted());
    expect(text).toContain('The 20 strongest are shown; 1,214 weaker episodes more');
  });

  it('may be none, or nothing to say', () => {
    expect(findingsSummary('a.csv', found([]))).toContain('none (no score reaches 1.5)');
    expect(findingsSummary('a.csv', { ...found([]), judged: 0 })).toContain('there is not enough data to say what is normal');
    expect(findingsSummary('a\u001B[31m.csv', found([]))).not.toContain('\u001B');
  });
});
