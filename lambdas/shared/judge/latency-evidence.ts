import type { Observation } from '../contract/records.ts';
import { logHypergeometricMgf } from '../stats/log-hypergeometric-mgf.ts';

/**
 * Log e-value of one minute that the canary is slower, at one quantile.
 *
 * a canary requests were above (1 + margin) x_k and b stable ones above x_k. Under no harm beyond the margin, a canary request is no
 * likelier to be above than a stable one. Given their sum m = a + b, a is then at most hypergeometric (which m of the N requests
 * were slow is a matter of chance), whatever happened to the target in that minute: what hits both arms cancels. Hence
 *
 *   l(theta) = a ln theta - ln E[theta^A],  A hypergeometric(nC, nS, m)
 *
 * has E[e^l] <= 1, and theta > 1 wins when the canary is slower by that odds ratio. theta < 1 is the mirrored test: its null is
 * that the canary is slower than the margin allows.
 */
export function latencyEvidence(observation: Observation, level: number, theta: number): number {
  const { canary, stable } = observation;
  const above = canary.above[level] as number;
  const both = above + (stable.above[level] as number);
  return above * Math.log(theta) - logHypergeometricMgf(canary.requests, stable.requests, both, theta);
}
