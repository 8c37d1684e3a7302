import { describe, expect, it } from 'vitest';
import { RULES } from '../../../lambdas/analysis/rules.ts';
import { errorClusters } from '../../../lambdas/analysis/error-clusters.ts';
import type { TargetContext } from '../../../lambdas/analysis/target-context.ts';
import { MINUTE_MS } from '../../../lambdas/shared/time.ts';
import { logErrors, minutesUntil, reportsOf } from '../fakes/samples.ts';
import { NOW } from '../fakes/world.ts';
import { context, taught } from './views.ts';

const found = (view: TargetContext) =>
  RULES.flatMap((rule) => rule(view)).map(({ type, series, severity }) => `${type} ${series} ${severity}`);
const slowed = (factor: number) => ({
  p50: 100 * factor,
  p90: 150 * factor,
  p95: 200 * factor,
  p99: 300 * factor,
  mean: 110 * factor,
  max: 400 * factor,
});
/** Sixty plain minutes of which the last `count` are changed. */
const endingWith = (count: number, changes: Parameters<typeof minutesUntil>[2]) =>
  minutesUntil(NOW, 60, (index) => (index >= 60 - count && changes !== undefined ? changes(index) : {}));

/** The 95th percentile between two and three deviations up, in the last minutes. */
const unusual = (count: number) => context({ minutes: endingWith(count, () => ({ duration: { ...slowed(1), p95: 225 } })) });

describe('rules', () => {
  it('find nothing in a plain hour', () => {
    expect(found(context())).toEqual([]);
  });

  it('find nothing in a lone spike', () => {
    expect(found(context({ minutes: endingWith(1, () => ({ duration: slowed(4), errors: 4 })) }))).toEqual([]);
  });

  it('find a rise of latency, in words that say how much', () => {
    const view = context({ minutes: endingWith(15, () => ({ duration: slowed(1.5) })) });
    expect(found(view)).toEqual(['deviation duration-p50 critical', 'deviation duration-p95 critical', 'latency duration-p95 warning']);
    const draft = RULES.flatMap((rule) => rule(view)).find((each) => each.type === 'latency');
    expect(draft).toMatchObject({ expected: 200, actual: 300, deviationPercent: 50, at: NOW - MINUTE_MS });
    expect(draft?.description).toBe(
      'Over the last 15 minutes one in twenty calls of orders took 300 ms or more; usual is 200 ms. More than 20 % above counts as an anomaly.',
    );
  });

  it('warn between two and three deviations, in four of five minutes only', () => {
    expect(found(unusual(4))).toEqual(['deviation duration-p95 warning']);
    expect(found(unusual(3))).toEqual([]);
  });

  it('call latency critical at five times the limit', () => {
    expect(found(context({ minutes: endingWith(15, () => ({ duration: slowed(2.2) })) }))).toContain('latency duration-p95 critical');
  });

  it('find errors five points above the norm, critical from fifteen percent', () => {
    expect(found(context({ minutes: endingWith(15, () => ({ errors: 7 })) }))).toContain('errors error-rate warning');
    expect(found(context({ minutes: endingWith(15, () => ({ errors: 20 })) }))).toContain('errors error-rate critical');
    expect(found(context({ minutes: endingWith(15, () => ({ errors: 5 })) }))).not.toContain('errors error-rate warning');
  });

  it('compare with no baseline that is not established', () => {
    const bad = endingWith(15, () => ({ errors: 30, duration: slowed(3) }));
    expect(found(context({ minutes: bad, baselines: taught(10) }))).toEqual([]);
    expect(found(context({ minutes: bad, baselines: null }))).toEqual([]);
  });

  it('find a fall of throughput only against the same hour of an earlier week', () => {
    const few = endingWith(15, () => ({ invocations: 60 }));
    expect(found(context({ minutes: few }))).toEqual([]);
    const baselines = taught();
    const invocations = baselines.series.invocations;
    if (invocations === undefined) throw new Error('taught() has no invocations');
    const hour = String(new Date(NOW).getUTCDay() * 24 + new Date(NOW).getUTCHours());
    const weeks = {
      ...baselines,
      series: { ...baselines.series, invocations: { ...invocations, hours: { [hour]: { count: 120, mean: 100 } } } },
    };
    expect(found(context({ minutes: few, baselines: weeks }))).toEqual(['throughput invocations warning']);
    expect(found(context({ minutes: minutesUntil(NOW - 15 * MINUTE_MS, 30), baselines: weeks }))).toEqual([
      'throughput invocations critical',
    ]);
    expect(found(context({ baselines: weeks }))).toEqual([]);
  });

  it('find memory, time and concurrency near their limits', () => {
    expect(found(context({ reports: reportsOf('orders', 200, () => ({ maxMemoryMb: 420 })) }))).toEqual([
      'utilisation memory-used warning',
    ]);
    expect(found(context({ reports: reportsOf('orders', 200, () => ({ maxMemoryMb: 440 })) }))).toEqual([
      'utilisation memory-used warning',
    ]);
    expect(found(context({ reports: reportsOf('orders', 200, () => ({ maxMemoryMb: 505 })) }))).toContain(
      'utilisation memory-used critical',
    );
    expect(found(context({ reports: reportsOf('orders', 200, () => ({ durationMs: 4300 })) }))).toEqual([
      'utilisation duration-p99 warning',
    ]);
    expect(found(context({ minutes: endingWith(15, () => ({ throttles: 3 })) }))).toContain('utilisation throttle-rate critical');
  });

  it('find memory that jumps above one and a half times the most ever seen', () => {
    const reports = reportsOf('orders', 200, (index) => ({ maxMemoryMb: index === 0 ? 460 : 300, memoryMb: 2048 }));
    expect(found(context({ reports, target: { ...context().target, configuration: { memoryMb: 2048, timeoutSeconds: 5 } } }))).toEqual([
      'memory memory-used warning',
    ]);
  });

  it('find more than ten failures of one kind within the hour, whatever varies in their text', () => {
    expect(found(context({ errors: logErrors('orders', 11) }))).toEqual(['error-cluster null warning']);
    expect(found(context({ errors: logErrors('orders', 10) }))).toEqual([]);
    expect(found(context({ errors: logErrors('orders', 20, (index) => ({ type: `Error${'ABCD'[index % 4]}` })) }))).toEqual([]);
    expect(found(context({ errors: logErrors('orders', 11, () => ({ at: NOW - 2 * 3_600_000 })) }))).toEqual([]);
  });

  it('tell of a stack what is left of a message: nothing that a caller wrote', () => {
    const stack = ['at token=hunter2 https://internal.example/a?key=1 jane@example.com\n'];
    const [cluster] = errorClusters(context({ errors: logErrors('orders', 11, () => ({ stack })) }));
    expect(cluster?.frame).toBe('at <secret> <url> <email>');
    expect(errorClusters(context({ errors: logErrors('orders', 11, () => ({ stack: [] })) }))[0]?.frame).toBeNull();
  });

  it('find timeouts', () => {
    const one = reportsOf('orders', 600, (index) => ({ status: index === 5 ? 'timeout' : 'ok' }));
    expect(found(context({ reports: one }))).toEqual(['timeout timeout-rate warning']);
    const many = reportsOf('orders', 600, (index) => ({ status: index < 9 ? 'timeout' : 'ok' }));
    expect(found(context({ reports: many }))).toContain('timeout timeout-rate critical');
  });
});
