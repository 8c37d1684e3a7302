import { describe, expect, it } from 'vitest';
import { FINDERS, findOpportunities } from '../../../../lambdas/analysis/finders.ts';
import type { Finding } from '../../../../lambdas/analysis/finding.ts';
import type { TargetContext } from '../../../../lambdas/analysis/target-context.ts';
import { sizesOfReports } from '../../../../lambdas/analysis/tuning/tried-sizes.ts';
import {
  type AnomalyDraft,
  type EventSource,
  OPPORTUNITY_KINDS,
  Prediction,
  type Scaling,
} from '../../../../lambdas/shared/contract/records.ts';
import { HOUR_MS, MINUTE_MS } from '../../../../lambdas/shared/time.ts';
import { minutesUntil, reportsOf } from '../../fakes/samples.ts';
import { NOW, target } from '../../fakes/world.ts';
import { learned, minutesFrom, ORDERS } from '../predictions/learned.ts';
import { context } from '../views.ts';

const scaling = (changes: Partial<Scaling> = {}): Scaling => ({
  reservedConcurrency: null,
  provisionedConcurrency: null,
  accountLimit: 1000,
  eventSources: [],
  ...changes,
});
const queue = (changes: Partial<EventSource> = {}): EventSource => ({
  id: 'uuid-1',
  source: 'arn:aws:sqs:eu-central-1:1:jobs',
  kind: 'sqs',
  batchSize: 1,
  windowSeconds: 0,
  enabled: true,
  ...changes,
});
const only = (changes: Partial<TargetContext>): Finding => {
  const [found, ...others] = findOpportunities(context(changes));
  expect(others.map(({ kind }) => kind)).toEqual([]);
  return found ?? expect.fail('nothing was found');
};
const kinds = (changes: Partial<TargetContext>): string[] => findOpportunities(context(changes)).map(({ kind }) => kind);

/** A week in which orders was called this often a minute, 100 ms each; it ends where the views' windows do. */
const week = (perMinute: (hour: number) => number) =>
  learned(
    ORDERS,
    minutesFrom(
      NOW - 7 * 24 * HOUR_MS,
      7 * 24 * 30,
      (_, at) => ({
        invocations: perMinute(new Date(at).getUTCHours()),
        'duration-mean': 100,
      }),
      2,
    ),
  );

describe('throttled', () => {
  const refusing = { minutes: minutesUntil(NOW, 60, (index) => (index < 30 ? { throttles: 10, concurrency: 5 } : {})) };

  it('says how much more the demand asks for than the limit that was met', () => {
    const found = only({ ...refusing, scaling: scaling({ reservedConcurrency: 5 }) });
    expect(found).toMatchObject({ kind: 'throttled', severity: 'critical', gain: 300 / 6300, usersPerHour: 6300 });
    expect(found.action?.command).toBe('aws lambda put-function-concurrency --function-name orders --reserved-concurrent-executions 6');
    expect(Prediction.parse(found.prediction)).toMatchObject({ unit: 'fraction', before: 300 / 6300, after: 0, low: 0, high: 0.01 });
  });

  it('asks for the account’s quota where there is no limit of its own, or no room for one', () => {
    const command = (given: Scaling | null): string | null | undefined => only({ ...refusing, scaling: given }).action?.command;
    expect(command(scaling())).toMatch(/--quota-code L-B99A9384 --desired-value 2000$/);
    expect(command(scaling({ accountLimit: null }))).toMatch(/^aws lambda get-account-settings/);
    expect(command(null)).toMatch(/^aws lambda get-account-settings/);
    expect(command(scaling({ reservedConcurrency: 5, accountLimit: 100 }))).toMatch(/--desired-value 106$/);
  });

  it('explains failures that are nothing else, and is not found where nothing was refused', () => {
    const failing = { type: 'errors', series: 'throttle-rate', expected: 0, actual: 0.1, severity: 'critical' } as const;
    const anomalies: AnomalyDraft[] = [
      {
        ...failing,
        title: '',
        description: 'It refuses.',
        deviationPercent: null,
        since: NOW - HOUR_MS,
        lastSeen: NOW - MINUTE_MS,
        discriminator: '',
      },
    ];
    expect(kinds({ ...refusing, anomalies })).toEqual(['throttled']);
    expect(kinds({})).toEqual([]);
  });
});

describe('throughput', () => {
  const fewer = (actual: number, changes: Partial<AnomalyDraft> = {}): AnomalyDraft => ({
    type: 'throughput',
    series: 'invocations',
    severity: 'warning',
    title: '',
    description: 'It was called less.',
    expected: 100,
    actual,
    deviationPercent: null,
    since: NOW - 10 * MINUTE_MS,
    lastSeen: NOW - MINUTE_MS,
    discriminator: '',
    ...changes,
  });

  it('is a fall by 30 %, of those who are missing', () => {
    expect(only({ anomalies: [fewer(70)] })).toMatchObject({ kind: 'throughput', severity: 'high', usersPerHour: 1800 });
    expect(only({ anomalies: [fewer(70)] }).gain).toBeCloseTo(0.3, 9);
    expect(kinds({ anomalies: [fewer(71)] })).toEqual([]);
    expect(kinds({ anomalies: [fewer(170)] })).toEqual([]);
  });
});

