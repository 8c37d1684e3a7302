import type { JudgeBaseline, Observation } from '../contract/records.ts';
import { logSplitMgf } from '../stats/log-split-mgf.ts';
import { normalCdf } from '../stats/normal-cdf.ts';
import { probit } from '../stats/probit.ts';

/** How one minute's requests of both arms fell between the quantiles: bin 0 up to the first threshold, the last one above the highest. */
export interface Binned {
  canary: number[];
  both: number[];
}

/**
 * The canary's requests between its thresholds (1 + margin) x_k, and both arms' together, the stable ones between x_k. Where a higher
 * threshold claims more requests than a lower one (the edge of a minute), the lower one's count holds.
 */
export function binned({ canary, stable }: Observation): Binned {
  const own = bins(canary);
  return { canary: own, both: bins(stable).map((count, bin) => count + (own[bin] as number)) };
}

function bins({ requests, above }: Observation['canary']): number[] {
  let left = requests;
  const counts = above.map((count) => {
    const higher = Math.min(left, count);
    const between = left - higher;
    left = higher;
    return between;
  });
  return [...counts, left];
}

/** Bounds of the bins as normal scores: a request's rank among the stable version's of before. */
function edges(baseline: JudgeBaseline): { low: number; high: number }[] {
  const scores = baseline.quantiles.map(({ level }) => probit(level));
  return [-Infinity, ...scores].map((low, bin) => ({ low, high: scores[bin] ?? Infinity }));
}

/**
 * Weight of a request in each bin, when the canary's normal scores are `shift` higher than the margin allows: its probability then over
 * its probability without a shift. For log-normal durations with spread sigma that is a factor e^(sigma shift) on all of them. The weights
 * rise with the bin (a normal location family has a monotone likelihood ratio), which is all that the evidence's validity needs.
 */
export function shiftWeights(baseline: JudgeBaseline, shift: number): number[] {
  return edges(baseline).map(({ low, high }) => (normalCdf(high - shift) - normalCdf(low - shift)) / (normalCdf(high) - normalCdf(low)));
}

/**
 * Derivative of the logarithm of these weights at no shift: the score of a request in each bin, (phi(low) - phi(high)) / (Phi(high) - Phi(low)),
 * which is its mean normal score.
 */
export function shiftScores(baseline: JudgeBaseline): number[] {
  const density = (z: number): number => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  return edges(baseline).map(({ low, high }) => (density(low) - density(high)) / (normalCdf(high) - normalCdf(low)));
}

/**
 * Log e-value of one minute that all of the canary's durations are higher, from all quantiles at once:
 *
 *   l = sum_b c_b ln w_b - ln E[prod w_b^(A_b)],  A multivariate hypergeometric: which of both arms' requests are the canary's
 *
 * Without a difference beyond the margin, and given what both arms together did, every choice of the canary's requests is as likely:
 * E[e^l] = 1, and shocks that both arms share cancel. With a canary that is stochastically faster it is at most 1: each request of it
 * contributes w_i / (A w_i + B) with A, B >= 0 that don't depend on it (the choices with and without it), which rises with w_i, and w
 * rises with the duration. One level alone (latency-evidence.ts) forgets how far beyond it a request was; this is the sharper test of a
 * slowdown of everything, and the levels are the sharper one of a tail alone.
 */
export function shiftEvidence({ canary, both }: Binned, weights: readonly number[]): number {
  const requests = canary.reduce((sum, count) => sum + count, 0);
  const own = canary.reduce((sum, count, bin) => sum + count * Math.log(weights[bin] as number), 0);
  return own - logSplitMgf(requests, both, weights);
}
