import { describe, expect, it } from 'vitest';
import { METRIC_BACK_OFF } from '../../../../../lambdas/shared/adapters/aws/metric-queries.ts';
import { cloudwatchMetricSource } from '../../../../../lambdas/shared/adapters/aws/metric-source.ts';
import { createMeter } from '../../../../../lambdas/shared/adapters/unit-meter.ts';
import { DependencyUnavailable } from '../../../../../lambdas/shared/errors.ts';
import { MINUTE_MS } from '../../../../../lambdas/shared/time.ts';
import { cloudwatchModel } from '../../../../contract/fakes/cloudwatch-service.ts';
import type { Disturbance, Invocation } from '../../../../contract/fakes/cloudwatch-service.ts';
import { serviceError } from '../../../../contract/fakes/intercept.ts';
import { targetNamed } from '../../../../contract/fakes/targets.ts';

const T = Date.UTC(2026, 10, 20, 12);
const SPAN = { from: T, to: T + 10 * MINUTE_MS };
const INVOCATIONS: Invocation[] = [{ name: 'f0', version: '1', at: T + 5, durationMs: 12 }];

interface Given {
  disturbances?: Disturbance[];
  clock?: () => number;
  invocations?: Invocation[];
  pageSize?: number;
}

function setup({ disturbances = [], clock = () => T, invocations = INVOCATIONS, pageSize = Infinity }: Given = {}) {
  const meter = createMeter();
  const model = cloudwatchModel(invocations, pageSize, disturbances);
  const waits: number[] = [];
  const sleep = async (ms: number) => void waits.push(ms);
  // The largest wait that random can give, nearly: the bound itself.
  const source = cloudwatchMetricSource({ meter, clock, client: model.client, sleep, random: () => 1 - Number.EPSILON });
  const sizes = () => model.calls.map(({ MetricDataQueries: queries = [] }) => queries.length);
  return { meter, model, source, waits, sizes };
}

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('cloudwatchMetricSource: what it asks and what that costs', () => {
  it('fills calls of at most 500 over the targets, and pays five metrics a target', async () => {
    const { meter, source, sizes } = setup();
    const targets = Array.from({ length: 120 }, (_, index) => targetNamed(`f${index}`));
    const found = await source.minutes(targets, SPAN);
    expect(found.size).toBe(120);
    expect(found.get('f0')).toMatchObject([{ minute: T, invocations: 1, duration: { p50: 12, p95: 12, p99: 12, mean: 12, max: 12 } }]);
    // 55 targets of nine statistics and four more: the five of the next target's Duration stay together, in two calls they are paid twice.
    expect(sizes()).toEqual([499, 500, 81]);
    expect(meter.drain()).toEqual({ 'cloudwatch:GetMetricData': 3, 'cloudwatch:GetMetricData:metric': 120 * 5 });
  });

  it('never splits what is billed as one metric', async () => {
    const { model, source } = setup();
    await source.minutes(
      Array.from({ length: 400 }, (_, index) => targetNamed(`f${index}`)),
      SPAN,
    );
    const callsOfDuration = model.calls.flatMap(({ MetricDataQueries: queries = [] }) => [
      ...new Set(
        queries
          .filter(({ MetricStat: stat }) => stat?.Metric?.MetricName === 'Duration')
          .map(({ MetricStat: stat }) => stat?.Metric?.Dimensions?.[0]?.Value),
      ),
    ]);
    expect(callsOfDuration).toHaveLength(400);
  });

  it('asks idle targets for two metrics, and only those that were called or throttled for the other three', async () => {
    const { meter, source, sizes } = setup({
      invocations: [...INVOCATIONS, { name: 'f1', version: '1', at: T + MINUTE_MS, durationMs: 0, throttled: true }],
    });
    const targets = Array.from({ length: 10 }, (_, index) => targetNamed(`f${index}`));
    const found = await source.minutes(targets, SPAN, new Set(targets.map(({ name }) => name)));
    expect(sizes()).toEqual([20, 2 * 7]);
    expect(meter.drain()).toMatchObject({ 'cloudwatch:GetMetricData:metric': 10 * 2 + 2 * 3 });
    expect(found.get('f0')).toMatchObject([{ minute: T, invocations: 1, concurrency: 1, duration: { p50: 12 } }]);
    expect(found.get('f1')).toEqual([
      { minute: T + MINUTE_MS, invocations: 0, errors: 0, throttles: 1, concurrency: null, duration: null },
    ]);
    expect(found.get('f2')).toEqual([]);
  });

  it('asks nothing when there is nobody to ask, or no minute', async () => {
    const { model, source } = setup();
    expect(await source.minutes([], SPAN)).toEqual(new Map());
    expect(await source.minutes([targetNamed('f0')], { from: T, to: T })).toEqual(new Map([['f0', []]]));
    expect(model.calls).toEqual([]);
  });

  it('reads a judged minute of one version for three metrics', async () => {
    const { meter, source } = setup();
    await source.exceedances(targetNamed('f0'), '1', [1, 2, 3, 4, 5], SPAN);
    expect(meter.drain()).toMatchObject({ 'cloudwatch:GetMetricData:metric': 3 });
  });

  it('pays a sixth statistic of a metric as a further metric', async () => {
    const { meter, source } = setup();
    await source.exceedances(targetNamed('f0'), '1', [1, 2, 3, 4, 5, 6], SPAN);
    expect(meter.drain()).toMatchObject({ 'cloudwatch:GetMetricData:metric': 4 });
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

  it('calls a minute complete when the timeout and two minutes have passed since its end', async () => {
    const target = targetNamed('f0', { configuration: { memoryMb: 128, timeoutSeconds: 30 } });
    expect(await setup({ clock: () => T + 2.5 * MINUTE_MS }).source.completeUntil(target)).toBe(T);
    expect(await setup({ clock: () => T + 2.5 * MINUTE_MS - 1 }).source.completeUntil(target)).toBe(T - MINUTE_MS);
  });
});

describe('cloudwatchMetricSource: when CloudWatch fails', () => {
  const read = (given: ReturnType<typeof setup>) => given.source.minutes([targetNamed('f0')], SPAN);
  const whole = read(setup());

  it.each<[string, Disturbance]>([
    ['throttling', serviceError('ThrottlingException')],
    ['a fault', serviceError('InternalServiceFault', 500)],
    ['partial data at the last page', 'PartialData'],
    ['an internal error of each series', 'InternalError'],
  ])('gets over %s by waiting longer each time, and then gives all', async (_what, disturbance) => {
    const given = setup({ disturbances: times(METRIC_BACK_OFF.retries, disturbance) });
    expect(await read(given)).toEqual(await whole);
    expect(given.waits).toEqual([199, 399, 799, 1599, 3199]);
    expect(given.waits.length).toBe(METRIC_BACK_OFF.retries);
  });

  it.each<[string, Disturbance, RegExp]>([
    ['throttling', serviceError('ThrottlingException'), /GetMetricData: ThrottlingException/],
    ['partial data', 'PartialData', /PartialData for 9 of 9 series, f0 invocations/],
    ['internal errors', 'InternalError', /InternalError for 9 of 9 series/],
  ])('is DependencyUnavailable when %s lasts', async (_what, disturbance, message) => {
    const given = setup({ disturbances: times(METRIC_BACK_OFF.retries + 1, disturbance) });
    const failed = read(given);
    await expect(failed).rejects.toThrow(DependencyUnavailable);
    await expect(failed).rejects.toThrow(message);
    expect(given.model.calls).toHaveLength(METRIC_BACK_OFF.retries + 1);
  });

  it('waits a random share of the bound, down to nothing', async () => {
    const waits: number[] = [];
    const { client } = cloudwatchModel(INVOCATIONS, Infinity, [serviceError('Throttling'), serviceError('Throttling')]);
    const random = [0, 0.5];
    const source = cloudwatchMetricSource({
      meter: createMeter(),
      clock: () => T,
      client,
      random: () => random.shift() ?? 0,
      sleep: async (ms) => void waits.push(ms),
    });
    await source.minutes([targetNamed('f0')], SPAN);
    expect(waits).toEqual([0, 200]);
  });

  it('asks again only for the series that could not be read, and pays for those only', async () => {
    const given = setup({ disturbances: [{ statistic: 'p95', status: 'InternalError' }] });
    expect(await read(given)).toEqual(await whole);
    expect(given.sizes()).toEqual([9, 1]);
    expect(given.meter.drain()).toMatchObject({ 'cloudwatch:GetMetricData:metric': 5 + 1 });
  });

  it('goes on at the page that was throttled, and pays for the request once', async () => {
    const invocations = Array.from({ length: 10 }, (_, minute) => ({
      name: 'f0',
      version: '1',
      at: T + minute * MINUTE_MS,
      durationMs: 5,
    }));
    const given = setup({ invocations, pageSize: 4, disturbances: ['none', serviceError('Throttling')] });
    expect(await read(given)).toEqual(await read(setup({ invocations })));
    expect(given.model.calls.map(({ NextToken: token }) => token)).toEqual([undefined, '1', '1', '2']);
    expect(given.meter.drain()).toMatchObject({ 'cloudwatch:GetMetricData:metric': 5 });
  });

  it('leaves a refusal as it is, at once', async () => {
    const denied = serviceError('AccessDeniedException');
    const given = setup({ disturbances: [denied] });
    await expect(read(given)).rejects.toBe(denied);
    expect(given.waits).toEqual([]);
  });

  it('begins no further call when one has failed for good', async () => {
    const given = setup({ disturbances: times(3, serviceError('AccessDeniedException')) });
    const targets = Array.from({ length: 1000 }, (_, index) => targetNamed(`f${index}`));
    await expect(given.source.minutes(targets, SPAN)).rejects.toThrow('AccessDenied');
    expect(given.model.calls).toHaveLength(3);
  });
});
