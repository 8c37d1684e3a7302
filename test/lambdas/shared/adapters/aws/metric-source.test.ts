import { describe, expect, it } from 'vitest';
import { cloudwatchMetricSource } from '../../../../../lambdas/shared/adapters/aws/metric-source.ts';
import { createMeter } from '../../../../../lambdas/shared/adapters/unit-meter.ts';
import { DependencyUnavailable } from '../../../../../lambdas/shared/errors.ts';
import { MINUTE_MS } from '../../../../../lambdas/shared/time.ts';
import { cloudwatchModel } from '../../../../contract/fakes/cloudwatch-service.ts';
import type { Disturbance } from '../../../../contract/fakes/cloudwatch-service.ts';
import { serviceError } from '../../../../contract/fakes/intercept.ts';
import { targetNamed } from '../../../../contract/fakes/targets.ts';

const T = Date.UTC(2026, 10, 20, 12);
const SPAN = { from: T, to: T + 10 * MINUTE_MS };
const INVOCATIONS = [{ name: 'f0', version: '1', at: T + 5, durationMs: 12 }];

function setup(disturbances: Disturbance[] = [], clock = () => T) {
  const meter = createMeter();
  const model = cloudwatchModel(INVOCATIONS, Infinity, disturbances);
  return { meter, model, source: cloudwatchMetricSource({ meter, clock, client: model.client }) };
}

describe('cloudwatchMetricSource', () => {
  it('asks in batches of at most 500 and bills up to five statistics of a metric as one', async () => {
    const { meter, model, source } = setup();
    const targets = Array.from({ length: 120 }, (_, index) => targetNamed(`f${index}`));
    const found = await source.minutes(targets, SPAN);
    expect(found.size).toBe(120);
    expect(found.get('f0')).toMatchObject([{ minute: T, invocations: 1, duration: { p50: 12 } }]);
    expect(model.calls.map(({ MetricDataQueries: queries }) => queries?.length)).toEqual([500, 500, 200]);
    // Invocations, errors, throttles, concurrency, and Duration twice for its six statistics.
    expect(meter.drain()).toEqual({ 'cloudwatch:GetMetricData': 3, 'cloudwatch:GetMetricData:metric': 120 * 6 });
  });

  it('reads a judged minute of one version for three metrics', async () => {
    const { meter, source } = setup();
    await source.exceedances(targetNamed('f0'), '1', [1, 2, 3, 4, 5], SPAN);
    expect(meter.drain()).toMatchObject({ 'cloudwatch:GetMetricData:metric': 3 });
  });

  it('asks for a version by alias and executed version', async () => {
    const { model, source } = setup();
    await source.quantiles(targetNamed('f0'), '7', [0.29, 0.999], SPAN);
    const queries = model.calls[0]?.MetricDataQueries ?? [];
    expect(queries.map((query) => query.MetricStat?.Stat)).toEqual(['SampleCount', 'p29', 'p99.9']);
    expect(queries[0]?.MetricStat?.Period).toBe(600);
    expect(queries[0]?.MetricStat?.Metric?.Dimensions).toEqual([
      { Name: 'FunctionName', Value: 'f0' },
      { Name: 'Resource', Value: 'f0:live' },
      { Name: 'ExecutedVersion', Value: '7' },
    ]);
  });

  it('writes thresholds as plain decimals', async () => {
    const { model, source } = setup();
    await source.exceedances(targetNamed('f0'), '1', [300, 0.1 + 0.2, 1e-7, 123_456.789], SPAN);
    expect(model.calls[0]?.MetricDataQueries?.slice(2).map((query) => query.MetricStat?.Stat)).toEqual([
      'TC(300:)',
      'TC(0.3:)',
      'TC(0.0000001:)',
      'TC(123456.789:)',
    ]);
  });

  it.each<[string, Disturbance]>([
    ['throttling', serviceError('ThrottlingException')],
    ['a fault', serviceError('InternalServiceFault', 500)],
    ['partial data at the last page', 'PartialData'],
    ['an internal error of a series', 'InternalError'],
  ])('is DependencyUnavailable at %s', async (_what, disturbance) => {
    await expect(setup([disturbance]).source.minutes([targetNamed('f0')], SPAN)).rejects.toThrow(DependencyUnavailable);
  });

  it('leaves a refusal as it is', async () => {
    const denied = serviceError('AccessDeniedException');
    await expect(setup([denied]).source.minutes([targetNamed('f0')], SPAN)).rejects.toBe(denied);
  });

  it('calls a minute complete when the timeout and two minutes have passed since its end', async () => {
    const target = targetNamed('f0', { configuration: { memoryMb: 128, timeoutSeconds: 30 } });
    expect(await setup([], () => T + 2.5 * MINUTE_MS).source.completeUntil(target)).toBe(T);
    expect(await setup([], () => T + 2.5 * MINUTE_MS - 1).source.completeUntil(target)).toBe(T - MINUTE_MS);
  });
});
