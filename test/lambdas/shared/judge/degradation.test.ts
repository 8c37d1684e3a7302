import { describe, expect, it } from 'vitest';
import { degradation } from '../../../../lambdas/shared/judge/degradation.ts';
import type { Totals } from '../../../../lambdas/shared/judge/totals.ts';

const sums = (canary: [number, number], stable: [number, number], expectedCanary: number): Totals => ({
  minutes: 10,
  canary: { requests: canary[0], errors: canary[1], above: [] },
  stable: { requests: stable[0], errors: stable[1], above: [] },
  expectedCanary,
});

describe('plain degradation of SPEC 8', () => {
  it('is the largest of the three', () => {
    const found = degradation(sums([90, 3], [900, 18], 100), { canary: 120, stable: 100 });
    expect(found.latency).toBeCloseTo(0.2, 12);
    // 3.33 % against 2 %, relative to 2 %.
    expect(found.errors).toBeCloseTo((3 / 90 - 0.02) / 0.02, 12);
    expect(found.throughput).toBeCloseTo(0.1, 12);
    expect(found.worst).toBe(found.errors);
  });

  it('measures errors against one percent when the stable version has fewer', () => {
    expect(degradation(sums([100, 1], [900, 0], 100), { canary: 80, stable: 100 })).toMatchObject({ errors: 1, worst: 1 });
  });

  it('leaves out what is not known', () => {
    expect(degradation(sums([0, 0], [900, 0], 100), { canary: null, stable: 100 })).toEqual({
      latency: null,
      errors: null,
      throughput: 1,
      worst: 1,
    });
    expect(degradation(sums([0, 0], [0, 0], 0), { canary: null, stable: null }).worst).toBeNull();
  });
});
