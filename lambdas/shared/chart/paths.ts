/** Pixels of a moment and of a value. */
export interface Place {
  x(at: number): number;
  y(value: number): number;
}

interface Stretch {
  from: number;
  to: number;
}

const middle = ({ from, to }: Stretch) => (from + to) / 2;

/** Stretches that follow one another without a gap. */
function unbroken<T extends Stretch>(stretches: readonly T[], gapMs: number | null): T[][] {
  const groups: T[][] = [];
  for (const each of stretches) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group === undefined || last === undefined || (gapMs !== null && each.from - last.to > gapMs)) groups.push([each]);
    else group.push(each);
  }
  return groups;
}

/** The line through every bucket's least and greatest value, the nearer one first. A point on its own becomes a dot. */
export function linePath(buckets: readonly (Stretch & { min: number; max: number })[], gapMs: number | null, { x, y }: Place): string {
  return unbroken(buckets, gapMs)
    .map((group) => {
      let pen = NaN;
      const points = group.flatMap((bucket) => {
        const ends = bucket.min === bucket.max ? [bucket.min] : [bucket.min, bucket.max];
        if (Math.abs(pen - bucket.max) < Math.abs(pen - bucket.min)) ends.reverse();
        pen = ends.at(-1) ?? pen;
        return ends.map((value) => `${x(middle(bucket))} ${y(value)}`);
      });
      return points.length === 1 ? `M${points[0]}h0` : `M${points.join('L')}`;
    })
    .join('');
}

/** The area between the bounds of neighbouring buckets that have some. */
export function bandPath(
  buckets: readonly (Stretch & { low: number | null; high: number | null })[],
  gapMs: number | null,
  { x, y }: Place,
): string {
  const groups = unbroken(buckets, gapMs).flatMap(splitAtHoles);
  return groups
    .map((group) => {
      const upper = group.map((bucket) => `${x(middle(bucket))} ${y(bucket.high)}`);
      const lower = group.toReversed().map((bucket) => `${x(middle(bucket))} ${y(bucket.low)}`);
      return `M${[...upper, ...lower].join('L')}Z`;
    })
    .join('');
}

type Banded = Stretch & { low: number; high: number };

function splitAtHoles(group: readonly (Stretch & { low: number | null; high: number | null })[]): Banded[][] {
  const groups: Banded[][] = [[]];
  for (const { from, to, low, high } of group) {
    if (low !== null && high !== null) groups.at(-1)?.push({ from, to, low, high });
    else if (groups.at(-1)?.length !== 0) groups.push([]);
  }
  return groups.filter((each) => each.length > 0);
}
