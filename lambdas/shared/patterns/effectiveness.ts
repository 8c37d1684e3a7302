import type { Effectiveness, SolutionOutcome } from '../contract/records.ts';
import { betaQuantile } from '../stats/beta-cdf.ts';
import type { Bounds } from '../stats/bounds.ts';

/** What is known of a solution: the share of failures that it ends. */
export interface Posterior extends Bounds {
  /** Expected share, 0..1; what solutions are ordered by. */
  mean: number;
  helped: number;
  failed: number;
}

/**
 * Jeffreys' prior for a share, Beta(1/2, 1/2): one word's weight in all, so that a single success does not make a solution certain (mean 0.75),
 * and its intervals hold the truth about as often as they say even with few trials (Brown, Cai and DasGupta 2001, "Interval
 * estimation for a binomial proportion").
 */
const PRIOR = 0.5;

/** How often the interval holds the true share. */
export const LEVEL = 0.9;

/** Outcomes of one solution that are kept by key: at three improvements a day (contract/settings.ts), ten days of nothing but this solution. */
export const MOST_COUNTED = 30;

/**
 * Beta posterior of the share of failures that a solution ends: Beta(1/2 + helped, 1/2 + failed). `mean` = (1/2 + helped) / (1 + helped + failed);
 * `low` and `high` leave 5 % of it on either side (equal tails).
 * @throws RangeError when a count is not a whole number from 0.
 */
export function posterior({ helped, failed }: Pick<Effectiveness, 'helped' | 'failed'>): Posterior {
  if (!isCount(helped) || !isCount(failed))
    throw new RangeError(`posterior: found helped ${helped} and failed ${failed}; expected whole numbers from 0`);
  const a = PRIOR + helped;
  const b = PRIOR + failed;
  const tail = (1 - LEVEL) / 2;
  return { mean: a / (a + b), low: betaQuantile(tail, a, b), high: betaQuantile(1 - tail, a, b), helped, failed };
}

/** A solution that nobody has tried. */
export function untried(solutionId: string): Effectiveness {
  return { solutionId, helped: 0, failed: 0, counted: [] };
}

/**
 * With one more outcome. A key counts once: the same outcome again changes nothing, the other one takes the first one's place, since whoever
 * speaks later about the same attempt knows more. Gives the same object when nothing changes.
 *
 * Keys begin with their time (shared/time.ts, `timePrefix`) and the {@link MOST_COUNTED} newest are kept. What is older than all of a full list was
 * either counted and dropped or comes too late to matter, and counts no more: so no key is ever counted twice.
 */
export function counted(effectiveness: Effectiveness, key: string, outcome: SolutionOutcome): Effectiveness {
  const { counted: before } = effectiveness;
  const there = before.find((each) => each.key === key);
  if (there?.outcome === outcome) return effectiveness;
  const oldest = before[0];
  if (there === undefined && oldest !== undefined && before.length >= MOST_COUNTED && key < oldest.key) return effectiveness;
  const kept = [...before.filter((each) => each !== there), { key, outcome }].toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const change = (of: SolutionOutcome): number => (of === outcome ? 1 : 0) - (of === there?.outcome ? 1 : 0);
  return {
    ...effectiveness,
    helped: effectiveness.helped + change('helped'),
    failed: effectiveness.failed + change('failed'),
    counted: kept.slice(-MOST_COUNTED),
  };
}

/** For people: `helped 7 of 9 times (78 %, 90 % range 51 to 93 %)`, or `not tried yet`. */
export function effectivenessWords(effectiveness: Pick<Effectiveness, 'helped' | 'failed'>): string {
  const { helped, failed, low, high } = posterior(effectiveness);
  const tries = helped + failed;
  if (tries === 0) return 'not tried yet';
  const whole = (share: number): string => (share * 100).toFixed(0);
  const range = `${whole(LEVEL)} % range ${whole(low)} to ${whole(high)} %`;
  return `helped ${helped} of ${tries} ${tries === 1 ? 'time' : 'times'} (${whole(helped / tries)} %, ${range})`;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
