import type { JudgeBaseline, Observation } from '../contract/records.ts';
import type { JudgePolicy } from './policy.ts';

/** Three shares in decimal notation add up to 1 but for the last binary digits. */
const SHARE_ROUNDING = 1e-9;
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
  for (const name of ['harmAlpha', 'passAlpha', 'guardAlpha', 'passErrorTolerance'] as const) {
    if (!(policy[name] > 0 && policy[name] < 1)) throw new RangeError(`judge: policy.${name} is ${policy[name]}, expected between 0 and 1`);
  }
  const shares = Object.values(policy.familyShare).reduce((sum, share) => sum + share, 0);
  if (!(Math.abs(shares - 1) < SHARE_ROUNDING)) throw new RangeError(`judge: policy.familyShare adds up to ${shares}, expected 1`);
  if (observations.length > horizonMinutes) {
    throw new RangeError(`judge: found ${observations.length} observations, expected at most the horizon's ${horizonMinutes}`);
  }
  const levels = baseline.quantiles.length;
  for (const [index, minute] of baseline.minutes.entries()) checkArm(`baseline.minutes.${index}`, minute, levels);
  for (const [index, observation] of observations.entries()) {
    const before = observations[index - 1];
    if (before !== undefined && before.minute >= observation.minute) {
      throw new RangeError(`judge: observations.${index}.minute is ${observation.minute}, expected one after ${before.minute}`);
    }
    if (!(observation.weight > 0 && observation.weight < 1)) {
      throw new RangeError(
        `judge: observations.${index}.weight is ${observation.weight}, expected between 0 and 1: an arm without traffic`,
      );
    }
    checkArm(`observations.${index}.canary`, observation.canary, levels);
    checkArm(`observations.${index}.stable`, observation.stable, levels);
  }
}

function checkArm(path: string, arm: Observation['canary'], levels: number): void {
  for (const count of [arm.requests, arm.errors, ...arm.above]) {
    if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`judge: ${path} holds ${count}, expected whole numbers from 0`);
  }
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
