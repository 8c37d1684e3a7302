import type { BaselineSubject, Series, SeriesBaseline } from '../contract/records.ts';
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
