import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpuShare } from '../../../../lambdas/analysis/tuning/cpu-share.ts';
import { type DurationModel, durationAt, durationModel } from '../../../../lambdas/analysis/tuning/duration-model.ts';
import type { TriedSize } from '../../../../lambdas/analysis/tuning/tried-sizes.ts';

/** What a function of `ioMs` of waiting and `cpuMs` of computing at a whole CPU takes at each size. */
const tried = (ioMs: number, cpuMs: number, sizes: readonly number[], noise: readonly number[] = []): TriedSize[] =>
  sizes.map((memoryMb, index) => {
    const meanMs = (ioMs + cpuMs / cpuShare(memoryMb)) * (1 + (noise[index] ?? 0));
    return { memoryMb, meanMs, errorMs: 0.02 * meanMs, calls: 1000 };
  });
const fitted = (sizes: readonly TriedSize[]): Extract<DurationModel, { kind: 'fit' }> => {
  const model = durationModel(sizes);
  return model?.kind === 'fit' ? model : expect.fail('no fit');
};

describe('durationModel', () => {
  it('finds waiting and computing again, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 2000, noNaN: true }),
        fc.double({ min: 1, max: 2000, noNaN: true }),
        fc.uniqueArray(fc.constantFrom(128, 256, 512, 1024, 1769), { minLength: 2, maxLength: 5 }),
        (ioMs, cpuMs, sizes) => {
          const { ioMs: io, cpuMs: cpu } = fitted(tried(ioMs, cpuMs, sizes));
          expect(io).toBeCloseTo(ioMs, 4);
          expect(cpu).toBeCloseTo(cpuMs, 4);
        },
      ),
    );
  });

  it('gives no part a negative time, and no range without its expectation in it', () => {
    const noise = fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(noise, fc.constantFrom(0, 5, 500), fc.constantFrom(0, 5, 500), (strays, ioMs, cpuMs) => {
        const model = fitted(tried(ioMs + 1, cpuMs, [128, 256, 512, 1024, 1769], strays));
        expect(model.ioMs).toBeGreaterThanOrEqual(0);
        expect(model.cpuMs).toBeGreaterThanOrEqual(0);
        for (const size of [128, 700, 3008]) {
          const { low, expected, high } = durationAt(model, size);
          expect(low).toBeGreaterThanOrEqual(0);
          expect(low).toBeLessThanOrEqual(expected);
          expect(expected).toBeLessThanOrEqual(high);
        }
      }),
    );
  });

  it('is all computing, or all waiting, where the sizes say no more', () => {
    expect(fitted(tried(0, 100, [128, 1769]))).toMatchObject({ ioMs: expect.closeTo(0, 6), cpuMs: expect.closeTo(100, 6) });
    expect(fitted(tried(80, 0, [128, 512], [0, 0.2]))).toMatchObject({ cpuMs: 0 });
    expect(fitted(tried(0, 100, [128, 512], [0.2, 0])).ioMs).toBe(0);
  });

  it('holds nine of ten means of sizes that were not tried, where the tried ones err by what they say', () => {
    let random = 42;
    const uniform = (): number => (random = (random * 16_807) % 2_147_483_647) / 2_147_483_647;
    const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    let held = 0;
    for (let run = 0; run < 500; run += 1) {
      const sizes = tried(
        60,
        40,
        [256, 512, 1024],
        [normal(), normal(), normal()].map((each) => 0.02 * each),
      );
      const { low, high } = durationAt(fitted(sizes), 384);
      const truth = 60 + 40 / cpuShare(384);
      if (low <= truth && truth <= high) held += 1;
    }
    // The model's own 5 % come on top: no fewer than promised.
    expect(held).toBeGreaterThanOrEqual(450);
  });

  it('widens the range where the sizes disagree', () => {
    const width = (noise: readonly number[]): number => {
      const { low, high } = durationAt(fitted(tried(60, 40, [256, 512, 1024, 1769], noise)), 384);
      return high - low;
    };
    expect(width([0.2, -0.2, 0.2, -0.2])).toBeGreaterThan(2 * width([]));
  });

  it('only bounds what one size tells, and several with the same CPU: between all waiting and all computing', () => {
    expect(durationModel([])).toBeNull();
    const model = durationModel(tried(60, 40, [512])) ?? expect.fail('no model');
    const mean = 60 + 40 / cpuShare(512);
    expect(model.kind).toBe('bounds');
    const about = (value: number): unknown => expect.closeTo(value, 6);
    expect(durationAt(model, 256)).toEqual({ expected: about(1.5 * mean), low: about(mean), high: about(2 * mean) });
    expect(durationAt(model, 1024)).toEqual({ expected: about(0.75 * mean), low: about(0.5 * mean), high: about(mean) });
    expect(durationAt(model, 512)).toEqual({ expected: about(mean), low: about(mean), high: about(mean) });
    expect(durationModel(tried(60, 40, [1769, 3008]))?.kind).toBe('bounds');
  });

  it('holds the truth within its bounds, whatever it is', () => {
    const size = fc.integer({ min: 128, max: 10_240 });
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), size, size, (part, at, asked) => {
        const [ioMs, cpuMs] = [100 * (1 - part), 100 * part];
        const model = durationModel(tried(ioMs, cpuMs, [at])) ?? expect.fail('no model');
        const { low, high } = durationAt(model, asked);
        const truth = ioMs + cpuMs / cpuShare(asked);
        expect(truth).toBeGreaterThanOrEqual(low * (1 - 1e-9));
        expect(truth).toBeLessThanOrEqual(high * (1 + 1e-9));
      }),
    );
  });
});
