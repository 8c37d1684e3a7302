import type { JudgeBaseline, Observation } from '../contract/records.ts';
import type { JudgePolicy } from './policy.ts';

/** The late-onset prior needs a second minute to share the rest among. */
const LEAST_HORIZON = 2;

/**
 * Holds the judge's three inputs against each other; the schemas hold each by itself.
 *
 * @throws RangeError naming the field, its value and what was expected.
 */
export function checkInput(baseline: JudgeBaseline, observations: readonly Observation[], policy: JudgePolicy): void {
  const { margin, horizonMinutes } = policy;
  if (!(margin > 0 && margin < 1)) throw new RangeError(`judge: policy.margin is ${margin}, expected between 0 and 1`);
  if (!Number.isInteger(horizonMinutes) || horizonMinutes < LEAST_HORIZON) {
    throw new RangeError(`judge: policy.horizonMinutes is ${horizonMinutes}, expected a whole number from ${LEAST_HORIZON}`);
  }
  if (observations.length > horizonMinutes) {
    throw new RangeError(`judge: found ${observations.length} observations, expected at most the horizon's ${horizonMinutes}`);
  }
  const levels = baseline.quantiles.length;
  for (const [index, minute] of baseline.minutes.entries()) checkArm(`baseline.minutes.${index}`, minute, levels);
  for (const [index, observation] of observations.entries()) {
    checkArm(`observations.${index}.canary`, observation.canary, levels);
    checkArm(`observations.${index}.stable`, observation.stable, levels);
  }
}

function checkArm(path: string, arm: Observation['canary'], levels: number): void {
  if (arm.errors > arm.requests) {
    throw new RangeError(`judge: ${path}.errors is ${arm.errors}, expected at most its ${arm.requests} requests`);
  }
  if (arm.above.length !== levels) {
    throw new RangeError(`judge: ${path}.above has ${arm.above.length} counts, expected one for each of the ${levels} quantiles`);
  }
  for (const above of arm.above) {
    if (above > arm.requests) throw new RangeError(`judge: ${path}.above holds ${above}, expected at most its ${arm.requests} requests`);
  }
}
