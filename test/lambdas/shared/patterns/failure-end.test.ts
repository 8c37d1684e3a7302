import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LookedAt } from '../../../../lambdas/shared/contract/records.ts';
import { failureEnd } from '../../../../lambdas/shared/patterns/failure-end.ts';
import { HOUR_MS, MINUTE_MS } from '../../../../lambdas/shared/time.ts';
import { random } from '../forecast/series.ts';

const MIDNIGHT = Date.UTC(2026, 10, 20);
const at = (hours: number): number => MIDNIGHT + hours * HOUR_MS;
const looked = (from: number, to: number, callsAnHour = 1000): LookedAt => ({
  from: at(from),
  to: at(to),
  calls: (to - from) * callsAnHour,
});
const hoursOf = (counts: Record<number, number>) =>
  Object.entries(counts)
    .map(([hour, count]) => ({ hour: at(Number(hour)), count }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => a.hour - b.hour);
const every = (from: number, to: number, count: number): Record<number, number> =>
  Object.fromEntries(Array.from({ length: to - from }, (_, index) => [from + index, count]));

// Found over a day, rolled out from 24:10 to 26:20, looked at again over the day after.
const BEFORE = looked(0, 24);
const AFTER = looked(24, 48);
const CHANGED = { from: at(24) + 10 * MINUTE_MS, to: at(26) + 20 * MINUTE_MS };

describe('failureEnd', () => {
  it('sees an end, by as many hours of both sides, without those in which it changed', () => {
    const end = failureEnd(hoursOf({ ...every(0, 24, 5), 24: 4, 25: 3, 26: 2 }), BEFORE, AFTER, CHANGED);
    expect(end).toEqual({
      word: 'ended',
      reason: 'It ended: 0 failures in 21000 calls of the 21.0 hours after the change, 105 in 21000 of the 21.0 hours before.',
      figures: { before: 105, after: 0, hours: 21, callsBefore: 21_000, callsAfter: 21_000 },
    });
  });

  it('sees that it goes on, and that a part of it is no end', () => {
    expect(failureEnd(hoursOf(every(0, 48, 5)), BEFORE, AFTER, CHANGED).word).toBe('goes-on');
    expect(failureEnd(hoursOf({ ...every(0, 24, 10), ...every(27, 48, 3) }), BEFORE, AFTER, CHANGED).word).toBe('goes-on');
  });

  it.each([
    ['a straggler is left', { ...every(0, 24, 5), 40: 1 }, 'ended'],
    ['eight before, none after', { 3: 1, 5: 1, 7: 1, 9: 1, 11: 1, 13: 1, 15: 1, 17: 1 }, 'ended'],
    ['seven before, none after', { 3: 1, 5: 1, 7: 1, 9: 1, 11: 1, 13: 1, 15: 1 }, 'unknown'],
    ['two before, two after', { 3: 1, 9: 1, 30: 1, 40: 1 }, 'goes-on'],
    ['one outage of an hour before, none after', { 12: 200 }, 'unknown'],
    ['it was counted in the hours of the change only', { 24: 5, 25: 6, 26: 7 }, 'unknown'],
    ['nothing is on record', {}, 'unknown'],
  ])('where %s, says %s', (_, counts, word) => {
    expect(failureEnd(hoursOf(counts), BEFORE, AFTER, CHANGED).word).toBe(word);
  });

  it('takes no end for one that came of fewer calls, or of none', () => {
    const counts = hoursOf(every(0, 24, 1));
    expect(failureEnd(counts, BEFORE, AFTER, CHANGED).word).toBe('ended');
    expect(failureEnd(counts, BEFORE, looked(24, 48, 50), CHANGED).word).toBe('unknown');
    expect(failureEnd(counts, BEFORE, looked(24, 48, 0), CHANGED)).toEqual({
      word: 'unknown',
      reason: 'It was not called after the change.',
    });
    expect(failureEnd(counts, looked(0, 24, 0), AFTER, CHANGED).reason).toBe('It was not called before the change.');
  });

  it('holds a short while after beside the newest of before, not beside the whole day', () => {
    const counts = hoursOf({ ...every(0, 12, 20), 12: 0 });
    const end = failureEnd(counts, BEFORE, looked(24, 29), CHANGED);
    expect(end).toEqual({ word: 'unknown', reason: 'There is no hour of either side to compare, or none in which it failed.' });
  });

  it('knows windows of less than an hour, as long as no hour holds both sides', () => {
    const minutes = (from: number, to: number): LookedAt => ({ from: at(0) + from * MINUTE_MS, to: at(0) + to * MINUTE_MS, calls: 3000 });
    const changed = { from: at(0) + 31 * MINUTE_MS, to: at(0) + 55 * MINUTE_MS };
    expect(failureEnd(hoursOf({ 0: 40 }), minutes(0, 30), minutes(65, 95), changed)).toMatchObject({
      word: 'ended',
      figures: { hours: 0.5 },
    });
    expect(failureEnd(hoursOf({ 0: 40 }), minutes(0, 30), minutes(55, 59), changed).word).toBe('unknown');
  });

  it('counts an hour once that both windows looked at', () => {
    const end = failureEnd(hoursOf(every(0, 24, 5)), looked(0, 24), looked(12, 48), CHANGED);
    expect(end).toMatchObject({ word: 'ended', figures: { before: 105, callsBefore: 21_000, hours: 21 } });
  });

  it('is seldom wrong, whatever the rate is', () => {
    const poisson = (mean: number, next: () => number): number => {
      let count = 0;
      for (let product = next(); product > Math.exp(-mean); product *= next()) count += 1;
      return count;
    };
    const share = (word: string, ratio: number): number => {
      const next = random(7);
      let said = 0;
      for (let run = 0; run < 400; run += 1) {
        const rate = 0.1 + 2 * next();
        const counts: Record<number, number> = {};
        for (let hour = 0; hour < 48; hour += 1) counts[hour] = poisson(hour < 24 ? rate : ratio * rate, next);
        if (failureEnd(hoursOf(counts), BEFORE, AFTER, CHANGED).word === word) said += 1;
      }
      return said / 400;
    };
    expect(share('ended', 0.5)).toBeLessThan(0.02);
    expect(share('goes-on', 0.1)).toBeLessThan(0.05);
    expect(share('ended', 0)).toBeGreaterThan(0.75);
    expect(share('goes-on', 1)).toBeGreaterThan(0.9);
  });

  it('never says that it ended where more failures came after, whatever the windows are', () => {
    const window = fc.record({ from: fc.integer({ min: 0, max: 60 }), length: fc.integer({ min: 1, max: 40 }) });
    fc.assert(
      fc.property(window, window, fc.array(fc.nat({ max: 20 }), { minLength: 100, maxLength: 100 }), (first, second, counts) => {
        const hours = counts
          .map((count, hour) => ({ hour: at(hour), count: count + (hour > 30 ? 30 : 0) }))
          .filter(({ count }) => count > 0);
        const changed = { from: at(30), to: at(31) };
        const end = failureEnd(
          hours,
          looked(first.from, first.from + first.length),
          looked(second.from, second.from + second.length),
          changed,
        );
        expect(end.word).not.toBe('ended');
      }),
    );
  });
});
