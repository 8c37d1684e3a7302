import { describe, expect, it } from 'vitest';
import { sizesOfHistory, sizesOfReports } from '../../../../lambdas/analysis/tuning/tried-sizes.ts';
import type { Figures, Improvement } from '../../../../lambdas/shared/contract/records.ts';
import { improvement, reportsOf } from '../../fakes/samples.ts';
import { NOW } from '../../fakes/world.ts';

describe('sizesOfReports', () => {
  it('means what is billed: cold starts are in it', () => {
    const lines = reportsOf('orders', 200, (index) => ({ durationMs: 100, initMs: index % 10 === 0 ? 400 : null }));
    expect(sizesOfReports(lines)).toEqual([{ memoryMb: 512, meanMs: 140, errorMs: expect.closeTo(8.5, 1), calls: 200 }]);
  });

  it('leaves out a size with too few calls, and knows no mean better than to a fiftieth', () => {
    const lines = [...reportsOf('orders', 5000), ...reportsOf('orders', 99, () => ({ memoryMb: 1024 }))];
    expect(sizesOfReports(lines)).toEqual([{ memoryMb: 512, meanMs: 100, errorMs: 2, calls: 5000 }]);
  });
});

const side = (p50: number | null, requests = 500): Figures => ({
  from: NOW,
  to: NOW,
  requests,
  p50,
  p95: p50,
  p99: p50,
  errorRate: 0,
  requestsPerMinute: 10,
  memoryMb: 90,
});
/** From 1024 to 512 MB, with the same code, 80 ms to 120 ms. */
const tuned = (changes: Partial<Improvement> = {}): Improvement => {
  const base = improvement();
  return {
    ...base,
    kind: 'tuning',
    configuration: { memoryMb: 512, timeoutSeconds: 5 },
    impact: { before: side(80), after: side(120), p95GainMs: null, p95Gain: null, savingPerMillion: null },
    rollout:
      base.rollout === null
        ? null
        : {
            ...base.rollout,
            canarySha256: 'sha-1',
            snapshot: { ...base.rollout.snapshot, configuration: { memoryMb: 1024, timeoutSeconds: 5 } },
          },
    ...changes,
  };
};

describe('sizesOfHistory', () => {
  const live = { codeSha256: 'sha-1', size: { memoryMb: 512, meanMs: 150 } };

  it('takes the ratio of the medians that both versions had over the same minutes', () => {
    expect(sizesOfHistory([tuned()], live)).toEqual([{ memoryMb: 1024, meanMs: 100, errorMs: 10, calls: 500 }]);
    // The change was taken back: what it showed is as good.
    expect(sizesOfHistory([tuned({ status: 'rolled-back' })], { ...live, size: { memoryMb: 1024, meanMs: 80 } })).toMatchObject([
      { memoryMb: 512, meanMs: 120 },
    ]);
  });

  it('leaves out other code, other settings, changes of code, and what was not measured', () => {
    expect(sizesOfHistory([tuned()], { ...live, codeSha256: 'sha-2' })).toEqual([]);
    expect(sizesOfHistory([tuned()], { ...live, size: { memoryMb: 256, meanMs: 150 } })).toEqual([]);
    const impact = { before: side(80), after: side(null), p95GainMs: null, p95Gain: null, savingPerMillion: null };
    const thin = { ...impact, after: side(120, 99) };
    for (const changes of [{ kind: 'code' as const }, { impact: null }, { impact }, { impact: thin }, { rollout: null }])
      expect(sizesOfHistory([tuned(changes)], live)).toEqual([]);
  });
});
