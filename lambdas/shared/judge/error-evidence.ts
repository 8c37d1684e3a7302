import type { Observation } from '../contract/records.ts';

/**
 * Log e-value of one minute that the canary fails more often, with an absolute margin d on the error rate.
 *
 * With pi = nC/(nC + nS) and g = 1 + pi (theta - 1), each canary error multiplies the wealth by theta/g, each stable error by 1/g and
 * each stable success by 1 - d (1 - 1/g):
 *
 *   l(theta) = a ln theta - (a + b) ln g + (nS - b) ln(1 - d (1 - 1/g))
 *
 * Without a margin that is the likelihood ratio of "an error falls to the canary with odds theta : 1 per request" against "equally". The
 * last term pays for the margin: at pC = pS + d, ln E[e^l] <= nC (pS + d)(theta - 1)(1 - pi)/g - nS (pS + d (1 - pS))(1 - 1/g), and as
 * nS (1 - 1/g) = nC (1 - pi)(theta - 1)/g, the two cancel up to the second-order term pS d. theta < 1 is the mirrored test.
 */
export function errorEvidence(observation: Observation, theta: number, tolerance: number): number {
  const { canary, stable } = observation;
  const share = canary.requests / (canary.requests + stable.requests);
  const growth = 1 + share * (theta - 1);
  return (
    canary.errors * Math.log(theta) -
    (canary.errors + stable.errors) * Math.log(growth) +
    (stable.requests - stable.errors) * Math.log1p(-tolerance * (1 - 1 / growth))
  );
}
