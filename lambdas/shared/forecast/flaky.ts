import { normalCdf } from '../stats/normal-cdf.ts';

/** What the runs test found. */
export interface FlakyEvidence {
  outcomes: number;
  failures: number;
  /** Unbroken stretches of equal outcomes, and as many as chance would give. */
  stretches: number;
  expectedStretches: number;
  /** Probability of so many stretches, or more, by chance; and of so few, or fewer. */
  pMore: number;
  pFewer: number;
}

export type Flaky =
  | { kind: 'not-enough-data'; /** Outcomes. */ have: number; need: number }
  /** `alternating`: success and failure change more often than chance would; `scattered`: as often, so each run fails for itself. */
  | { kind: 'flaky'; pattern: 'alternating' | 'scattered'; evidence: FlakyEvidence }
  /** `one-sided`: hardly ever fails, or nearly always; `clustered`: failures come in stretches: an incident or a change, not flakiness. */
  | { kind: 'not-flaky'; reason: 'one-sided' | 'clustered'; evidence: FlakyEvidence };

export const OUTCOMES_NEEDED = 20;
/**
 * Of the rarer outcome at least so many, and at least this share: below it the normal approximation does not hold, or it is plain bad
 * luck.
 */
const RARER_NEEDED = 5;
const RARER_SHARE = 0.05;
/** One-sided level: one of a hundred operations is called alternating, or clustered, by chance. */
const LEVEL = 0.01;

/**
 * Whether an operation is flaky: succeeds and fails with no change between. Runs test of Wald and Wolfowitz (1940) on the outcomes in order
 * of time (true: success), all of one version: with f failures and s successes of n, the number of unbroken stretches has by chance
 *   mean m = 2 f s / n + 1  and variance (m - 1)(m - 2) / (n - 1),
 * and is nearly normal (with a continuity correction of 1/2).
 */
export function flaky(outcomes: readonly boolean[]): Flaky {
  const n = outcomes.length;
  if (n < OUTCOMES_NEEDED) return { kind: 'not-enough-data', have: n, need: OUTCOMES_NEEDED };
  const failures = outcomes.filter((success) => !success).length;
  const stretches = outcomes.filter((success, index) => index === 0 || success !== outcomes[index - 1]).length;
  const expectedStretches = (2 * failures * (n - failures)) / n + 1;
  const sigma = Math.sqrt(((expectedStretches - 1) * (expectedStretches - 2)) / (n - 1));
  const rarer = Math.min(failures, n - failures);
  const enough = rarer >= RARER_NEEDED && rarer / n >= RARER_SHARE;
  const evidence: FlakyEvidence = {
    outcomes: n,
    failures,
    stretches,
    expectedStretches,
    pMore: enough ? normalCdf(-(stretches - 0.5 - expectedStretches) / sigma) : 1,
    pFewer: enough ? normalCdf((stretches + 0.5 - expectedStretches) / sigma) : 1,
  };
  if (!enough) return { kind: 'not-flaky', reason: 'one-sided', evidence };
  if (evidence.pFewer < LEVEL) return { kind: 'not-flaky', reason: 'clustered', evidence };
  return { kind: 'flaky', pattern: evidence.pMore < LEVEL ? 'alternating' : 'scattered', evidence };
}
