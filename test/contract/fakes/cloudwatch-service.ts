import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { GetMetricDataInput, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { intercept, OFFLINE, serviceError } from './intercept.ts';

/** One invocation of a function behind its alias, or one that was throttled (no version ran it). */
export interface Invocation {
  name: string;
  version: string;
  at: number;
  durationMs: number;
  error?: boolean;
  throttled?: boolean;
}

export interface CloudWatchModel {
  client: CloudWatchClient;
  /** Inputs of the calls so far. */
  calls: GetMetricDataInput[];
}

/** Answers in this order, before the model does: an error to throw, or a status for every series, or for those of one statistic. */
export type Disturbance = Error | 'PartialData' | 'InternalError' | 'none' | { statistic: string; status: 'PartialData' | 'InternalError' };

/**
 * CloudWatch, as far as GetMetricData over AWS/Lambda goes: statistics computed from invocations, periods that begin at
 * StartTime, periods without data absent, results paged by `pageSize` data points of each series.
 */
export function cloudwatchModel(
  invocations: readonly Invocation[],
  pageSize = Infinity,
  disturbances: Disturbance[] = [],
): CloudWatchModel {
  const calls: GetMetricDataInput[] = [];
  const client = intercept(new CloudWatchClient({ ...OFFLINE, maxAttempts: 1 }), (action, input: GetMetricDataInput) => {
    if (action !== 'GetMetricData') throw serviceError('InvalidAction');
    calls.push(input);
    const disturbance = disturbances.shift();
    if (disturbance instanceof Error) throw disturbance;
    const { StartTime, EndTime, MetricDataQueries = [], NextToken, ScanBy } = input;
    if (MetricDataQueries.length > 500 || ScanBy !== 'TimestampAscending') throw serviceError('ValidationError');
    if (StartTime === undefined || EndTime === undefined || StartTime >= EndTime) throw serviceError('ValidationError');
    const page = Number(NextToken ?? 0);
    let more = false;
    const results = MetricDataQueries.map((query) => {
      const points = series(query, invocations, StartTime.getTime(), EndTime.getTime());
      const shown = points.slice(page * pageSize, Number.isFinite(pageSize) ? (page + 1) * pageSize : undefined);
      const complete = page * pageSize + shown.length >= points.length || !Number.isFinite(pageSize);
      more ||= !complete;
      return {
        Id: query.Id,
        Label: query.Id,
        Timestamps: shown.map(([at]) => new Date(at)),
        Values: shown.map(([, value]) => value),
        StatusCode: disturbedStatus(disturbance, query) ?? (complete ? 'Complete' : 'PartialData'),
      };
    });
    return { MetricDataResults: results, ...(more ? { NextToken: String(page + 1) } : {}) };
  });
  return { client, calls };
}

function disturbedStatus(disturbance: Exclude<Disturbance, Error> | undefined, query: MetricDataQuery) {
  if (disturbance === undefined || disturbance === 'none') return null;
  if (typeof disturbance === 'string') return disturbance;
  return query.MetricStat?.Stat === disturbance.statistic ? disturbance.status : null;
}

function series(query: MetricDataQuery, invocations: readonly Invocation[], from: number, to: number): [number, number][] {
  const { Metric, Period = 60, Stat = '' } = query.MetricStat ?? {};
  const dimensions = Object.fromEntries((Metric?.Dimensions ?? []).map(({ Name, Value }) => [Name, Value]));
  const mine = invocations.filter(
    ({ name, version, at, throttled }) =>
      at >= from &&
      at < to &&
      dimensions['FunctionName'] === name &&
      (dimensions['Resource'] ?? `${name}:live`) === `${name}:live` &&
      (dimensions['ExecutedVersion'] === undefined || (dimensions['ExecutedVersion'] === version && throttled !== true)),
  );
  const points: [number, number][] = [];
  for (let start = from; start < to; start += Period * 1000) {
    const within = mine.filter(({ at }) => at >= start && at < start + Period * 1000);
    const value = statistic(Stat, samples(Metric?.MetricName ?? '', within));
    if (value !== null) points.push([start, value]);
  }
  return points;
}

/** What Lambda sends: a throttled request is no invocation; each invocation sends a 0 or 1 for errors, and 0 throttles. */
function samples(metric: string, within: readonly Invocation[]): number[] {
  const ran = within.filter(({ throttled }) => throttled !== true);
  switch (metric) {
    case 'Invocations':
      return ran.map(() => 1);
    case 'Errors':
      return ran.map(({ error }) => (error === true ? 1 : 0));
    case 'Throttles':
      return within.map(({ throttled }) => (throttled === true ? 1 : 0));
    case 'Duration':
      return ran.map(({ durationMs }) => durationMs);
    case 'ConcurrentExecutions':
      return ran.map(
        ({ at, durationMs }) =>
          ran.filter((other) => other.at <= at && other.at + other.durationMs > at).length || (durationMs > 0 ? 1 : 0),
      );
    default:
      throw serviceError('ValidationError');
  }
}

function statistic(stat: string, values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const sum = values.reduce((total, value) => total + value, 0);
  if (stat === 'Sum') return sum;
  if (stat === 'SampleCount') return values.length;
  if (stat === 'Average') return sum / values.length;
  if (stat === 'Maximum') return sorted.at(-1) ?? null;
  const percentile = /^p(\d+(?:\.\d{1,10})?)$/.exec(stat);
  if (percentile !== null) return sorted[Math.max(0, Math.ceil((Number(percentile[1]) / 100) * sorted.length - 1e-9) - 1)] ?? null;
  const trimmed = /^TC\((\d+(?:\.\d{1,10})?):\)$/.exec(stat);
  if (trimmed !== null) return values.filter((value) => value > Number(trimmed[1])).length;
  throw serviceError('ValidationError');
}
