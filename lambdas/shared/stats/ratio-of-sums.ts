/** Sums over one cluster: how many were observed, and the total of what is averaged. */
export interface Cluster {
  size: number;
  total: number;
}

export interface RatioOfSums {
  /** Sum of the totals over sum of the sizes. */
  value: number;
  /** Sum of the sizes. */
  size: number;
  /** What each cluster adds to the deviation of `value`: (total - value x size) / sum of sizes. They add up to 0. */
  deviations: number[];
  /** Of `value`, from the deviations; 0 when no cluster differs from another. */
  variance: number;
}

/**
 * A share or mean over all, with its variance taken from how the clusters differ, whatever makes their members alike (minutes: bursts of
 * errors, a slow dependency, a cold start):
 *
 *   R = sum t / sum n,   Var R = B / (B - 1) sum (t_b - R n_b)^2 / (sum n)^2
 *
 * (Cochran 1977, "Sampling techniques", 6.3: the ratio estimator, linearised, with the clusters as the sample).
 *
 * @throws RangeError with fewer than two clusters, or none that holds anything.
 */
export function ratioOfSums(clusters: readonly Cluster[]): RatioOfSums {
  const size = clusters.reduce((sum, cluster) => sum + cluster.size, 0);
  if (clusters.length < 2 || size <= 0) {
    throw new RangeError(`ratioOfSums: found ${clusters.length} clusters of ${size} in all, expected at least two that are not empty`);
  }
  const value = clusters.reduce((sum, cluster) => sum + cluster.total, 0) / size;
  const deviations = clusters.map((cluster) => (cluster.total - value * cluster.size) / size);
  const squares = deviations.reduce((sum, deviation) => sum + deviation * deviation, 0);
  return { value, size, deviations, variance: (squares * clusters.length) / (clusters.length - 1) };
}
