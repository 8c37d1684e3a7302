import { correlationInflation, mannKendall } from './mann-kendall.ts';
import { median } from './median.ts';
import { senSlope } from './sen-slope.ts';

export interface DegradingEvidence {
  windows: number;
  /** Typical change per window (Sen's slope), in the values' unit. */
  slopePerWindow: number;
  /** The change over all windows as a share of where the trend began; positive is worse. */
  worse: number;
  /** Two-sided p-value of the Mann-Kendall test, with correlated neighbours allowed for. */
  p: number;
}

export type Degrading =
  | { kind: 'not-enough-data'; /** Windows with a value. */ have: number; need: number }
  | { kind: 'degrading' | 'improving'; evidence: DegradingEvidence }
  /** `no-trend`: nothing beyond chance; `too-small`: a trend that nobody would act on. */
  | { kind: 'steady'; reason: 'no-trend' | 'too-small'; evidence: DegradingEvidence };

/** Kendall (1975): from ten values on S is close to normal. */
export const WINDOWS_NEEDED = 10;
/** Two-sided level, so 2.5 % of the steady ones are called degrading by chance. */
const LEVEL = 0.05;
/** Least change over all windows, as a share: the degradation from which a rollout is taken back (SPEC 8). */
const LEAST_CHANGE = 0.1;

/**
 * Whether an operation gets worse from window to window: Mann-Kendall on equal windows in order of time, the figure of each (a duration,
 * or a success or failure rate). A window without runs is given as NaN and left out.
 * @param worse whether higher or lower figures are worse.
 */
export function degrading(values: readonly number[], worse: 'higher' | 'lower'): Degrading {
  const windows = values.flatMap((value, index) => (Number.isFinite(value) ? [{ index, value }] : []));
  if (windows.length < WINDOWS_NEEDED) return { kind: 'not-enough-data', have: windows.length, need: WINDOWS_NEEDED };
  const times = windows.map(({ index }) => index);
  const figures = windows.map(({ value }) => value);
  const { slope } = senSlope(times, figures);
  const flat = windows.map(({ index, value }) => value - slope * index);
  const { p, s } = mannKendall(figures, correlationInflation(flat));
  const first = times[0] ?? 0;
  const last = times.at(-1) ?? 0;
  const begin = median(flat) + slope * first;
  const change = slope * (last - first);
  const relative = change === 0 ? 0 : change / Math.abs(begin);
  const evidence = { windows: windows.length, slopePerWindow: slope, worse: worse === 'higher' ? relative : -relative, p };
  if (p >= LEVEL || s === 0) return { kind: 'steady', reason: 'no-trend', evidence };
  if (Math.abs(relative) < LEAST_CHANGE) return { kind: 'steady', reason: 'too-small', evidence };
  return { kind: evidence.worse > 0 ? 'degrading' : 'improving', evidence };
}
