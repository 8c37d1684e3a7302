import type { Baseline, Series, TargetBaselines } from '../contract/records.ts';
import { hourOfWeek } from '../time.ts';
import { decodeSketch, encodeSketch } from './sketch-codec.ts';
import { addToSketch, EMPTY_SKETCH, sketchQuantile } from './sketch.ts';

/** Weight of the newest point (SPEC 2). Its memory is (2 - alpha) / alpha = 19 points. */
export const ALPHA = 0.1;
/** The weight when a baseline is asked to adapt faster (SPEC 2): a memory of 5.7 points. */
export const FAST_ALPHA = 0.3;

/**
 * Series with a profile by hour of the week: those whose daily shape is asked for. All twelve would add 60 KB to the item
 * that telemetry writes every minute, and DynamoDB charges by the kilobyte.
 */
const HOURLY_SERIES: ReadonlySet<Series> = new Set<Series>(['invocations', 'error-rate', 'duration-p95']);

/**
 * An hour of the week has 60 points each time it comes; with alpha / 60 its mean remembers about as many weeks as the
 * series' own mean remembers minutes.
 */
const POINTS_PER_HOUR = 60;

/** A baseline that has seen nothing. Its figures mean nothing while `count` is 0. */
export function emptyBaseline(target: string, series: Series): Baseline {
  return {
    target,
    series,
    count: 0,
    mean: 0,
    variance: 0,
    min: 0,
    max: 0,
    sketch: encodeSketch(EMPTY_SKETCH),
    hours: {},
    updatedAt: 0,
  };
}

/** The item of a target of which nothing is known yet. */
export function emptyTargetBaselines(target: string, tenant: string): TargetBaselines {
  return { target, tenant, watermark: null, series: {}, successRate: null, discarded: {}, revision: 0 };
}

/**
 * The baseline with one more point, `value` in the series' unit, of the minute `at` (epoch ms).
 * Exponentially weighted mean and variance (Finch 2009, Incremental calculation of weighted mean and variance, section 9):
 *   d = x - mean;  mean += w d;  variance = (1 - w) (variance + w d^2)
 * with w = max(alpha, 1/n), so that the first 1/alpha points are plain mean and variance, not a long echo of the first one.
 * @throws RangeError when the value is not finite or negative: telemetry cleans first.
 */
export function learn(baseline: Baseline, value: number, at: number, alpha: number = ALPHA): Baseline {
  if (!Number.isFinite(value) || value < 0) {
    throw new RangeError(`${baseline.series} of ${baseline.target}: found ${value}; expected a finite number from 0`);
  }
  const count = baseline.count + 1;
  const weight = Math.max(alpha, 1 / count);
  const difference = value - baseline.mean;
  const first = baseline.count === 0;
  return {
    ...baseline,
    count,
    mean: baseline.mean + weight * difference,
    variance: first ? 0 : (1 - weight) * (baseline.variance + weight * difference ** 2),
    min: first ? value : Math.min(baseline.min, value),
    max: first ? value : Math.max(baseline.max, value),
    sketch: encodeSketch(addToSketch(decodeSketch(baseline.sketch), value)),
    hours: HOURLY_SERIES.has(baseline.series) ? learnHour(baseline.hours, value, at, alpha) : baseline.hours,
    updatedAt: Math.max(baseline.updatedAt, at),
  };
}

/** Quantile of everything learned, within the sketch's accuracy; null when nothing was. */
export function baselineQuantile(baseline: Baseline, level: number): number | null {
  return sketchQuantile(decodeSketch(baseline.sketch), level);
}

/** Forgets what was learned of the given series (all when none is named); the watermark stays, so no minute is learned twice. */
export function resetBaselines(baselines: TargetBaselines, series?: readonly Series[]): TargetBaselines {
  if (series === undefined) return { ...baselines, series: {}, successRate: null };
  const kept = Object.entries(baselines.series).filter(([name]) => !series.includes(name as Series));
  return { ...baselines, series: Object.fromEntries(kept), successRate: series.includes('error-rate') ? null : baselines.successRate };
}

function learnHour(hours: Baseline['hours'], value: number, at: number, alpha: number): Baseline['hours'] {
  const hour = String(hourOfWeek(at));
  const before = hours[hour] ?? { count: 0, mean: 0 };
  const count = before.count + 1;
  return { ...hours, [hour]: { count, mean: before.mean + Math.max(alpha / POINTS_PER_HOUR, 1 / count) * (value - before.mean) } };
}
