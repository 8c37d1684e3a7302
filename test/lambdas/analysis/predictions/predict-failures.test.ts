import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FailurePrediction, predictFailures } from '../../../../lambdas/analysis/predictions/predict-failures.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../lambdas/shared/time.ts';
import { learned, minutesFrom, ORDERS, SUNDAY } from './learned.ts';

const DAYS = 3;
const LENGTH = (DAYS * DAY_MS) / MINUTE_MS;
const hourOf = (at: number): number => new Date(at).getUTCHours();

function risks(found: FailurePrediction): Extract<FailurePrediction, { kind: 'risk' }> {
  if (found.kind !== 'risk') throw new Error(`expected risks, found ${found.kind}`);
  return found;
}

/** Three days of 10 calls a minute, of which a share fails. */
const days = (share: (at: number) => number, length = LENGTH) =>
  minutesFrom(SUNDAY, length, (_, at) => ({ invocations: 10, 'error-rate': share(at) }));
const NIGHTLY = days((at) => (hourOf(at) === 2 ? 0.2 : 0.01));
const END = SUNDAY + DAYS * DAY_MS;

describe('predictFailures', () => {
  it('knows the hour of the day at which runs fail', () => {
    const series = learned(ORDERS, NIGHTLY);
    const { now, worst, byHour } = risks(predictFailures(series, END));
    expect(byHour.map(({ hour }) => hour)).toEqual(Array.from({ length: 24 }, (_, hour) => hour));
    expect(worst).toMatchObject({ hour: 2, runs: DAYS * 600 });
    expect(worst.risk).toBeCloseTo(0.2, 2);
    expect(now.hour).toBe(0);
    expect(now.risk).toBeCloseTo(0.01, 2);
  });

  it('does not count an hour twice that always fails: what is usual there is no rise', () => {
    const until = LENGTH - DAY_MS / MINUTE_MS + 150;
    const { now } = risks(predictFailures(learned(ORDERS, NIGHTLY.slice(0, until)), SUNDAY + until * MINUTE_MS));
    expect(now.hour).toBe(2);
    // Twice would be 0.39; the exponential mean is a little behind.
    expect(now.risk).toBeCloseTo(0.2, 1);
  });

  it('adds what the last minutes are worse than usual, in an hour that never failed as well', () => {
    const calm = days(() => 0);
    const worse = minutesFrom(END, 30, () => ({ invocations: 10, 'error-rate': 0.1 }));
    const series = learned(ORDERS, [...calm, ...worse]);
    const soon = risks(predictFailures(series, END + 35 * MINUTE_MS));
    expect(soon.now.risk).toBeGreaterThan(0.05);
    // Two hours later they speak of now no more.
    const later = risks(predictFailures(series, END + 3 * HOUR_MS));
    expect(later.now.risk).toBeLessThan(0.01);
  });

  it('says how many runs it knows when they are too few, and when nothing came of late', () => {
    expect(predictFailures({}, END)).toEqual({ kind: 'not-enough-data', have: 0, need: 20 });
    const one = days(() => 0).slice(0, 1);
    expect(predictFailures(learned(ORDERS, one), SUNDAY)).toEqual({ kind: 'not-enough-data', have: 10, need: 20 });
    expect(predictFailures(learned(ORDERS, one), SUNDAY + 8 * DAY_MS)).toEqual({ kind: 'stale', ageMs: 8 * DAY_MS });
  });

  it('gives probabilities within their intervals for any history', () => {
    const minute = fc.record({ calls: fc.integer({ min: 1, max: 10_000 }), share: fc.double({ min: 0, max: 1, noNaN: true }) });
    const history = fc.array(minute, { minLength: 20, maxLength: 200 });
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 90 }), fc.integer({ min: 0, max: 2880 }), (drawn, step, later) => {
        const minutes = minutesFrom(
          SUNDAY,
          drawn.length,
          (index) => ({ invocations: drawn[index]?.calls ?? 0, 'error-rate': drawn[index]?.share ?? 0 }),
          step,
        );
        const end = SUNDAY + drawn.length * step * MINUTE_MS;
        const { now, byHour, worst } = risks(predictFailures(learned(ORDERS, minutes), end + later * MINUTE_MS));
        for (const { risk, low, high } of [now, ...byHour]) {
          expect(0 <= low && low <= high && high <= 1 && risk > 0 && risk < 1).toBe(true);
        }
        expect(worst.runs).toBeGreaterThan(0);
      }),
      { numRuns: 50 },
    );
  });
});
