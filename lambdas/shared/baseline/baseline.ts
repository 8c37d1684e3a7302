import type { BaselineSubject, Series, SeriesBaseline } from '../contract/records.ts';
import { OpenSeries } from './open-series.ts';
import { decodeSketch } from './sketch-codec.ts';
import { sketchQuantile } from './sketch.ts';

/** Weight of the newest point (SPEC 2). Its memory is (2 - alpha) / alpha = 19 points. */
export const ALPHA = 0.1;
/** The weight when a baseline is asked to adapt faster (SPEC 2), as it is after a deployment: a memory of 5.7 points. */
export const FAST_ALPHA = 0.3;

const NO_BYTES = new Uint8Array(0);

/** What a baseline holds that has learned nothing. */
const NOTHING_LEARNED = {
  count: 0,
  mean: 0,
  variance: 0,
  min: 0,
  max: 0,
  updatedAt: 0,
  candidate: null,
  sketch: NO_BYTES,
  hours: NO_BYTES,
  detector: NO_BYTES,
} as const satisfies Partial<SeriesBaseline>;

/** A baseline that has seen nothing. Its figures mean nothing while `count` is 0. */
export function emptyBaseline(subject: BaselineSubject, tenant: string, series: Series): SeriesBaseline {
  return {
    subject,
    tenant,
    series,
    ...NOTHING_LEARNED,
    watermark: null,
    pending: [],
    adopted: 0,
    discarded: {},
    seen: NO_BYTES,
    revision: 0,
  };
}

/**
 * The baseline with one more point, `value` in the series' unit, of the minute `at` (epoch ms): statistics, sketch and profile, not the
 * detector and the watermark, which foldTarget keeps.
 * @throws RangeError when the value is not finite or negative: telemetry cleans first.
 */
export function learn(baseline: SeriesBaseline, value: number, at: number, alpha: number = ALPHA): SeriesBaseline {
  if (!Number.isFinite(value) || value < 0) {
    throw new RangeError(`${baseline.series} of ${baseline.subject.target}: found ${value}; expected a finite number from 0`);
  }
  const open = new OpenSeries(baseline);
  open.learn(value, at, alpha);
  return { ...baseline, ...open.close(), updatedAt: Math.max(baseline.updatedAt, at) };
}

/**
 * Quantile of everything learned, within the sketch's accuracy; null when nothing was.
 * @throws RangeError when the level is outside 0..1; CorruptRecord when the sketch can't be read.
 */
export function baselineQuantile(baseline: SeriesBaseline, level: number): number | null {
  return sketchQuantile(decodeSketch(baseline.sketch), level);
}

/** Forgets what was learned. Watermark and what is seen stay, so that no minute is learned twice; so do the counters and the revision. */
export function resetBaseline(baseline: SeriesBaseline): SeriesBaseline {
  return { ...baseline, ...NOTHING_LEARNED };
}

/** Share of invocations that succeeded, by the baseline of error-rate; null when nothing was learned of it. */
export function successRate(errorRate: SeriesBaseline | null | undefined): number | null {
  if (errorRate === null || errorRate === undefined || errorRate.count === 0) return null;
  return Math.min(1, Math.max(0, 1 - errorRate.mean));
}
