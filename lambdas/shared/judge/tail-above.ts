import type { RolloutBaseline } from '../contract/records.ts';
import { normalCdf } from '../stats/normal-cdf.ts';
import { probit } from '../stats/probit.ts';

/**
 * Share of the stable version's requests above `durationMs`, read off its quantiles: the normal score is taken to be linear in the
 * logarithm of the duration between neighbouring quantiles, and beyond the outer ones as between the two nearest. Exact for a
 * log-normal; quantiles that coincide are stepped over.
 */
export function tailAbove(quantiles: RolloutBaseline['quantiles'], durationMs: number): number {
  const points = quantiles
    .map(({ level, durationMs: at }) => ({ x: Math.log(at), z: probit(level) }))
    .filter((point, index, all) => index === 0 || point.x > (all[index - 1] as typeof point).x);
  const x = Math.log(durationMs);
  const first = points[0];
  if (first === undefined) throw new RangeError('tailAbove: found no quantiles, expected at least one');
  // A single point knows no slope: all durations are equal.
  if (points.length === 1) return x >= first.x ? 0 : 1;
  let index = 0;
  while (index < points.length - 2 && x > (points[index + 1] as typeof first).x) index++;
  const [low, high] = [points[index] as typeof first, points[index + 1] as typeof first];
  return 1 - normalCdf(low.z + ((high.z - low.z) * (x - low.x)) / (high.x - low.x));
}
