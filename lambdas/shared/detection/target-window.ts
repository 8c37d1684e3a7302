import type { ScoredPoint, Series, SeriesBaseline, Target } from '../contract/records.ts';

/** One series as the rules see it. */
export interface SeriesWindow {
  /** As it stands after the newest point that is folded in. */
  baseline: SeriesBaseline;
  /** Every point from the former watermark on, ascending: at least the lateness window, and all minutes that this poll brought. */
  scored: readonly ScoredPoint[];
}

/** What one poll saw of a target. */
export interface TargetWindow {
  target: Target;
  /** Minutes before this one were seen (epoch ms). */
  until: number;
  series: Partial<Record<Series, SeriesWindow>>;
}
