import type { Observation } from '../contract/records.ts';

/**
 * The canary's share of the traffic when it serves `margin` less than its weight says: (1 - margin) w of (1 - margin) w + 1 - w.
 */
export function tolerableShare(weight: number, margin: number): number {
  const served = (1 - margin) * weight;
  return served / (served + 1 - weight);
}

/**
 * Log e-value of one minute that the canary serves less than its tolerable share pi0: of N requests, nC are binomial(N, pi0) at the
 * edge of the null, and
 *
 *   l(theta) = nC ln theta - N ln(1 - pi0 + pi0 theta)
 *
 * is theta^nC over its expectation. theta < 1 bets on a missing share (lost, refused or throttled requests), theta > 1 is the mirrored
 * test.
 */
export function throughputEvidence(observation: Observation, theta: number, margin: number): number {
  const { canary, stable, weight } = observation;
  const share = tolerableShare(weight, margin);
  return canary.requests * Math.log(theta) - (canary.requests + stable.requests) * Math.log(1 - share + share * theta);
}
