/**
 * Quantile by nearest rank: the smallest value such that at least `level` of all values are at or below it. It is always a
 * value that was really measured. `sorted` is ascending and not empty; `level` in (0, 1].
 * Source: NIST/SEMATECH e-Handbook 2.6.2, nearest-rank; rank = ceil(level × n).
 */
export function quantile(sorted: ArrayLike<number>, level: number): number {
  if (sorted.length === 0) throw new RangeError('sorted: found no values; expected at least one');
  if (!(level > 0 && level <= 1)) throw new RangeError(`level: found ${level}; expected more than 0, at most 1`);
  // 0.95 × 20 is 19.000000000000004 in doubles: without the tolerance, exact ranks would slip by one.
  const rank = Math.max(1, Math.ceil(level * sorted.length - 1e-9));
  return sorted[rank - 1] as number;
}
