import type { ClusteredEstimate } from './bounds.ts';
import { probit } from './probit.ts';
import { type Cluster, ratioOfSums } from './ratio-of-sums.ts';
import { studentQuantile } from './student-quantile.ts';
import { wilsonInterval } from './wilson-interval.ts';

/**
 * Share of `total` in `size`, with Wilson's interval at as many observations as the clustered ones are worth: n / deff, where
 *
 *   deff = Var R / (R (1 - R) / n)
 *
 * is the design effect (Kish 1965, "Survey sampling", 8.2; with Wilson's interval: Korn and Graubard 1998). It is itself an estimate from B
 * clusters, which Student's t with B - 1 degrees of freedom pays for: deff x (t / z)^2. At least 1: the lucky agreement of few clusters makes no
 * interval narrower than that of independent observations, and a share of 0 has one too.
 *
 * @param level how often the interval is to hold the true share, within (0, 1).
 * @throws RangeError with fewer than two clusters, or none that holds anything.
 */
export function clusteredShare(clusters: readonly Cluster[], level: number): ClusteredEstimate {
  const { value, size, deviations, variance } = ratioOfSums(clusters);
  const tail = (1 + level) / 2;
  const z = probit(tail);
  const independent = (value * (1 - value)) / size;
  const effect = independent === 0 ? 1 : Math.max(1, (variance / independent) * (studentQuantile(tail, clusters.length - 1) / z) ** 2);
  return { value, ...wilsonInterval(value, size / effect, z), deviations };
}
