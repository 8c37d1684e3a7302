import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { LIVE_ALIAS } from '../../contract/names.ts';
import type { MinuteStats, Target } from '../../contract/records.ts';
import type { Clock, Meter, MetricSource, Span } from '../../ports.ts';
import { floorMinute, MINUTE_MS } from '../../time.ts';
import { REAL_WAITING } from '../back-off.ts';
import type { Waiting } from '../back-off.ts';
import { metered } from '../metered.ts';
import type { Dimensions, StatisticQuery } from './metric-batches.ts';
import { CALL_LIMITS, readStatistics } from './metric-queries.ts';
import type { MetricReader, Points } from './metric-queries.ts';

/** Lambda sends its metrics every minute and CloudWatch takes some seconds to show them; judge.md says "about two minutes". */
const METRICS_LATE_MS = 2 * MINUTE_MS;

/** CloudWatch's trimmed counts and percentiles take up to ten decimal places. */
const STATISTIC_DECIMALS = 10;

/** What `minutes` asks for each target: nine statistics, billed as five metrics (Duration's five count as one). */
const MINUTE_STATISTICS = {
  invocations: ['Invocations', 'Sum'],
  errors: ['Errors', 'Sum'],
  throttles: ['Throttles', 'Sum'],
  concurrency: ['ConcurrentExecutions', 'Maximum'],
  p50: ['Duration', 'p50'],
  p95: ['Duration', 'p95'],
  p99: ['Duration', 'p99'],
  mean: ['Duration', 'Average'],
  max: ['Duration', 'Maximum'],
} as const;
type Statistic = keyof typeof MINUTE_STATISTICS;
const STATISTICS = Object.keys(MINUTE_STATISTICS) as Statistic[];

/**
 * What idle targets are asked for first: two billed metrics, and the other three only of those that were called. Calls that are throttled
 * are not in Invocations: without the second, a function whose every call is refused would look idle for ever. Asked hourly, it costs
 * 730 x $0.01 / 1,000 = $0.0073 a function-month, as much as the first.
 */
const IDLE_PROBE = ['invocations', 'throttles'] as const satisfies readonly Statistic[];
const BEYOND_PROBE = STATISTICS.filter((key) => !IDLE_PROBE.some((probed) => probed === key));

interface CloudwatchMetricSourceOptions extends Partial<Waiting> {
  meter: Meter;
  clock: Clock;
  client?: CloudWatchClient;
}

/**
 * Metrics of managed functions from CloudWatch's namespace AWS/Lambda: of all versions by FunctionName, of one version behind the
 * alias by FunctionName, Resource (`name:live`) and ExecutedVersion. A minute in which Lambda sent nothing is absent.
 */
export function cloudwatchMetricSource({ meter, clock, client, ...waiting }: CloudwatchMetricSourceOptions): MetricSource {
  const source: MetricReader = {
    ...REAL_WAITING,
    ...waiting,
    meter,
    client: metered(client ?? new CloudWatchClient(CALL_LIMITS), 'cloudwatch', meter),
  };
  return {
    // A metric bears the minute in which its invocation began and is sent when it ended: at the latest after the timeout.
    async completeUntil(target) {
      return floorMinute(clock() - target.configuration.timeoutSeconds * 1000 - METRICS_LATE_MS);
    },

    async minutes(targets, span, idle = new Set()) {
      if (isEmpty(span)) return new Map(targets.map(({ name }) => [name, []]));
      const read = (names: readonly string[], keys: readonly Statistic[]) =>
        readStatistics(
          source,
          names.flatMap((name) => minuteQueries(name, { FunctionName: name }, keys)),
          span,
        );
      const names = targets.map(({ name }) => name);
      const probes = names.filter((name) => idle.has(name));
      const known = names.filter((name) => !idle.has(name));
      const [probed, found] = await Promise.all([read(probes, IDLE_PROBE), read(known, STATISTICS)]);
      const called = probes.filter((name) => wasCalled(probed, name));
      const all = new Map([...found, ...probed, ...(await read(called, BEYOND_PROBE))]);
      const busy = new Set([...known, ...called]);
      return new Map(names.map((name) => [name, busy.has(name) ? minuteStats(all, name) : []]));
    },

    async versionMinutes(target, version, span) {
      if (isEmpty(span)) return [];
      const queries = minuteQueries(target.name, versionOf(target, version), STATISTICS);
      return minuteStats(await readStatistics(source, queries, span), target.name);
    },

    async exceedances(target, version, thresholdsMs, span) {
      if (isEmpty(span)) return [];
      const dimensions = versionOf(target, version);
      const found = await readStatistics(
        source,
        [
          { key: 'requests', metric: 'Invocations', statistic: 'Sum', dimensions },
          { key: 'errors', metric: 'Errors', statistic: 'Sum', dimensions },
          // The lower bound of a trimmed count is not in it: "removing all data points that are lower than or equal to".
          ...thresholdsMs.map((threshold, index) => ({
            key: `above-${index}`,
            metric: 'Duration',
            statistic: `TC(${decimal(threshold)}:)`,
            dimensions,
          })),
        ],
        span,
      );
      // A minute without a sample in the range has no trimmed count, or 0: the same.
      const at = (key: string, minute: number) => Math.round(found.get(key)?.get(minute) ?? 0);
      return minutesOf(found, ['requests', 'errors']).map((minute) => ({
        minute,
        requests: at('requests', minute),
        errors: at('errors', minute),
        above: thresholdsMs.map((_, index) => at(`above-${index}`, minute)),
      }));
    },

    async quantiles(target, version, levels, span) {
      if (isEmpty(span)) return null;
      const dimensions = versionOf(target, version);
      const statistics = ['SampleCount', ...levels.map((level) => `p${decimal(level * 100)}`)];
      const queries = statistics.map((statistic) => ({ key: statistic, metric: 'Duration', statistic, dimensions }));
      const found = await readStatistics(source, queries, span, (span.to - span.from) / 1000);
      const values = levels.map((level) => overPeriods(found.get(`p${decimal(level * 100)}`), found.get('SampleCount')));
      return values.some((value) => value === null) ? null : (values as number[]);
    },
  };
}

