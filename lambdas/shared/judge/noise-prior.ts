import type { JudgeBaseline } from '../contract/records.ts';
import { CLUSTER_FACTOR, ERROR_SPREAD, LATENCY_SPREAD } from './policy.ts';
import type { NoisePrior } from './split-noise.ts';

type Minute = JudgeBaseline['minutes'][number];

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
const pairs = (minutes: readonly Minute[]): [Minute, Minute][] =>
  minutes.slice(1).map((minute, index) => [minutes[index] as Minute, minute]);

/**
 * Noise of the slow share at one quantile level, from the stable version alone: the mean squared difference of the logits of
 * neighbouring minutes, less what chance explains. A minute's own shock of variance s enters a difference of neighbours twice, just as
 * the shocks of two arms enter their log odds ratio: the difference estimates tau^2 as it stands. Half a request is added to each cell
 * (Haldane-Anscombe), and the variance of a logit of counts a, b is 1/a + 1/b.
 */
export function latencyNoisePrior(baseline: JudgeBaseline, level: number): NoisePrior {
  const cells = (minute: Minute): [number, number] => {
    const above = minute.above[level] as number;
    return [above + 0.5, minute.requests - above + 0.5];
  };
  let sum = 0;
  let count = 0;
  for (const [earlier, later] of pairs(baseline.minutes)) {
    if (earlier.requests === 0 || later.requests === 0) continue;
    const [a, b] = cells(earlier);
    const [c, d] = cells(later);
    sum += Math.log((c * b) / (d * a)) ** 2 - (1 / a + 1 / b + 1 / c + 1 / d);
    count++;
  }
  const spread = count > 0 ? sum / count : 0;
  return { spread: clamp(spread, LATENCY_SPREAD.least ** 2, LATENCY_SPREAD.most ** 2), clusters: null };
}

/**
 * Noise of the errors. Counts of mean y that a shock of relative variance s multiplies differ between neighbours by 2y + 2 y^2 s; so
 * (sum of squared differences - sum of counts) / (pairs y^2) estimates 2s, the spread between two arms. The ratio of the two sums is
 * the cluster factor. With no error in the baseline neither is known, and a wide spread is assumed. The constants 1 and 4 keep a
 * handful of errors from looking like a law.
 */
export function errorNoisePrior(baseline: JudgeBaseline): NoisePrior {
  let squared = 0;
  let counted = 0;
  const neighbours = pairs(baseline.minutes);
  for (const [earlier, later] of neighbours) {
    squared += (later.errors - earlier.errors) ** 2;
    counted += later.errors + earlier.errors;
  }
  const mean = counted / 2 / Math.max(1, neighbours.length);
  const spread =
    mean > 0
      ? clamp((squared - counted) / (neighbours.length * mean * mean + 1), ERROR_SPREAD.least ** 2, ERROR_SPREAD.most ** 2)
      : ERROR_SPREAD.unknown ** 2;
  return { spread, clusters: clamp((squared + 4) / (counted + 4), CLUSTER_FACTOR.least, CLUSTER_FACTOR.most) };
}
