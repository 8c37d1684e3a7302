import type { JudgeBaseline, Observation } from '../contract/records.ts';
import type { JudgePolicy } from './policy.ts';

/** Log-wealth of one family of tests after each minute. */
export interface FamilyWealth {
  /** That the canary does harm; starts at 0 and wins above ln 20. */
  harm: number[];
  /** That the canary stays within the margin: the mirrored test. */
  pass: number[];
}

/** A family of metrics: from the whole list of observations to its wealth, from scratch. */
export type Family<Wealth extends FamilyWealth = FamilyWealth> = (
  baseline: JudgeBaseline,
  observations: readonly Observation[],
  policy: JudgePolicy,
) => Wealth;

/** A minute in which a test has nothing to say: all of its bets stand still. */
export function noEvidence(alternatives: readonly number[]): number[] {
  return alternatives.map(() => 0);
}
