import { CorruptRecord } from '../../../../lambdas/shared/errors.ts';
import { THRESHOLD, createDetector, restoreDetector } from '../../../../lambdas/shared/detection/detector.ts';
import { type Point, alarms, noise, observeAll, series } from './series.ts';
import { describe, expect, it } from 'vitest';
import { TAIL_MEANS } from '../../../../lambdas/shared/detection/layout.ts';
import fc from 'fast-check';

const FIVE_MINUTES = 300_000;
const DAY = 288;

const quiet = (_: number, random: () => number): number => 100 + 5 * noise(random);

describe('what it finds', () => {
  it('finds a lasting shift of the level within half an hour', () => {
    const points = series(4000, 1, (i, random) => quiet(i, random) + (i >= 3000 ? 40 : 0));
    const found = alarms(points);
    expect(found.filter((i) => i >= 3000 && i < 3006).length).toBe(1);
    expect(found.filter((i) => i < 3000).length).toBeLessThanOrEqual(3);
  });

  it('finds an hour of spikes', () => {
    const points = series(4000, 2, (i, random) => quiet(i, random) + (i >= 3000 && i < 3012 ? 100 : 0));
    expect(alarms(points).filter((i) => i >= 3000 && i < 3012).length).toBe(1);
  });

  it('finds a drop as well as a rise', () => {
    const points = series(4000, 3, (i, random) => quiet(i, random) - (i >= 3000 && i < 3012 ? 100 : 0));
    expect(alarms(points).filter((i) => i >= 3000 && i < 3012).length).toBe(1);
  });

  it('finds a missing daily peak', () => {
    const peak = (i: number): number => (i % DAY >= 100 && i % DAY < 130 ? 100 : 0);
    const points = series(30 * DAY, 4, (i, random) => quiet(i, random) + (i >= 25 * DAY && i < 26 * DAY ? 0 : peak(i)));
    expect(alarms(points).some((i) => i >= 25 * DAY + 100 && i < 25 * DAY + 160)).toBe(true);
  });
});

describe('a value that freezes', () => {
  const frozen = series(6000, 11, (i, random) => (i >= 5000 && i < 5100 ? 103 : Math.round(quiet(i, random))));

  it('is found', () => {
    expect(alarms(frozen).some((i) => i >= 5000 && i < 5100)).toBe(true);
  });

  it('is no news in a series that is mostly flat', () => {
    const flat = series(6000, 12, (i) => (i < 3000 && i % 500 === 0 ? 1 : 0));
    expect(alarms(flat).filter((i) => i >= 3000)).toEqual([]);
  });
});

describe('what it leaves alone', () => {
  it('never alarms on a flat line', () => {
    expect(alarms(series(20_000, 1, () => 45))).toEqual([]);
  });

  it('alarms less than once in a week on a daily pattern that it has seen', () => {
    const points = series(30 * DAY, 5, (i, random) => quiet(i, random) + (i % DAY >= 100 && i % DAY < 130 ? 100 : 0));
    expect(alarms(points).filter((i) => i >= 5 * DAY).length).toBeLessThanOrEqual(3);
  });

  it('alarms less than once in 4 days on noise', () => {
    const points = series(100 * DAY, 6, quiet);
    expect(alarms(points).length).toBeLessThan(25);
  });

  it('says nothing before there is enough data', () => {
    const first = observeAll(createDetector(), series(100, 7, quiet));
    expect(first.every(({ score, expected, low, high }) => score === 0 && expected === null && low === null && high === null)).toBe(true);
  });
});

describe('points that are no ordinary points', () => {
  const warm = (): ReturnType<typeof createDetector> => {
    const detector = createDetector();
    observeAll(detector, series(1000, 8, quiet));
    return detector;
  };

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('takes %s for a missing point', (value) => {
    const detector = warm();
    const before = detector.save();
    const scored = detector.observe(1001 * FIVE_MINUTES, value);
    expect(scored).toMatchObject({ score: 0, anomaly: false });
    expect(scored.expected).toBeGreaterThan(80);
    expect(detector.save()).toEqual(before);
  });

  it('scores a duplicate and a point out of order, but learns neither', () => {
    const detector = warm();
    const before = detector.save();
    expect(detector.observe(999 * FIVE_MINUTES, 1000).score).toBeGreaterThan(0);
    expect(detector.observe(500 * FIVE_MINUTES, 1000).score).toBeGreaterThan(0);
    expect(detector.save()).toEqual(before);
  });

  it('refuses a time that is none', () => {
    expect(() => createDetector().observe(Number.NaN, 1)).toThrow('at is NaN, expected a time in epoch milliseconds');
  });
});

