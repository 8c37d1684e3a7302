import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchClient, GetMetricDataCommandOutput, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { DependencyUnavailable } from '../../errors.ts';
import type { Meter, Span } from '../../ports.ts';
import { backOff } from '../back-off.ts';
import type { BackOffLimits, Waiting } from '../back-off.ts';
import { dependable } from '../dependable.ts';
import { billedMetrics, inBatches } from './metric-batches.ts';
import type { StatisticQuery } from './metric-batches.ts';

/**
 * Calls under way at the same time. GetMetricData may be called 50 times a second (an account and region; CloudWatch user guide, "CloudWatch
 * service quotas"), and asked for 180,000 data points a second, or 90,000 when StartTime is over three hours ago. A call takes some
 * 200 ms, so three make 15 a second; ten workers poll a shard of one call each. A full call over the 15 minutes of the lateness window
 * asks for 500 x 15 = 7,500 points: of these, 24 a second are allowed. Beyond it calls are throttled and wait.
 */
const AT_A_TIME = 3;

/**
 * Both quotas are refilled each second: waits of up to 0.2 + 0.4 + 0.8 + 1.6 + 3.2 = 6.2 s outlast several such seconds. With calls that
 * are given up after 8 s ({@link CALL_LIMITS}), six tries end within 55 s: no function that reads metrics has less than 60.
 */
export const METRIC_BACK_OFF: BackOffLimits = { retries: 5, firstMs: 200, longestMs: 5000 };

/** The SDK's own retries would multiply with these: a client of this module has none. */
export const CALL_LIMITS = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 3000, requestTimeout: 8000, throwOnRequestTimeout: true },
} as const;

/** Values by the time of their period's start, epoch ms. A period without data has none. */
export type Points = Map<number, number>;

export interface MetricReader extends Waiting {
  client: CloudWatchClient;
  meter: Meter;
}

/**
 * Reads statistics of AWS/Lambda over a span, in full calls, all pages of each (an answer has at most 100,800 points, which 500 queries
 * reach at 201 minutes). The map has every key that was asked for. Throttled and failing calls, and series that CloudWatch could not
 * read just then (InternalError, or partial data at the last page), are asked for again, the latter without those that were read.
 * @throws DependencyUnavailable when that does not help within {@link METRIC_BACK_OFF}.
 */
export async function readStatistics(
  reader: MetricReader,
  queries: readonly StatisticQuery[],
  span: Span,
  periodSeconds = 60,
): Promise<Map<string, Points>> {
  const found = new Map<string, Points>(queries.map(({ key }) => [key, new Map()]));
  const waiting = inBatches(queries);
  const worker = async (): Promise<void> => {
    for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
      try {
        await readBatch(reader, batch, span, periodSeconds, found);
      } catch (error) {
        // What was not asked for yet can't save the reading any more, and would be paid for.
        waiting.length = 0;
        throw error;
      }
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: AT_A_TIME }, worker));
  for (const ended of workers) if (ended.status === 'rejected') throw ended.reason;
  return found;
}

async function readBatch(
  reader: MetricReader,
  batch: readonly StatisticQuery[],
  span: Span,
  periodSeconds: number,
  found: ReadonlyMap<string, Points>,
): Promise<void> {
  const again = backOff(METRIC_BACK_OFF, reader);
  for (let wanted = batch; ;) {
    const missed = await readPages(reader, wanted, span, periodSeconds, found, again);
    if (missed.size === 0) return;
    if (!(await again())) {
      const [[key, status]] = missed as unknown as [[string, string]];
      throw new DependencyUnavailable(`GetMetricData: ${status} for ${missed.size} of ${batch.length} series, ${key} among them`);
    }
    wanted = wanted.filter((query) => missed.has(query.key));
  }
}

/** Reads all pages of one request into `found`. Gives the series that are not complete, with what CloudWatch said of them. */
async function readPages(
  { client, meter }: MetricReader,
  batch: readonly StatisticQuery[],
  span: Span,
  periodSeconds: number,
  found: ReadonlyMap<string, Points>,
  again: () => Promise<boolean>,
): Promise<Map<string, string>> {
  const queries = batch.map((query, index) => dataQuery(query, `q${index}`, periodSeconds));
  const missed = new Map<string, string>();
  let token: string | undefined;
  do {
    const command = new GetMetricDataCommand({
      StartTime: new Date(span.from),
      EndTime: new Date(span.to),
      MetricDataQueries: queries,
      ScanBy: 'TimestampAscending',
      ...(token === undefined ? {} : { NextToken: token }),
    });
    const page = await send(client, command, again);
    // A further page of the same request is no further metric requested.
    if (token === undefined) meter.count('cloudwatch:GetMetricData:metric', billedMetrics(batch));
    for (const result of page.MetricDataResults ?? []) {
      const query = batch[Number(result.Id?.slice(1))];
      if (query === undefined) throw new Error(`GetMetricData: found result ${String(result.Id)}; expected one of those asked for`);
      if (result.StatusCode === 'Forbidden') throw new Error(`GetMetricData ${query.key}: forbidden`);
      if (result.StatusCode === 'PartialData' || result.StatusCode === 'InternalError') missed.set(query.key, result.StatusCode);
      else missed.delete(query.key);
      const points = found.get(query.key);
      const values = result.Values ?? [];
      for (const [index, at] of (result.Timestamps ?? []).entries()) {
        const value = values[index];
        if (value !== undefined) points?.set(at.getTime(), value);
      }
    }
    token = page.NextToken;
  } while (token !== undefined);
  return missed;
}

async function send(
  client: CloudWatchClient,
  command: GetMetricDataCommand,
  again: () => Promise<boolean>,
): Promise<GetMetricDataCommandOutput> {
  for (;;) {
    try {
      return await dependable('GetMetricData', () => client.send(command));
    } catch (error) {
      if (!(error instanceof DependencyUnavailable) || !(await again())) throw error;
    }
  }
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
