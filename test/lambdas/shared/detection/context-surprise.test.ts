import { CONTEXT_FIRST, FEATURES } from '../../../../lambdas/shared/detection/layout.ts';
import { describe, expect, it } from 'vitest';
import { contextSurprise } from '../../../../lambdas/shared/detection/context-surprise.ts';
import { emptyState } from '../../../../lambdas/shared/detection/empty-state.ts';
import { learnAverages } from '../../../../lambdas/shared/detection/value-averages.ts';
import { series } from './series.ts';

const DAY = 288;
/** Surprise of the quickest view, by point. */
function surprises(points: ReturnType<typeof series>): number[] {
  const state = emptyState();
  const features = new Float64Array(FEATURES);
  return points.map(({ at, value }, i) => {
    const youth = 1 / (i + 1);
    learnAverages(state.numbers, value, youth);
    contextSurprise(state, at, youth, features);
    return features[CONTEXT_FIRST] as number;
  });
}

describe('contextSurprise', () => {
  const busyByDay = (i: number, random: () => number): number => (i % DAY < DAY / 2 ? 100 : 500) + 10 * random();

  it('is surprised by a level that belongs to another time of day, though not to this one', () => {
    const night = 20 * DAY + DAY / 4;
    const found = surprises(series(21 * DAY, 1, (i, random) => (i >= night && i < night + 6 ? 505 : busyByDay(i, random))));
    const usual = found.slice(19 * DAY, 20 * DAY).toSorted((a, b) => a - b)[DAY / 2] as number;
    expect(found[night + 4] as number).toBeGreaterThan(usual + 4);
  });

  it('is surprised less when it happens again', () => {
    const again = [20, 21, 22, 23].map((day) => day * DAY + DAY / 4);
    const found = surprises(series(24 * DAY, 2, (i, random) => (again.some((at) => i >= at && i < at + 6) ? 505 : busyByDay(i, random))));
    expect(found[(again[3] as number) + 4] as number).toBeLessThan((found[(again[0] as number) + 4] as number) - 1);
  });
});
