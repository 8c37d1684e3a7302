import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeTicks } from '../../../../lambdas/shared/chart/time-axis.ts';

const FROM = Date.UTC(2026, 10, 20, 22, 50);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const labels = (from: number, to: number) => timeTicks(from, to).map(({ label }) => label);

describe('the axis of time', () => {
  it('is marked at round times, with as much as is needed to tell them apart', () => {
    expect(labels(FROM, FROM + 100)).toContain('22:50:00.010');
    expect(labels(FROM, FROM + 60_000)).toEqual(['22:50:00', '22:50:15', '22:50:30', '22:50:45', '22:51:00']);
    expect(labels(FROM, FROM + 2 * HOUR)).toEqual(['23:00', '23:15', '23:30', '23:45', '2026-11-21', '00:15', '00:30', '00:45']);
    expect(labels(FROM, FROM + 5 * DAY)).toContain('12:00');
    expect(labels(FROM, FROM + 10 * DAY)).toEqual(Array.from({ length: 10 }, (_, index) => `2026-11-${21 + index}`));
    // Mondays.
    expect(labels(FROM, FROM + 40 * DAY)).toEqual(['2026-11-23', '2026-11-30', '2026-12-07', '2026-12-14', '2026-12-21', '2026-12-28']);
    expect(labels(FROM, FROM + 200 * DAY).slice(0, 3)).toEqual(['2026-12', '2027-01', '2027-02']);
    expect(labels(FROM, FROM + 4000 * DAY).slice(0, 2)).toEqual(['2028', '2030']);
  });

  it('marks a single moment to the millisecond', () => {
    expect(labels(FROM + 1, FROM + 1)).toEqual(['22:50:00.001']);
  });

  it('never has more marks than there is room for, all within it and in order', () => {
    const at = fc.integer({ min: Date.UTC(1000, 0, 1), max: Date.UTC(9999, 0, 1) });
    fc.assert(
      fc.property(at, fc.integer({ min: 10, max: 2.8e14 }), (from, length) => {
        const ticks = timeTicks(from, from + length);
        expect(ticks.length).toBeLessThanOrEqual(12);
        expect(ticks.every((tick) => tick.at >= from && tick.at <= from + length)).toBe(true);
        expect(ticks.map((tick) => tick.at)).toEqual(ticks.map((tick) => tick.at).toSorted((a, b) => a - b));
      }),
    );
  });
});
