import type { JudgeBaseline, Observation } from '../../../lambdas/shared/contract/records.ts';
import type { JudgePolicy } from '../../../lambdas/shared/judge/policy.ts';
import { wealthByMinute } from '../../../lambdas/shared/judge/wealth-by-minute.ts';

/** Minutes, from 1, of the judge's words; null: never. A canary that is convicted at any time is not passed. */
export interface JudgeOutcome {
  harm: number | null;
  pass: number | null;
}

/** Most harm shows early: the first minutes alone are judged first, since their wealth doesn't depend on what comes later. */
const FIRST_MINUTES = [6, 18] as const;

/** J: this judge, asked after every minute up to the end. */
export function judgeWay(baseline: JudgeBaseline, observations: readonly Observation[], policy: JudgePolicy): JudgeOutcome {
  for (const minutes of FIRST_MINUTES) {
    if (minutes >= observations.length) break;
    const early = harmMinute(baseline, observations.slice(0, minutes), policy);
    if (early.harm !== null) return early;
  }
  return harmMinute(baseline, observations, policy);
}

function harmMinute(baseline: JudgeBaseline, observations: readonly Observation[], policy: JudgePolicy): JudgeOutcome {
  const wealth = wealthByMinute(baseline, observations, policy);
  const harm = wealth.findIndex(({ harmed }) => harmed);
  const pass = wealth.findIndex(({ passed }) => passed);
  return { harm: harm < 0 ? null : harm + 1, pass: harm >= 0 || pass < 0 ? null : pass + 1 };
}