describe('resource-exhaustion', () => {
  const growing = reportsOf('orders', 600, (index) => ({ maxMemoryMb: 450 - index / 6 }));

  it('foretells when memory, time or concurrency will be used up', () => {
    const found = only({ reports: growing });
    expect(found).toMatchObject({
      kind: 'resource-exhaustion',
      severity: 'critical',
      title: expect.stringMatching(/^orders will run out of memory by 2026-11-20 11:\d\d UTC$/),
    });
    expect(found.evidence[0]?.figures).toMatchObject({ limit: 512, confidence: expect.any(Number) });
    const busier = minutesUntil(NOW, 60, (index) => ({ concurrency: 20 + index }));
    expect(only({ minutes: busier, scaling: scaling({ reservedConcurrency: 100 }) }).title).toMatch(/run out of concurrency/);
    expect(kinds({ minutes: busier, scaling: scaling({ accountLimit: 10_000 }) })).toEqual([]);
    expect(kinds({ minutes: busier })).toEqual([]);
  });
});

describe('reserved-concurrency', () => {
  // 1,000 a minute of 100 ms at ten in the morning: 1.7 under way, 6 with the square-root rule.
  const baselines = week((hour) => (hour === 10 ? 1000 : 100));

  it('names a limit that the week’s demand will meet, and one that takes from others', () => {
    const low = only({ baselines, scaling: scaling({ reservedConcurrency: 2 }) });
    expect(low).toMatchObject({ kind: 'reserved-concurrency', severity: 'high', gain: 0.01 });
    const need = Number(low.evidence[0]?.figures?.['need']);
    expect(need).toBeGreaterThan(2);
    expect(low.action?.command).toBe(
      `aws lambda put-function-concurrency --function-name orders --reserved-concurrent-executions ${2 * need}`,
    );
    expect(only({ baselines, scaling: scaling({ reservedConcurrency: 500 }) })).toMatchObject({ severity: 'low', gain: 0 });
    expect(kinds({ baselines, scaling: scaling({ reservedConcurrency: 2 * need }) })).toEqual([]);
  });

  it('says nothing before a week is known', () => {
    expect(kinds({ scaling: scaling({ reservedConcurrency: 2 }) })).toEqual([]);
    expect(kinds({ baselines })).toEqual([]);
  });
});

describe('cold-starts', () => {
  const cold = reportsOf('orders', 600, (index) => ({ initMs: index % 20 === 0 ? 800 : null }));

  it('is the share of the calls that wait for a start, and costs what it takes to keep environments ready', () => {
    const found = only({ reports: cold, baselines: week(() => 100), scaling: scaling() });
    expect(found).toMatchObject({ kind: 'cold-starts', gain: 40 / 140, wanted: null });
    const { prediction, action } = found;
    expect(Prediction.parse(prediction)).toMatchObject({ before: 140, after: 100.4, low: 100 });
    expect(prediction?.saving?.expected).toBeLessThan(0);
    expect(prediction?.saving?.low).toBeLessThanOrEqual(prediction?.saving?.expected ?? 0);
    expect(action?.command).toMatch(
      /^aws lambda put-provisioned-concurrency-config --function-name orders --qualifier live --provisioned-concurrent-executions \d+$/,
    );
  });

  it('names no figure before a week is known, and is none where some are ready or few wait', () => {
    const found = only({ reports: cold });
    expect(found.prediction).toBeUndefined();
    expect(found.action).toMatchObject({ command: null, words: expect.stringContaining('0 of 168 hours of the week are known') });
    expect(kinds({ reports: cold, scaling: scaling({ provisionedConcurrency: 4 }) })).toEqual([]);
    expect(kinds({ reports: reportsOf('orders', 600, (index) => ({ initMs: index % 200 === 0 ? 800 : null })) })).toEqual([]);
    expect(kinds({ reports: reportsOf('orders', 600, (index) => ({ initMs: index % 20 === 0 ? 90 : null })) })).toEqual([]);
  });
});

