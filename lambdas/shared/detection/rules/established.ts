import { maturity } from '../../baseline/judge-value.ts';
import type { ScoredPoint, Series } from '../../contract/records.ts';
import type { SeriesWindow, TargetWindow } from '../target-window.ts';

/** A series whose baseline may be compared with; null while it is learning or stale, and when nothing is known of it. */
export function established(window: TargetWindow, series: Series): SeriesWindow | null {
  const found = window.series[series];
  return found !== undefined && maturity(found.baseline, window.until).state === 'established' ? found : null;
}

/** Minutes in which both series have a point, ascending. */
export function paired(one: SeriesWindow, other: SeriesWindow): { at: number; one: ScoredPoint; other: ScoredPoint }[] {
  const byMinute = new Map(other.scored.map((point) => [point.at, point]));
  return one.scored.flatMap((point) => {
    const partner = byMinute.get(point.at);
    return partner === undefined ? [] : [{ at: point.at, one: point, other: partner }];
  });
}

/** Mean of the values. @throws RangeError when there is none. */
export function meanOf(points: readonly { value: number }[]): number {
  if (points.length === 0) throw new RangeError('meanOf: found no point; expected at least one');
  return points.reduce((sum, { value }) => sum + value, 0) / points.length;
}