function versionOf(target: Target, version: string): Dimensions {
  return { FunctionName: target.name, Resource: `${target.name}:${LIVE_ALIAS}`, ExecutedVersion: version };
}

function minuteQueries(name: string, dimensions: Dimensions, keys: readonly Statistic[]): StatisticQuery[] {
  return keys.map((key) => {
    const [metric, statistic] = MINUTE_STATISTICS[key];
    return { key: `${name} ${key}`, metric, statistic, dimensions };
  });
}

/** Whether anybody called it, or tried to. */
function wasCalled(found: ReadonlyMap<string, Points>, name: string): boolean {
  return IDLE_PROBE.some((key) => [...(found.get(`${name} ${key}`)?.values() ?? [])].some((value) => value > 0));
}

function minuteStats(found: ReadonlyMap<string, Points>, name: string): MinuteStats[] {
  const read = (key: Statistic, minute: number) => found.get(`${name} ${key}`)?.get(minute) ?? null;
  const counters = (['invocations', 'errors', 'throttles'] as const).map((key) => `${name} ${key}`);
  return minutesOf(found, counters).map((minute) => {
    return {
      minute,
      invocations: Math.round(read('invocations', minute) ?? 0),
      errors: Math.round(read('errors', minute) ?? 0),
      throttles: Math.round(read('throttles', minute) ?? 0),
      concurrency: read('concurrency', minute),
      duration: durationOf((key) => read(key, minute)),
    };
  });
}

/** Null unless all five are there. */
function durationOf(read: (key: Statistic) => number | null): MinuteStats['duration'] {
  const [p50, p95, p99, mean, max] = [read('p50'), read('p95'), read('p99'), read('mean'), read('max')];
  if (p50 === null || p95 === null || p99 === null || mean === null || max === null) return null;
  return { p50, p95, p99, mean, max };
}

/** Minutes for which any of these series has a point, ascending. */
function minutesOf(found: ReadonlyMap<string, Points>, keys: readonly string[]): number[] {
  return [...new Set(keys.flatMap((key) => [...(found.get(key)?.keys() ?? [])]))].toSorted((a, b) => a - b);
}

/**
 * A period as long as the span gives one value, unless CloudWatch begins its periods elsewhere and cuts the span in two: then it is the
 * mean of both, weighted by their samples, which is as near as their quantiles can be put together. Null without a sample.
 */
function overPeriods(values: Points | undefined, samples: Points | undefined): number | null {
  const parts = [...(values ?? [])].map(([at, value]) => ({ value, weight: samples?.get(at) ?? 0 }));
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  return total === 0 ? null : parts.reduce((sum, { value, weight }) => sum + (value * weight) / total, 0);
}

/** Plain decimal text, never with an exponent, without the noise of binary fractions (0.29 * 100). */
function decimal(value: number): string {
  return value.toFixed(STATISTIC_DECIMALS).replace(/\.?0+$/, '');
}

function isEmpty(span: Span): boolean {
  return span.to <= span.from;
}
