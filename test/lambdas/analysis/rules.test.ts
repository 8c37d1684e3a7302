import { describe, expect, it } from 'vitest';
import { CYCLE_RULES } from '../../../lambdas/analysis/rules.ts';
import type { TargetContext } from '../../../lambdas/analysis/target-context.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../lambdas/shared/time.ts';
import { logErrors, minute, minutesUntil, reportsOf } from '../fakes/samples.ts';
import { NOW, target } from '../fakes/world.ts';
import { anomaly, context } from './views.ts';

const drafts = (view: TargetContext) => CYCLE_RULES.flatMap((rule) => rule(view));
const found = (view: TargetContext) => drafts(view).map(({ type, series, severity }) => `${type} ${series} ${severity}`);
/** A leak: the memory of each minute over the last hour. */
const leaking = (mbPerMinute: number) =>
  reportsOf('orders', 600, (index) => ({ maxMemoryMb: 450 - (index / 10) * mbPerMinute + ((index * 7) % 3) }));

describe('the rules of a cycle', () => {
  it('find nothing in a plain hour', () => {
    expect(found(context())).toEqual([]);
  });

  it('find more than ten failures of one kind within the hour, whatever varies in their text', () => {
    expect(found(context({ errors: logErrors('orders', 11) }))).toEqual(['error-cluster null warning']);
    expect(drafts(context({ errors: logErrors('orders', 11) }))).toMatchObject([{ since: NOW - MINUTE_MS, lastSeen: NOW - MINUTE_MS }]);
    expect(found(context({ errors: logErrors('orders', 10) }))).toEqual([]);
    expect(found(context({ errors: logErrors('orders', 20, (index) => ({ type: `Error${'ABCD'[index % 4]}` })) }))).toEqual([]);
    expect(found(context({ errors: logErrors('orders', 11, () => ({ at: NOW - 2 * HOUR_MS })) }))).toEqual([]);
  });

  it('tell of a stack what is left of a message: nothing that a caller wrote', () => {
    const stack = ['at token=hunter2 https://internal.example/a?key=1 jane@example.com\n'];
    const [draft] = drafts(context({ errors: logErrors('orders', 11, () => ({ stack })) }));
    expect(JSON.stringify(draft)).not.toMatch(/hunter2|jane@example|key=1/);
  });

  it('find timeouts', () => {
    const one = reportsOf('orders', 600, (index) => ({ status: index === 5 ? 'timeout' : 'ok' }));
    expect(found(context({ reports: one }))).toEqual(['timeout timeout-rate warning']);
    const many = reportsOf('orders', 600, (index) => ({ status: index < 9 ? 'timeout' : 'ok' }));
    expect(found(context({ reports: many }))).toContain('timeout timeout-rate critical');
  });

  it('find a leak that reaches the memory within as long as was looked back on, with the date', () => {
    const [draft, ...others] = drafts(context({ reports: leaking(2) }));
    expect(others).toEqual([]);
    expect(draft).toMatchObject({ type: 'trend', series: 'memory-used', severity: 'warning', expected: 512, lastSeen: NOW - MINUTE_MS });
    // 62 MB are left at 2 MB a minute: half an hour.
    expect(draft?.title).toMatch(/^orders will reach its limit by 2026-11-20 (10:5\d|11:0\d) UTC \(memory \(MB\)\)$/);
    expect(found(context({ reports: leaking(0.1) }))).toEqual([]);
    expect(found(context({ reports: leaking(-2) }))).toEqual([]);
  });

  it('call a target flaky that fails now and then, not one that failed for a while', () => {
    const scattered = reportsOf('orders', 600, (index) => ({ status: (index * 7919) % 100 < 12 ? 'error' : 'ok' }));
    expect(found(context({ reports: scattered }))).toEqual(['flaky error-rate warning']);
    const stretch = reportsOf('orders', 600, (index) => ({ status: index < 72 ? 'error' : 'ok' }));
    expect(found(context({ reports: stretch }))).toEqual([]);
    expect(found(context({ reports: scattered.slice(0, 19) }))).toEqual([]);
  });

  it('find what gets worse over days, and never over one day, which rises by itself', () => {
    const days = (count: number, slower: number): TargetContext => {
      const span = { from: NOW - count * DAY_MS, to: NOW };
      const minutes = Array.from({ length: count * 24 }, (_, hour) => {
        const p95 = 200 * (1 + (slower * hour) / (count * 24)) + ((hour * 13) % 7);
        return minute(span.from + hour * HOUR_MS, { duration: { p50: 100, p95, p99: 300, mean: 110, max: 400 } });
      });
      return context({ span, minutes, reports: [] });
    };
    expect(found(days(4, 0.5))).toEqual(['degrading duration-p95 warning']);
    expect(found(days(4, 0))).toEqual([]);
    expect(found(days(4, -0.5))).toEqual([]);
    expect(found(days(1, 0.5))).toEqual([]);
  });

  it('find failures that come at the same hour of the day, by the anomalies on record', () => {
    const at = (day: number, hour: number) => {
      const since = Date.UTC(2026, 10, 20 - day, hour, 5);
      const over = { resolution: 'back to normal', closedBy: 'rule' } as const;
      return anomaly({ type: 'errors', series: 'error-rate', since, lastSeen: since + 10 * MINUTE_MS, ...over });
    };
    const nightly = Array.from({ length: 7 }, (_, day) => at(day, 3));
    expect(drafts(context({ history: [...nightly, at(2, 14)] }))).toMatchObject([
      { type: 'time-pattern', title: 'orders fails at 03:00 UTC', since: at(6, 3).since, discriminator: '3' },
    ]);
    expect(found(context({ history: Array.from({ length: 7 }, (_, day) => at(day, 3 * day)) }))).toEqual([]);
    expect(found(context({ history: nightly.map((each) => ({ ...each, target: 'prices' })) }))).toEqual([]);
    expect(found(context({ history: nightly.slice(0, 3) }))).toEqual([]);
  });

  it('hold for a target with nothing to look at', () => {
    expect(found(context({ minutes: minutesUntil(NOW, 0), reports: [], target: target('orders') }))).toEqual([]);
  });
});
