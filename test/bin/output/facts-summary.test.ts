import { describe, expect, it } from 'vitest';
import { factsSummary } from '../../../bin/output/facts-summary.ts';
import type { SeriesFacts } from '../../../bin/series/point-order.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 20);
const step = (ms: number, share: number, jitter = 0) => ({ ms, min: ms - jitter, max: ms + jitter, share });
const FACTS: SeriesFacts = {
  rows: 1200,
  first: START,
  last: START + 50 * HOUR,
  step: { kind: 'regular', steps: [step(HOUR, 1)], gaps: { count: 0, missingPoints: 0, longest: null } },
  duplicates: 0,
  outOfOrder: 0,
  missing: 0,
};
const words = (facts: Partial<SeriesFacts>) =>
  factsSummary({ ...FACTS, ...facts })
    .join('\n')
    .replaceAll(/\s+/g, ' ');

describe('what stands in a file', () => {
  it('is told with its times, its step and that nothing is wrong', () => {
    expect(words({})).toBe(
      'rows 1,200 time 2026-11-20 00:00:00 UTC to 2026-11-22 02:00:00 UTC (2 d 02 h) step 1 h 00 min gaps none ' +
        'order every point is younger than the one before',
    );
  });

  it('tells what is missing, doubled and out of order', () => {
    expect(words({ missing: 3 })).toContain('rows 1,200, 3 of them without a value');
    expect(words({ duplicates: 1 })).toContain('order 1 duplicate: compared');
    expect(words({ duplicates: 2, outOfOrder: 1 })).toContain('order 2 duplicates and 1 row out of order: compared');
    expect(words({ outOfOrder: 1100 })).toContain('sort the file by time, the oldest row first');
  });

  it('tells gaps, jitter, several steps and none', () => {
    const longest = { from: START, to: START + 5 * HOUR };
    expect(
      words({ step: { kind: 'regular', steps: [step(HOUR, 0.98, 60_000)], gaps: { count: 2, missingPoints: 5, longest } } }),
    ).toContain(
      'step about 1 h 00 min (59 min 00 s to 1 h 01 min), in 98.0 % of the distances gaps 2, 5 points missing; the longest is 5 h 00 min, from 2026-11-20 00:00:00 UTC',
    );
    expect(
      words({ step: { kind: 'mixed', steps: [step(60_000, 0.7), step(HOUR, 0.3)], gaps: { count: 0, missingPoints: 0, longest: null } } }),
    ).toContain('step mixed: 1 min 00 s (70.0 %), 1 h 00 min (30.0 %) gaps none');
    expect(words({ step: { kind: 'irregular', medianMs: 90_000 } })).toContain('half of them are up to 1 min 30 s gaps not told');
    expect(words({ rows: 0, first: null, last: null, step: { kind: 'none' } })).toContain('rows 0 time – step none');
  });
});
