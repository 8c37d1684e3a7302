import { describe, expect, it } from 'vitest';
import type { Target } from '../../lambdas/shared/contract/records.ts';
import type { MetricSource } from '../../lambdas/shared/ports.ts';
import { MINUTE_MS } from '../../lambdas/shared/time.ts';
import type { Invocation } from './fakes/cloudwatch-service.ts';
import { targetNamed } from './fakes/targets.ts';

/** A source over exactly these invocations, all of them ended. `now` is when they are looked at. */
export type MakeMetricSource = (invocations: readonly Invocation[], now: number) => Promise<MetricSource>;

const T = Date.UTC(2026, 10, 20, 12);
const MINUTES = 10;
const SPAN = { from: T, to: T + MINUTES * MINUTE_MS };
const NOW = SPAN.to + 60 * MINUTE_MS;

/** Two functions; `orders` runs versions 1 and 2, a minute without any request, and throttles in one. */
const INVOCATIONS: Invocation[] = Array.from({ length: MINUTES * 20 }, (_, index): Invocation => {
  const minute = Math.floor(index / 20);
  return {
    name: index % 4 === 3 ? 'users' : 'orders',
    version: index % 4 === 1 ? '2' : '1',
    at: T + minute * MINUTE_MS + (index % 20) * 2500,
    durationMs: 100 + ((index * 37) % 100) + 0.25,
    error: index % 10 === 0,
  };
})
  .filter(({ at }) => Math.floor((at - T) / MINUTE_MS) !== 4)
  .concat({ name: 'orders', version: '1', at: T + 5 * MINUTE_MS + 1, durationMs: 0, throttled: true });

const ran = (name: string, version?: string) =>
  INVOCATIONS.filter((one) => one.name === name && one.throttled !== true && (version === undefined || one.version === version));
const minuteOf = ({ at }: Invocation) => Math.floor(at / MINUTE_MS) * MINUTE_MS;

/** What every MetricSource does. */
export function describeMetricSource(name: string, make: MakeMetricSource): void {
  describe(`MetricSource: ${name}`, () => {
    const orders: Target = targetNamed('orders');
    const users: Target = targetNamed('users');

    it('gives each asked target its minutes over all versions, ascending, and leaves absent minutes out', async () => {
      const source = await make(INVOCATIONS, NOW);
      const found = await source.minutes([orders, users, targetNamed('idle')], SPAN);
      expect([...found.keys()]).toEqual(['orders', 'users', 'idle']);
      expect(found.get('idle')).toEqual([]);
      const minutes = found.get('orders') ?? [];
      expect(minutes.map(({ minute }) => (minute - T) / MINUTE_MS)).toEqual([0, 1, 2, 3, 5, 6, 7, 8, 9]);
      for (const stats of minutes) {
        const mine = ran('orders').filter((one) => minuteOf(one) === stats.minute);
        expect(stats.invocations).toBe(mine.length);
        expect(stats.errors).toBe(mine.filter(({ error }) => error).length);
        expect(stats.throttles).toBe(stats.minute === T + 5 * MINUTE_MS ? 1 : 0);
        const durations = mine.map(({ durationMs }) => durationMs);
        expect(stats.duration?.max).toBeCloseTo(Math.max(...durations), 6);
        expect(stats.duration?.mean).toBeCloseTo(durations.reduce((sum, one) => sum + one, 0) / durations.length, 6);
      }
    });

    it('has percentiles in order and within the range', async () => {
      const source = await make(INVOCATIONS, NOW);
      for (const { duration } of (await source.minutes([orders], SPAN)).get('orders') ?? []) {
        if (duration === null) throw new Error('expected durations in each minute of the fixture');
        const { p50, p95, p99, max } = duration;
        expect([p50, p95, p99, max]).toEqual([p50, p95, p99, max].toSorted((a, b) => a - b));
        expect(p50).toBeGreaterThanOrEqual(100);
      }
    });

    it('gives the same of targets that were thought idle', async () => {
      const source = await make(INVOCATIONS, NOW);
      const targets = [orders, users, targetNamed('idle')];
      const known = await source.minutes(targets, SPAN);
      expect(await source.minutes(targets, SPAN, new Set(['users', 'idle']))).toEqual(known);
      expect(await source.minutes(targets, SPAN, new Set(['orders', 'users', 'idle']))).toEqual(known);
    });

    it('takes a span as half open', async () => {
      const source = await make(INVOCATIONS, NOW);
      const found = (await source.minutes([orders], { from: T + MINUTE_MS, to: T + 3 * MINUTE_MS })).get('orders') ?? [];
      expect(found.map(({ minute }) => (minute - T) / MINUTE_MS)).toEqual([1, 2]);
      expect((await source.minutes([orders], { from: T, to: T })).get('orders')).toEqual([]);
    });

    it('takes the versions apart', async () => {
      const source = await make(INVOCATIONS, NOW);
      const [one, two] = await Promise.all(['1', '2'].map((version) => source.versionMinutes(orders, version, SPAN)));
      const sum = (minutes: typeof one) => (minutes ?? []).reduce((total, { invocations }) => total + invocations, 0);
      expect(sum(one)).toBe(ran('orders', '1').length);
      expect(sum(two)).toBe(ran('orders', '2').length);
      expect(await source.versionMinutes(orders, '3', SPAN)).toEqual([]);
    });

    it('counts what is above each threshold, not what is at it', async () => {
      const source = await make(INVOCATIONS, NOW);
      const at = ran('orders', '1')[3]?.durationMs ?? 0;
      const thresholds = [0, at, 150.5, 1e9];
      const minutes = await source.exceedances(orders, '1', thresholds, SPAN);
      expect(minutes).toHaveLength(9);
      for (const { minute, requests, errors, above } of minutes) {
        const mine = ran('orders', '1').filter((one) => minuteOf(one) === minute);
        expect(requests).toBe(mine.length);
        expect(errors).toBe(mine.filter(({ error }) => error).length);
        expect(above).toEqual(thresholds.map((threshold) => mine.filter(({ durationMs }) => durationMs > threshold).length));
      }
    });

    it('gives quantiles over the whole span, and null without an invocation', async () => {
      const source = await make(INVOCATIONS, NOW);
      const sorted = ran('orders', '1')
        .map(({ durationMs }) => durationMs)
        .toSorted((a, b) => a - b);
      const quantiles = await source.quantiles(orders, '1', [0.5, 0.95, 0.99], SPAN);
      expect(quantiles).toHaveLength(3);
      for (const [index, level] of [0.5, 0.95, 0.99].entries()) {
        const rank = level * sorted.length;
        expect(quantiles?.[index]).toBeGreaterThanOrEqual(sorted[Math.max(0, Math.floor(rank) - 2)] ?? 0);
        expect(quantiles?.[index]).toBeLessThanOrEqual(sorted[Math.min(sorted.length - 1, Math.ceil(rank) + 1)] ?? 0);
      }
      expect(await source.quantiles(orders, '3', [0.5], SPAN)).toBeNull();
      expect(await source.quantiles(orders, '1', [0.5], { from: T, to: T })).toBeNull();
    });

    it('calls only past, full minutes complete', async () => {
      const source = await make(INVOCATIONS, NOW);
      const until = await source.completeUntil(orders);
      expect(until % MINUTE_MS).toBe(0);
      expect(until).toBeLessThanOrEqual(NOW);
      expect(until).toBeGreaterThanOrEqual(SPAN.to);
    });
  });
}
