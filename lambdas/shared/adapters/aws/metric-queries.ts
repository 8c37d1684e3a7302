import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchClient, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { DependencyUnavailable } from '../../errors.ts';
import type { Meter, Span } from '../../ports.ts';
import { dependable } from '../dependable.ts';

/** Limit of one GetMetricData call (API reference: MetricDataQueries, 500). */
const MOST_QUERIES = 500;

/** "You can request up to five statistics for the same metric [...]. Additional statistics are billed as an additional metric." */
const STATISTICS_PER_BILLED_METRIC = 5;

/** What the metrics of one series have in common. */
export interface Dimensions {
  FunctionName: string;
  /** `name:alias`. */
  Resource?: string;
  ExecutedVersion?: string;
}

/** One statistic of one AWS/Lambda metric. `key` is the caller's name for it, unique within one reading. */
export interface StatisticQuery {
  key: string;
  metric: string;
  statistic: string;
  dimensions: Dimensions;
}

/** Values by the time of their period's start, epoch ms. A period without data has none. */
export type Points = Map<number, number>;

/**
 * Reads statistics of AWS/Lambda over a span, in calls of 500, all pages of each. The map has every key that was asked for.
 * Throws DependencyUnavailable when CloudWatch throttles, fails, or says at the last page that a series is still partial.
 */
export async function readStatistics(
  { client, meter }: { client: CloudWatchClient; meter: Meter },
  queries: readonly StatisticQuery[],
  span: Span,
  periodSeconds = 60,
): Promise<Map<string, Points>> {
  const found = new Map<string, Points>(queries.map(({ key }) => [key, new Map()]));
  for (let start = 0; start < queries.length; start += MOST_QUERIES) {
    await readBatch(client, meter, queries.slice(start, start + MOST_QUERIES), span, periodSeconds, found);
  }
  return found;
}

async function readBatch(
  client: CloudWatchClient,
  meter: Meter,
  batch: readonly StatisticQuery[],
  span: Span,
  periodSeconds: number,
  found: Map<string, Points>,
): Promise<void> {
  const queries = batch.map((query, index) => dataQuery(query, `q${index}`, periodSeconds));
  const partial = new Set<string>();
  let token: string | undefined;
  do {
    const command = new GetMetricDataCommand({
      StartTime: new Date(span.from),
      EndTime: new Date(span.to),
      MetricDataQueries: queries,
      ScanBy: 'TimestampAscending',
      ...(token === undefined ? {} : { NextToken: token }),
    });
    const page = await dependable('GetMetricData', () => client.send(command));
    // A further page of the same request is no further metric requested.
    if (token === undefined) meter.count('cloudwatch:GetMetricData:metric', billedMetrics(batch));
    for (const result of page.MetricDataResults ?? []) {
      const query = batch[Number(result.Id?.slice(1))];
      if (query === undefined) throw new Error(`GetMetricData: found result ${String(result.Id)}; expected one of those asked for`);
      if (result.StatusCode === 'InternalError') throw new DependencyUnavailable(`GetMetricData ${query.key}: internal error`);
      if (result.StatusCode === 'Forbidden') throw new Error(`GetMetricData ${query.key}: forbidden`);
      if (result.StatusCode === 'PartialData') partial.add(query.key);
      else partial.delete(query.key);
      const points = found.get(query.key);
      const values = result.Values ?? [];
      for (const [index, at] of (result.Timestamps ?? []).entries()) {
        const value = values[index];
        if (value !== undefined) points?.set(at.getTime(), value);
      }
    }
    token = page.NextToken;
  } while (token !== undefined);
  if (partial.size > 0) throw new DependencyUnavailable(`GetMetricData: partial data for ${[...partial].slice(0, 3).join(', ')}`);
}

function dataQuery({ metric, statistic, dimensions }: StatisticQuery, id: string, periodSeconds: number): MetricDataQuery {
  return {
    Id: id,
    MetricStat: {
      Metric: {
        Namespace: 'AWS/Lambda',
        MetricName: metric,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value: String(Value) })),
      },
      Period: periodSeconds,
      Stat: statistic,
    },
  };
}

function billedMetrics(batch: readonly StatisticQuery[]): number {
  const statistics = new Map<string, number>();
  for (const { metric, dimensions } of batch) {
    const series = JSON.stringify([metric, dimensions]);
    statistics.set(series, (statistics.get(series) ?? 0) + 1);
  }
  return [...statistics.values()].reduce((sum, count) => sum + Math.ceil(count / STATISTICS_PER_BILLED_METRIC), 0);
}