/** Values that break sums, squares and quotients, among ordinary ones. */
const anyValue = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1e308, -1e308, 5e-324, 1e100, -1e100, 1),
  fc.integer({ min: -3, max: 3 }),
);
const anyPoints = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 7_200_000 }), anyValue, fc.integer({ min: 1, max: 40 })), { minLength: 1, maxLength: 60 })
  .map((runs) => {
    const points: Point[] = [];
    let at = Date.UTC(2026, 0, 1);
    for (const [step, value, times] of runs) {
      for (let i = 0; i < times; i += 1) {
        at += step;
        points.push({ at, value });
      }
    }
    return points;
  });

describe('for any series', () => {
  it('scores a prefix without knowing what follows', () => {
    fc.assert(
      fc.property(anyPoints, fc.nat(), (points, cut) => {
        const length = cut % points.length;
        const whole = observeAll(createDetector(), points);
        expect(observeAll(createDetector(), points.slice(0, length))).toEqual(whole.slice(0, length));
      }),
    );
  });

  it('goes on after restore(save()) as if it had never been saved', () => {
    fc.assert(
      fc.property(anyPoints, fc.nat(), (points, cut) => {
        const length = cut % points.length;
        const kept = createDetector();
        observeAll(kept, points.slice(0, length));
        const restored = restoreDetector(kept.save());
        expect(observeAll(restored, points.slice(length))).toEqual(observeAll(kept, points.slice(length)));
        expect(restored.save()).toEqual(kept.save());
      }),
    );
  });

  it('gives finite numbers, a score from 0, a band around the expectation and a state of the same size', () => {
    fc.assert(
      fc.property(anyPoints, (points) => {
        const detector = createDetector();
        const size = detector.save().length;
        for (const { at, value } of points) {
          const { score, expected, low, high, anomaly } = detector.observe(at, value);
          if (!(Number.isFinite(score) && score >= 0)) throw new Error(`score ${score}`);
          if (anomaly !== score >= THRESHOLD) throw new Error(`anomaly ${anomaly} at score ${score}`);
          if (expected === null || low === null || high === null) continue;
          if (!(Number.isFinite(low) && Number.isFinite(high) && low <= expected && expected <= high)) {
            throw new Error(`band ${low} ${expected} ${high}`);
          }
        }
        expect(detector.save().length).toBe(size);
        expect(() => restoreDetector(detector.save())).not.toThrow();
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['huge values that alternate', (i: number) => (i % 2 === 0 ? 1e308 : -1e308)],
    ['tiny values that alternate', (i: number) => (i % 2 === 0 ? 5e-324 : -5e-324)],
    ['a constant, then a huge value', (i: number) => (i < 1000 ? 0 : 1e308)],
    ['a value that doubles until it can no more', (i: number) => 2 ** Math.min(i - 1000, 1023)],
  ])('keeps a sound state over %s', (_, value) => {
    const detector = createDetector();
    for (const scored of observeAll(detector, series(5000, 9, value))) expect(Number.isFinite(scored.score)).toBe(true);
    expect(() => restoreDetector(detector.save())).not.toThrow();
  });

  it('keeps its state within 8 KB', () => {
    expect(createDetector().save().length).toBeLessThanOrEqual(8192);
  });
});

describe('a stored state that is none', () => {
  const saved = (): Uint8Array => {
    const detector = createDetector();
    observeAll(detector, series(500, 10, quiet));
    return detector.save();
  };
  const put = (offset: number, value: number): Uint8Array => {
    const bytes = saved();
    new DataView(bytes.buffer).setFloat64(offset, value, true);
    return bytes;
  };

  it('names a length that is wrong', () => {
    const bytes = saved();
    expect(() => restoreDetector(bytes.subarray(0, 100))).toThrow(`detector state: found 100 bytes; expected ${bytes.length}`);
    expect(() => restoreDetector(new Uint8Array(0))).toThrow(CorruptRecord);
  });

  it('names a version that is wrong', () => {
    const bytes = saved();
    bytes[4] = 99;
    expect(() => restoreDetector(bytes)).toThrow(/found header 4b 5a 41 44 63/);
  });

  it('names a number that is none, wherever it lies', () => {
    expect(() => restoreDetector(put(8 * 50, Number.NaN))).toThrow('detector state: found NaN at byte 400; expected a finite number');
    expect(() => restoreDetector(put(8 * 300, Number.POSITIVE_INFINITY))).toThrow(CorruptRecord);
    const bytes = saved();
    new DataView(bytes.buffer).setFloat32(Float32Array.BYTES_PER_ELEMENT * TAIL_MEANS, Number.NaN, true);
    expect(() => restoreDetector(bytes)).toThrow(`found NaN at byte ${4 * TAIL_MEANS}; expected a finite number`);
  });

  it('names a count that is negative', () => {
    expect(() => restoreDetector(put(8, -1))).toThrow('detector state: found count of points -1; expected 0 or more');
  });

  it('does not keep the bytes that it was given', () => {
    const bytes = saved();
    const restored = restoreDetector(bytes);
    bytes.fill(255);
    expect(restored.save()).toEqual(saved());
  });
});
