import { type Point, noise, observeAll, series } from './series.ts';
import { describe, expect, it } from 'vitest';
import { COVERAGE } from '../../../../lambdas/shared/detection/band.ts';
import { createDetector } from '../../../../lambdas/shared/detection/detector.ts';

const DAY = 288;

interface Band {
  low: number;
  expected: number;
  high: number;
}

function bands(points: readonly Point[]): (Band | null)[] {
  return observeAll(createDetector(), points).map(({ low, expected, high }) =>
    low === null || expected === null || high === null ? null : { low, expected, high },
  );
}

function coverage(points: readonly Point[], from: number): number {
  const found = bands(points).slice(from);
  const inside = found.filter((band, i) => {
    const { value } = points[from + i] as Point;
    return band !== null && value >= band.low && value <= band.high;
  });
  return inside.length / found.length;
}

const width = (band: Band | null | undefined): number => (band === null || band === undefined ? Number.NaN : band.high - band.low);

describe('coverage', () => {
  it.each([
    ['Gaussian noise', (_: number, random: () => number) => 100 + 5 * noise(random)],
    ['a daily wave with noise', (i: number, random: () => number) => 100 + 40 * Math.sin((2 * Math.PI * i) / DAY) + 5 * noise(random)],
    ['log-normal noise', (_: number, random: () => number) => 100 * Math.exp(0.5 * noise(random))],
    ['counts that are mostly zero', (_: number, random: () => number) => Math.floor(-Math.log(1 - random()) / 1.6)],
  ])('is 99 %%, within half a point, on %s', (_, value) => {
    expect(Math.abs(coverage(series(20_000, 21, value), 1000) - COVERAGE)).toBeLessThan(0.005);
  });

  it('holds a line that never moves', () => {
    const points = series(2000, 22, () => 7);
    expect(coverage(points, 300)).toBe(1);
    expect(width(bands(points).at(-1))).toBe(0);
  });
});

describe('the expectation', () => {
  it('follows the time of day, not the last value', () => {
    const points = series(20 * DAY, 23, (i, random) => (i % DAY < 144 ? 100 : 300) + 5 * noise(random));
    const band = bands(points)[19 * DAY + 144] as Band;
    expect(band.expected).toBeGreaterThan(250);
  });

  it('follows a lasting shift within twenty points', () => {
    const points = series(3000, 24, (i, random) => (i < 2000 ? 100 : 150) + 5 * noise(random));
    expect((bands(points)[2020] as Band).expected).toBeGreaterThan(135);
  });
});

describe('an incident', () => {
  const wild = (i: number): boolean => i >= 3000 && i < 3060;
  const points = series(4000, 25, (i, random) => 100 + 5 * noise(random) + (wild(i) ? 400 * random() : 0));
  const found = bands(points);
  const before = width(found[2999]);

  it('widens the band by an eighth a point at most', () => {
    for (let i = 3001; i < 3060; i += 1) expect(width(found[i]) / width(found[i - 1])).toBeLessThan(1.125);
  });

  it('leaves a band that is back to half as wide again after 300 points, and around the values', () => {
    expect(width(found[3360]) / before).toBeLessThan(1.5);
    expect(Math.abs((found[3360] as Band).expected - 100)).toBeLessThan(10);
  });

  it('is not drawn along by one outlier', () => {
    const one = bands(series(3100, 26, (i, random) => 100 + 5 * noise(random) + (i === 3000 ? 10_000 : 0)));
    expect(width(one[3001]) / width(one[3000])).toBeLessThan(1.125);
    expect(Math.abs((one[3001] as Band).expected - (one[3000] as Band).expected)).toBeLessThan(60);
    expect(Math.abs((one[3050] as Band).expected - 100)).toBeLessThan(10);
  });
});
