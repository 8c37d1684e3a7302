/** Values of one place that are kept with their counts; a new one takes the place of the rarest (Metwally et al. 2005, Space-Saving). */
const MOST_VALUES = 16;
/** Characters of a value that are kept. */
const MOST_CHARACTERS = 80;

/** Counts a value of a place, within bounds. What came in another's stead inherits its count, so that counts are upper bounds. */
export function countValue(counts: Map<string, number>, value: string, times = 1): void {
  const kept = value.length > MOST_CHARACTERS ? `${value.slice(0, MOST_CHARACTERS - 1)}…` : value;
  const count = counts.get(kept);
  if (count !== undefined || counts.size < MOST_VALUES) {
    counts.set(kept, (count ?? 0) + times);
    return;
  }
  let rarest = '';
  let least = Infinity;
  for (const [other, its] of counts) {
    if (its >= least) continue;
    rarest = other;
    least = its;
  }
  counts.delete(rarest);
  counts.set(kept, least + times);
}
