import { DDSketch } from '@datadog/sketches-js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSketch, encodeSketch } from '../../../../lambdas/shared/baseline/sketch-codec.ts';
import {
  addToSketch,
  BIN_LIMIT,
  emptySketch,
  RELATIVE_ACCURACY,
  type Sketch,
  sketchQuantile,
} from '../../../../lambdas/shared/baseline/sketch.ts';
import { CorruptRecord } from '../../../../lambdas/shared/errors.ts';

const positive = fc.oneof(fc.double({ min: 1, max: 20_000, noNaN: true }), fc.constantFrom(1, 0.98, 20_000));
const values = fc.array(positive, { minLength: 1, maxLength: 200 });
const anyValues = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e9, noNaN: true })), { minLength: 1, maxLength: 200 });

function sketchOf(all: readonly number[]): Sketch {
  const sketch = emptySketch();
  for (const value of all) addToSketch(sketch, value);
  return sketch;
}

describe('sketch', () => {
  it('answers every quantile within its accuracy', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (all, level) => {
        const exact = all.toSorted((a, b) => a - b)[Math.floor(level * (all.length - 1))] ?? 0;
        const found = sketchQuantile(sketchOf(all), level) ?? Number.NaN;
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(RELATIVE_ACCURACY * exact * (1 + 1e-9));
      }),
    );
  });

  it('answers as one without a limit of bins, down to a 28,000th of the largest value', () => {
    fc.assert(
      fc.property(anyValues, fc.constantFrom(0.5, 0.95, 0.99, 1), (all, level) => {
        const free = new DDSketch({ relativeAccuracy: RELATIVE_ACCURACY });
        for (const value of all) free.accept(value < 1e-6 ? 0 : value);
        const expected = free.getValueAtQuantile(level);
        if (expected > 0 && expected < Math.max(...all) / 27_000) return;
        expect(sketchQuantile(sketchOf(all), level)).toBeCloseTo(expected, 6);
      }),
    );
  });

  it('refuses values that are none, and levels outside 0..1', () => {
    for (const value of [Number.NaN, -1, Number.POSITIVE_INFINITY]) expect(() => addToSketch(emptySketch(), value)).toThrow(RangeError);
    expect(() => sketchQuantile(emptySketch(), 1.1)).toThrow(RangeError);
    expect(sketchQuantile(emptySketch(), 0.5)).toBeNull();
  });
});

describe('the bytes of a sketch', () => {
  it('go on as if it had never been stored, whatever comes', () => {
    fc.assert(
      fc.property(anyValues, anyValues, (first, then) => {
        const kept = sketchOf(first);
        const restored = decodeSketch(encodeSketch(kept));
        for (const value of then) {
          addToSketch(kept, value);
          addToSketch(restored, value);
        }
        expect(encodeSketch(restored)).toEqual(encodeSketch(kept));
        expect(restored.count).toBe(first.length + then.length);
        for (const level of [0, 0.5, 0.99, 1]) expect(sketchQuantile(restored, level)).toBe(sketchQuantile(kept, level));
      }),
    );
  });

  it('are none for an empty one, and few for any', () => {
    expect(encodeSketch(emptySketch())).toHaveLength(0);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 1e-9, max: 1e7, noNaN: true }), fc.integer({ min: 1, max: 2_000_000 })), {
          minLength: 1,
          maxLength: 300,
        }),
        (weighed) => {
          const sketch = emptySketch();
          for (const [value, weight] of weighed) sketch.accept(value, weight);
          expect(encodeSketch(sketch).length).toBeLessThanOrEqual(20 + BIN_LIMIT * 4);
        },
      ),
    );
    const year = sketchOf(Array.from({ length: 525_600 }, (_, index) => 100 * Math.exp(Math.sin(index) + Math.sin(index * 0.37))));
    expect(encodeSketch(year).length).toBeLessThan(300);
  });

  it('are refused when truncated, continued or of another version', () => {
    fc.assert(
      fc.property(anyValues, fc.double({ min: 0, max: 0.999, noNaN: true }), (all, share) => {
        const bytes = encodeSketch(sketchOf(all));
        const cut = bytes.slice(0, Math.max(1, Math.floor(bytes.length * share)));
        expect(() => decodeSketch(cut)).toThrow(CorruptRecord);
        expect(() => decodeSketch(Uint8Array.of(...bytes, 0))).toThrow(CorruptRecord);
        expect(() => decodeSketch(Uint8Array.of(0x51, 0x32, ...bytes.slice(2)))).toThrow(/header/);
      }),
    );
  });

  it('never make anything but a sketch or CorruptRecord', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (tail) => {
        try {
          const sketch = decodeSketch(Uint8Array.of(0x51, 0x31, ...tail));
          expect(sketchQuantile(sketch, 0.5)).toBeGreaterThanOrEqual(0);
        } catch (error) {
          expect(error).toBeInstanceOf(CorruptRecord);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
