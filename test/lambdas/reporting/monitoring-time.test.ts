import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monitoringMs } from '../../../lambdas/reporting/monitoring-time.ts';
import { improvement, rollout } from './fixtures.ts';

const watched = (from: number, endedAt: number | null) =>
  improvement('orders', 'sequential-awaits', { rollout: rollout({ weights: [{ weight: 0.1, from }], endedAt }) });

describe('the time in which a canary was watched', () => {
  it('is nothing without a canary', () => {
    const published = improvement('orders', 'sequential-awaits', { rollout: rollout({ weights: [] }) });
    expect(monitoringMs([improvement('orders', 'idle'), published], 0, 100)).toBe(0);
  });

  it('counts what is still under way up to the end', () => {
    expect(monitoringMs([watched(40, null)], 0, 100)).toBe(60);
  });

  it('is the length of the union, as counted millisecond by millisecond', () => {
    const interval = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.option(fc.integer({ min: 0, max: 60 })));
    fc.assert(
      fc.property(
        fc.array(interval, { maxLength: 6 }),
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 0, max: 30 }),
        (spans, from, length) => {
          const to = from + length;
          const covered = Array.from({ length }, (_, index) => from + index).filter((at) =>
            spans.some(([start, end]) => at >= start && at < (end === null ? to : start + end)),
          );
          expect(
            monitoringMs(
              spans.map(([start, end]) => watched(start, end === null ? null : start + end)),
              from,
              to,
            ),
          ).toBe(covered.length);
        },
      ),
    );
  });
});
