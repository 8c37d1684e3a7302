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

/** Limit of one GetMetricData call (API reference: MetricDataQueries, 500). */
const MOST_QUERIES = 500;

/** "You can request up to five statistics for the same metric [...]. Additional statistics are billed as an additional metric." */
const STATISTICS_PER_BILLED_METRIC = 5;

/**
 * Fills calls one after the other, over the bounds of targets. The statistics of one metric that are billed as one stay together, since
 * in two calls they would be paid for twice: a call is left at most four short of the limit.
 */
export function inBatches(queries: readonly StatisticQuery[]): StatisticQuery[][] {
  const batches: StatisticQuery[][] = [];
  for (const billed of bySeries(queries).flatMap(inFives)) {
    const last = batches.at(-1);
    if (last === undefined || last.length + billed.length > MOST_QUERIES) batches.push([...billed]);
    else last.push(...billed);
  }
  return batches;
}

/** Metrics that one call with these queries is billed for. */
export function billedMetrics(queries: readonly StatisticQuery[]): number {
  return bySeries(queries).reduce((sum, { length }) => sum + Math.ceil(length / STATISTICS_PER_BILLED_METRIC), 0);
}

function bySeries(queries: readonly StatisticQuery[]): StatisticQuery[][] {
  return [...Map.groupBy(queries, ({ metric, dimensions }) => JSON.stringify([metric, dimensions])).values()];
}

function inFives(queries: readonly StatisticQuery[]): StatisticQuery[][] {
  return Array.from({ length: Math.ceil(queries.length / STATISTICS_PER_BILLED_METRIC) }, (_, index) =>
    queries.slice(index * STATISTICS_PER_BILLED_METRIC, (index + 1) * STATISTICS_PER_BILLED_METRIC),
  );
}
