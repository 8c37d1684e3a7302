/** The sum of a figure over the items. */
export function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

/** Counts by reason, added up; reasons without any are left out. */
export function addedCounts(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const [reason, by] of counts.flatMap((each) => Object.entries(each))) if (by > 0) total[reason] = (total[reason] ?? 0) + by;
  return total;
}
