import type { Target } from '../shared/contract/records.ts';
import type { MetricSource, Span } from '../shared/ports.ts';
import { clusteredShare } from '../shared/stats/clustered-share.ts';
import { INTERVAL_LEVEL, type Sample } from './impact-intervals.ts';
import { sumExceedances } from './paired-blocks.ts';

/** What the interval of a p95 is read from. */
export interface Judged {
  span: Span;
  blocks: readonly (readonly number[])[];
}

/**
 * A version's p95 with an interval that assumes nothing of the durations' distribution. About a twentieth of the requests take longer than the
 * sample's p95; the interval of that share gives the levels between which the true p95 lies, and the durations at these levels are its bounds:
 *
 *   share above q in [s.low, s.high]  =>  p95 in [Q(1 - s.high), Q(1 - s.low)]
 *
 * (Woodruff 1952, "Confidence intervals for medians and other position measures"; clusters and Wilson's interval as in clusteredShare.) Costs
 * two calls of the metrics.
 */
export async function p95Sample(
  metrics: Pick<MetricSource, 'exceedances' | 'quantiles'>,
  target: Target,
  version: string,
  p95: number | null,
  { span, blocks }: Judged,
): Promise<Sample> {
  if (p95 === null) return { unknown: `version ${version} has no durations` };
  const clusters = sumExceedances(blocks, await metrics.exceedances(target, version, [p95], span));
  const requests = clusters.reduce((sum, { size }) => sum + size, 0);
  const tooFew = { unknown: `version ${version} served ${requests} requests, too few to bound its p95` };
  if (requests === 0) return tooFew;
  const above = clusteredShare(clusters, INTERVAL_LEVEL);
  // Beyond the largest duration nothing was seen: the upper bound needs a request above it.
  if (above.low < 1 / requests) return tooFew;
  const bounds = await metrics.quantiles(target, version, [1 - above.high, 1 - above.low], span);
  const [low, high] = bounds ?? [];
  if (low === undefined || high === undefined || low > p95 || high < p95) {
    return { unknown: `the durations of version ${version} do not tell where its p95 may lie` };
  }
  return { value: p95, low, high, deviations: above.deviations };
}
