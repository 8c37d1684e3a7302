import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newestEpisode } from '../../../../../lambdas/shared/detection/rules/episode.ts';
import { MINUTE_MS } from '../../../../../lambdas/shared/time.ts';

/** One character a minute: `x` out, `.` in order, a space: no data. */
const points = (text: string) => [...text].flatMap((sign, index) => (sign === ' ' ? [] : [{ at: index * MINUTE_MS, out: sign === 'x' }]));
const episode = (text: string, k: number, of: number) => {
  const found = newestEpisode(points(text), ({ out }) => out, { k, of });
  return found === null ? null : [found.since / MINUTE_MS, found.lastSeen / MINUTE_MS, found.out.length];
};

describe('newestEpisode', () => {
  it('needs k of n points in a row', () => {
    expect(episode('..x.x', 3, 5)).toBeNull();
    expect(episode('x.x.x', 3, 5)).toEqual([0, 4, 3]);
    expect(episode('xx', 2, 3)).toEqual([0, 1, 2]);
    expect(episode('x', 2, 3)).toBeNull();
    expect(episode('', 1, 1)).toBeNull();
  });

  it('counts points, not minutes: a gap without data breaks no row', () => {
    expect(episode('x         x         x', 3, 3)).toEqual([0, 20, 3]);
  });

  it('takes the newest of several, with the minutes around it', () => {
    expect(episode('xxx.........xxx', 3, 5)).toEqual([12, 14, 3]);
    expect(episode('x....xxx....x', 3, 5)).toEqual([0, 12, 5]);
    expect(episode('x.....xxx.....x', 3, 5)).toEqual([6, 8, 3]);
  });

  it('holds at least k points that are out, within its ends, whatever comes', () => {
    const text = fc.array(fc.constantFrom('x', '.', ' '), { maxLength: 40 }).map((signs) => signs.join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 4 }), (signs, k, more) => {
        const found = newestEpisode(points(signs), ({ out }) => out, { k, of: k + more });
        if (found === null) return;
        expect(found.out.length).toBeGreaterThanOrEqual(k);
        expect(found.out.every(({ at, out }) => out && at >= found.since && at <= found.lastSeen)).toBe(true);
        expect(found.newest.filter(({ out }) => out).length).toBeGreaterThanOrEqual(k);
      }),
    );
  });
});