describe('batch-size', () => {
  it('lets as many items wait for one another as the traffic brings and the timeout has room for', () => {
    const found = only({ scaling: scaling({ eventSources: [queue()] }) });
    expect(found).toMatchObject({ kind: 'batch-size', severity: 'low', gain: 0 });
    expect(found.action?.command).toBe(
      'aws lambda update-event-source-mapping --uuid uuid-1 --batch-size 2 --maximum-batching-window-in-seconds 1',
    );
    expect(Prediction.parse(found.prediction)).toMatchObject({
      unit: 'calls a minute',
      before: 100,
      after: 75,
      low: 50,
      high: 100,
      saving: { low: 0 },
    });
    expect(
      kinds({
        scaling: scaling({ eventSources: [queue({ batchSize: 2 })] }),
        reports: reportsOf('orders', 600, () => ({ durationMs: 2000 })),
      }),
    ).toEqual([]);
  });

  it('halves batches that are cut off', () => {
    const reports = reportsOf('orders', 600, (index) => (index < 6 ? { durationMs: 5000, status: 'timeout' } : {}));
    const found = findOpportunities(context({ reports, scaling: scaling({ eventSources: [queue({ batchSize: 9 })] }) }));
    expect(found.map(({ kind }) => kind)).toEqual(['timeout-too-short', 'batch-size']);
    expect(found[1]?.action?.command).toContain('--batch-size 5 ');
  });

  it('leaves alone what is off, of another kind, or one of several', () => {
    for (const eventSources of [[queue({ enabled: false })], [queue({ kind: 'other' })], [queue(), queue({ id: 'uuid-2' })], []])
      expect(kinds({ scaling: scaling({ eventSources }) })).toEqual([]);
    expect(kinds({ minutes: minutesUntil(NOW, 60, () => ({ invocations: 59 })), scaling: scaling({ eventSources: [queue()] }) })).toEqual(
      [],
    );
  });
});

describe('low-hit-rate', () => {
  it('is a cache that misses more than it hits, where it is asked more than a hundred times an hour', () => {
    expect(only({ caches: [{ name: 'prices', hits: 40, misses: 61 }] })).toMatchObject({ kind: 'low-hit-rate', samples: 101 });
    expect(kinds({ caches: [{ name: 'prices', hits: 40, misses: 60 }] })).toEqual([]);
    expect(kinds({ caches: [{ name: 'prices', hits: 60, misses: 60 }] })).toEqual([]);
  });
});

describe('unusable-source', () => {
  it('says why the code is left alone, where a look would be worth it', () => {
    const source = { kind: 'unusable', problem: 'bundled', reason: 'index.js is one line of 2 MB.' } as const;
    expect(only({ source })).toMatchObject({ kind: 'unusable-source', gain: 0, title: "The source of orders can't be improved: bundled" });
    expect(kinds({ source, reports: reportsOf('orders', 600, () => ({ durationMs: 5 })) })).toEqual([]);
  });
});

describe('tunings', () => {
  const at = (memoryMb: number, durationMs: number) => sizesOfReports(reportsOf('orders', 1000, () => ({ memoryMb, durationMs })));

  it('give a target that computes more CPU for the same money', () => {
    const tried = [...at(512, 1000), ...at(256, 2000)];
    const found = only({ tried, reports: reportsOf('orders', 600, () => ({ durationMs: 1000 })) });
    expect(found).toMatchObject({
      kind: 'under-provisioned',
      severity: 'medium',
      wanted: { memoryMb: 1769 },
      prediction: { metric: 'mean duration', unit: 'ms' },
    });
    expect(found.evidence).toHaveLength(3);
    expect(kinds({ tried: [...at(512, 1000), ...at(256, 1010)], reports: reportsOf('orders', 600, () => ({ durationMs: 1000 })) })).toEqual(
      [],
    );
  });

  it('foretell their figures, each with its range', () => {
    const big = target('orders', { configuration: { memoryMb: 512, timeoutSeconds: 60 } });
    const views: Partial<TargetContext>[] = [
      { reports: reportsOf('orders', 600, () => ({ maxMemoryMb: 90 })) },
      { reports: reportsOf('orders', 600, () => ({ maxMemoryMb: 500 })) },
      { reports: reportsOf('orders', 600, (index) => (index < 6 ? { maxMemoryMb: 512, status: 'out-of-memory' } : {})) },
      { target: big },
      { reports: reportsOf('orders', 600, (index) => (index < 6 ? { durationMs: 5000, status: 'timeout' } : {})) },
    ];
    const metrics = views.map((view) => {
      const prediction = Prediction.parse(findOpportunities(context(view))[0]?.prediction);
      expect(prediction.low).toBeLessThanOrEqual(prediction.after);
      expect(prediction.after).toBeLessThanOrEqual(prediction.high);
      expect(prediction.method).toMatch(/\.$/);
      return prediction.metric;
    });
    expect(metrics).toEqual([
      'cost',
      'share of memory used',
      'share of calls out of memory',
      'longest that a call can hang',
      'share of calls cut off',
    ]);
  });
});

it('has no finder that finds two of a kind, or a kind that is not known', () => {
  const busy = context({ minutes: minutesUntil(NOW, 60, () => ({ throttles: 3 })), caches: [{ name: 'a', hits: 0, misses: 500 }] });
  for (const find of FINDERS) {
    const found = find(busy).map(({ kind }) => kind);
    expect(new Set(found).size).toBe(found.length);
    for (const kind of found) expect(OPPORTUNITY_KINDS).toContain(kind);
  }
});
