import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePending, encodePending } from '../../../../lambdas/shared/baseline/pending-codec.ts';
import type { PendingPoint } from '../../../../lambdas/shared/contract/records.ts';
import { CorruptRecord } from '../../../../lambdas/shared/errors.ts';
import { MINUTE_MS } from '../../../../lambdas/shared/time.ts';

const number = fc.double({ min: 0, max: 1e12, noNaN: true }).map((each) => each + 0);
const pending: fc.Arbitrary<PendingPoint[]> = fc
  .tuple(
    fc.integer({ min: 0, max: 40_000_000 }),
    fc.array(fc.record({ step: fc.integer({ min: 1, max: 500 }), value: number, weight: number, canary: fc.boolean() }), { maxLength: 61 }),
  )
  .map(([first, all]) => {
    let minute = first;
    return all.map(({ step, ...point }) => {
      minute += step;
      return { at: minute * MINUTE_MS, ...point };
    });
  });

describe('the bytes of pending points', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(pending, (points) => {
        expect(decodePending(encodePending(points))).toEqual(points);
        expect(encodePending(points).length).toBeLessThanOrEqual(points.length === 0 ? 0 : 8 + 18 * points.length);
      }),
    );
  });

  it('are refused when truncated, continued or of another version', () => {
    fc.assert(
      fc.property(
        pending.filter((points) => points.length > 0),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (points, share) => {
          const bytes = encodePending(points);
          expect(() => decodePending(bytes.slice(0, Math.max(1, Math.floor(bytes.length * share))))).toThrow(CorruptRecord);
          expect(() => decodePending(Uint8Array.of(...bytes, 0))).toThrow(CorruptRecord);
          expect(() => decodePending(Uint8Array.of(9, ...bytes.slice(1)))).toThrow(/version 9/);
        },
      ),
    );
  });

  it('are refused when they hold what is no point', () => {
    const point = { at: 600_000, value: 1, weight: 1, canary: false };
    expect(() => decodePending(encodePending([{ ...point, value: Number.NaN }]))).toThrow(/value NaN/);
    expect(() => decodePending(encodePending([{ ...point, weight: -1 }]))).toThrow(/weight -1/);
    expect(() => decodePending(encodePending([point, point]))).toThrow(/two points/);
  });
});
