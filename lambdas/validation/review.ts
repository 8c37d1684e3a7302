import type { ModelSettings } from '../shared/contract/model-settings.ts';
import { isModelStrategy, type CheckResult, type Improvement, type ModelReview } from '../shared/contract/records.ts';
import type { Decision } from './decide.ts';

/** Findings that a model is told of: more of them come from one mistake. */
const MOST_FINDINGS = 20;
/** Longest text of one, characters: a test's output can be as long as it likes. */
const MOST_CHARACTERS = 500;

/**
 * What a model's answer is sent back with; null: it isn't, because it was let through, nobody could repair it, or it was repaired as often as
 * the settings allow.
 */
export function reviewOf(
  { strategy, rounds = [], reviews = [] }: Pick<Improvement, 'strategy' | 'rounds' | 'reviews'>,
  { status, reason }: Decision,
  checks: readonly CheckResult[],
  settings: Pick<ModelSettings, 'repairRounds'> | null,
  at: number,
): ModelReview | null {
  const open = settings !== null && isModelStrategy(strategy) && rounds.length > reviews.length && rounds.length <= settings.repairRounds;
  if (!open || status !== 'rejected') return null;
  const findings = checks
    .filter((check) => check.status === 'fail')
    .flatMap(({ check, findings }) =>
      findings.map((finding) => ({ check, ...finding, message: finding.message.slice(0, MOST_CHARACTERS) })),
    )
    .slice(0, MOST_FINDINGS);
  return { round: rounds.length, reason: reason.slice(0, MOST_CHARACTERS), findings, at };
}
