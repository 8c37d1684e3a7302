import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureRisk, type FailureCounts, RUNS_NEEDED } from '../../../../lambdas/shared/forecast/failure-risk.ts';

const of = (failures: number, runs: number) => ({ runs, failures });

function risk(counts: FailureCounts) {
  const found = failureRisk(counts);
  if (found.kind !== 'risk') throw new Error(`expected a risk, found ${found.kind}`);
  return found;
}

describe('failureRisk', () => {
  it('needs some runs', () => {
    expect(failureRisk({ overall: of(1, RUNS_NEEDED - 1), recent: of(0, 5), hour: of(0, 1) })).toEqual({
      kind: 'not-enough-data',
      have: 19,
      need: 20,
    });
  });

  it('is small, and never zero, for what has not failed', () => {
    const { risk: found, low, high } = risk({ overall: of(0, 1000), recent: of(0, 100), hour: of(0, 40) });
    expect(found).toBeGreaterThan(0);
    expect(found).toBeLessThan(0.001);
    expect(low).toBeLessThan(found);
    expect(high).toBeLessThan(0.01);
  });

  it('shrinks an hour toward the rest until it has runs of its own', () => {
    const base = { overall: of(10, 1000), recent: of(1, 100) };
    const once = risk({ ...base, hour: of(1, 1) });
    expect(once.risk).toBeLessThan(0.1);
    expect(risk({ ...base, hour: of(50, 100) }).risk).toBeGreaterThan(0.4);
    expect(once.prior.runs).toBe(20);
    expect(once.counts.hour).toEqual(of(1, 1));
  });

  it('sees what has got worse of late at an hour that is still clean', () => {
    const before = risk({ overall: of(10, 1000), recent: of(1, 100), hour: of(0, 10) });
    const after = risk({ overall: of(10, 1000), recent: of(40, 100), hour: of(0, 10) });
    expect(after.risk).toBeGreaterThan(10 * before.risk);
  });

  it('lies in its interval, and rises with each failure', () => {
    const counts = fc.tuple(fc.nat(200), fc.nat(200)).map(([a, b]) => of(Math.min(a, b), Math.max(a, b)));
    fc.assert(
      fc.property(counts, counts, counts, (overall, recent, hour) => {
        const known = of(overall.failures, overall.runs + 20);
        const { risk: found, low, high } = risk({ overall: known, recent, hour });
        expect(found).toBeGreaterThan(0);
        expect(found).toBeLessThan(1);
        expect(low).toBeLessThanOrEqual(high);
        const worse = risk({ overall: known, recent, hour: of(hour.failures + 1, hour.runs + 1) });
        expect(worse.risk).toBeGreaterThan(found);
      }),
      { numRuns: 50 },
    );
  });

  it('refuses counts that contradict one another', () => {
    expect(() => failureRisk({ overall: of(3, 2), recent: of(0, 0), hour: of(0, 0) })).toThrow('overall: found 3 failures of 2 runs');
    expect(() => failureRisk({ overall: of(0, 30), recent: of(0.5, 2), hour: of(0, 0) })).toThrow('recent: found 0.5 failures of 2 runs');
  });
});
