import type { ClusteredEstimate } from './bounds.ts';
import { type Cluster, ratioOfSums } from './ratio-of-sums.ts';
import { studentQuantile } from './student-quantile.ts';

/**
 * Mean of `total` over `size`, with its standard error taken from how the B clusters differ (see ratioOfSums) and Student's t with B - 1
 * degrees of freedom. Of no width when they don't differ at all: then nothing is known of its spread.
 *
 * @param level how often the interval is to hold the true mean, within (0, 1).
 * @throws RangeError with fewer than two clusters, or none that holds anything.
 */
export function clusteredMean(clusters: readonly Cluster[], level: number): ClusteredEstimate {
  const { value, deviations, variance } = ratioOfSums(clusters);
  const half = studentQuantile((1 + level) / 2, clusters.length - 1) * Math.sqrt(variance);
  return { value, low: value - half, high: value + half, deviations };
}
