import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minuteTicks } from '../../../../lambdas/shared/chart/minute-axis.ts';

const labels = (minutes: number) => minuteTicks(minutes).map(({ label }) => label);

describe('the axis of minutes', () => {
  it('is marked at round numbers', () => {
    expect(labels(1)).toEqual(['1']);
    expect(labels(12)).toHaveLength(12);
    expect(labels(60)).toEqual(['5', '10', '15', '20', '25', '30', '35', '40', '45', '50', '55', '60']);
    expect(labels(1440)).toEqual(['120', '240', '360', '480', '600', '720', '840', '960', '1080', '1200', '1320', '1440']);
  });

  it('has one to thirteen marks, all within it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (minutes) => {
        const ticks = minuteTicks(minutes);
        expect(ticks.length).toBeGreaterThanOrEqual(1);
        expect(ticks.length).toBeLessThanOrEqual(13);
        expect(ticks.at(-1)?.at).toBeLessThanOrEqual(minutes);
      }),
    );
  });
});
