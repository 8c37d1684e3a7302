import { DDSketch } from '@datadog/sketches-js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CorruptRecord } from '../../../../lambdas/shared/errors.ts';
import { decodeSketch, encodeSketch } from '../../../../lambdas/shared/baseline/sketch-codec.ts';
import {
  addToSketch,
  EMPTY_SKETCH,
  mergeSketches,
  RELATIVE_ACCURACY,
  sketchCount,
  sketchQuantile,
} from '../../../../lambdas/shared/baseline/sketch.ts';

const values = fc.array(fc.double({ min: 0.001, max: 1e7, noNaN: true }), { minLength: 1, maxLength: 200 });
const sketchOf = (all: readonly number[]) => all.reduce(addToSketch, EMPTY_SKETCH);

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

  it('answers as the reference implementation does', () => {
    fc.assert(
      fc.property(values, fc.constantFrom(0, 0.25, 0.5, 0.95, 0.99, 1), (all, level) => {
        const reference = new DDSketch({ relativeAccuracy: RELATIVE_ACCURACY });
        for (const value of all) reference.accept(value);
        expect(sketchQuantile(sketchOf(all), level)).toBeCloseTo(reference.getValueAtQuantile(level), 6);
      }),
    );
  });

  it('merges into what one sketch would be that saw both, in either order', () => {
    fc.assert(
      fc.property(values, values, (one, other) => {
        const whole = encodeSketch(sketchOf([...one, ...other]));
        expect(encodeSketch(mergeSketches(sketchOf(one), sketchOf(other)))).toBe(whole);
        expect(encodeSketch(mergeSketches(sketchOf(other), sketchOf(one)))).toBe(whole);
      }),
    );
  });

  it('comes back from its text as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e9, noNaN: true })), { maxLength: 100 }), (all) => {
        const sketch = sketchOf(all);
        const back = decodeSketch(encodeSketch(sketch));
        expect(new Map([...back.bins].toSorted())).toEqual(new Map([...sketch.bins].toSorted()));
        expect(sketchCount(back)).toBe(all.length);
      }),
    );
  });

  it('reads the sparse form of other implementations', () => {
    // Written by protobufjs from sketches-js's own schema: gamma of 2 %, binCounts {-3: 2, 46: 1.5}, zeroCount 1.
    const text = Buffer.from(
      '0a1409b81e85eb51a8f03f1100000000000000001800121a0a0b085c11000000000000f83f0a0b08051100000000000000401a0021000000000000f03f',
      'hex',
    );
    text.writeDoubleLE(1 + (2 * RELATIVE_ACCURACY) / (1 - RELATIVE_ACCURACY), 3);
    const sketch = decodeSketch(text.toString('base64'));
    expect(Object.fromEntries(sketch.bins)).toEqual({ '-3': 2, '46': 1.5 });
    expect(sketch.zeros).toBe(1);
  });

  it('refuses what is no sketch, and one of another accuracy', () => {
    expect(() => decodeSketch(Buffer.from([0x0a, 0x20, 1]).toString('base64'))).toThrow(CorruptRecord);
    const other = Buffer.from('0a1409fd4a815abf52f03f1100000000000000001800', 'hex').toString('base64');
    expect(() => decodeSketch(other)).toThrow(/gamma 1.02/);
  });

  it('refuses values that are none, and levels outside 0..1', () => {
    for (const value of [Number.NaN, -1, Number.POSITIVE_INFINITY]) expect(() => addToSketch(EMPTY_SKETCH, value)).toThrow(RangeError);
    expect(() => sketchQuantile(EMPTY_SKETCH, 1.1)).toThrow(RangeError);
    expect(sketchQuantile(EMPTY_SKETCH, 0.5)).toBeNull();
  });
});
