/** The quantile of some numbers by linear interpolation; NaN of none. Numbers that are NaN are left out. */
export function quantile(values: readonly number[], level: number): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).toSorted((a, b) => a - b);
  const rank = level * (sorted.length - 1);
  const below = sorted[Math.floor(rank)] ?? Number.NaN;
  const above = sorted[Math.ceil(rank)] ?? Number.NaN;
  return below + (rank - Math.floor(rank)) * (above - below);
}

/** The share of the values for which something holds. */
export function share<T>(values: readonly T[], holds: (value: T) => boolean): number {
  return values.length === 0 ? Number.NaN : values.filter(holds).length / values.length;
}
