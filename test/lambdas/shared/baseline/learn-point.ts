import { ALPHA } from '../../../../lambdas/shared/baseline/baseline.ts';
import { OpenSeries } from '../../../../lambdas/shared/baseline/open-series.ts';
import type { SeriesBaseline } from '../../../../lambdas/shared/contract/records.ts';

/** The baseline with one more point of the minute `at`: statistics, sketch and profile, not the detector and the watermark. */
export function learnPoint(baseline: SeriesBaseline, value: number, at: number, alpha: number = ALPHA): SeriesBaseline {
  const open = new OpenSeries(baseline);
  open.learn(value, at, alpha);
  return { ...baseline, ...open.close(), updatedAt: Math.max(baseline.updatedAt, at) };
}
