import type { JudgeBaseline, RolloutBaseline } from '../contract/records.ts';
import { probit } from '../stats/probit.ts';

type Quantiles = RolloutBaseline['quantiles'];

/**
 * Spread of a service's durations where it isn't known, as the standard deviation of their logarithm: p95 over p50 is then e^(0.5 x 1.645)
 * = 2.3. Between a lean handler (0.3: 1.6) and one that waits for others (0.7: 3.2); the judge's figures are published for 0.5 (judge.md).
 */
export const USUAL_SIGMA = 0.5;

/**
 * The durations at `levels` when the logarithm of the duration is a straight line in the normal score between the `known` quantiles, and
 * goes on beyond the outer ones as between the two nearest; `sigma` is its slope where only one is known. Exact for a log-normal.
 *
 * @param known at least one, by rising level.
 */
export function quantilesThrough(known: Quantiles, levels: readonly number[], sigma: number): Quantiles {
  const points = known.map(({ level, durationMs }) => ({ z: probit(level), x: Math.log(durationMs) }));
  const first = points[0];
  if (first === undefined) throw new RangeError('quantilesThrough: found no known quantile, expected at least one');
  return levels.map((level) => {
    const z = probit(level);
    const index = Math.max(
      0,
      Math.min(
        points.length - 2,
        points.findLastIndex((point) => point.z <= z),
      ),
    );
    const low = points[index] as typeof first;
    const high = points[index + 1];
    const slope = high === undefined ? sigma : (high.x - low.x) / (high.z - low.z);
    return { level, durationMs: Math.exp(low.x + slope * (z - low.z)) };
  });
}

/**
 * A baseline with durations to plan by: its own, or a log-normal's of the usual spread where one isn't known. Only their ratios count, so
 * its median is 1.
 */
export function withDurations(baseline: JudgeBaseline): RolloutBaseline {
  const known = baseline.quantiles.flatMap(({ level, durationMs }) => (durationMs === null ? [] : [{ level, durationMs }]));
  if (known.length === baseline.quantiles.length) return { ...baseline, quantiles: known };
  const levels = baseline.quantiles.map(({ level }) => level);
  return { ...baseline, quantiles: quantilesThrough([{ level: 0.5, durationMs: 1 }], levels, USUAL_SIGMA) };
}
