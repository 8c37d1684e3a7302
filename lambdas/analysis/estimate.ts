import type { Opportunity, StrategyScore } from '../shared/contract/records.ts';

/** A Beta distribution's two counts. */
interface Prior {
  successes: number;
  failures: number;
}

/**
 * Belief that an attempt succeeds, before any outcome of its strategy is known. A finding has a proven precondition, so it starts high.
 * - code: 18 and 2, mean 0.90. One failure elsewhere: 18 / 21 = 0.857, still above basic's 0.85; two: 18 / 22 = 0.82, below.
 * - tuning: 28.5 and 1.5, mean 0.95, which conservative's 0.95 allows; one failure: 0.92, two: 0.89, four: 0.84.
 */
const CONFIDENCE_PRIOR: Record<'code' | 'tuning', Prior> = {
  code: { successes: 18, failures: 2 },
  tuning: { successes: 28.5, failures: 1.5 },
};

/**
 * Belief that an attempt does harm (successes count harm here), worth 50 attempts since harm is rare.
 * - code: 4 and 46, mean 0.08. One rollback: 5 / 51 = 0.098, still within basic's 0.10; two: 6 / 52 = 0.115, beyond.
 * - tuning: 2.5 and 47.5, mean 0.05, which conservative's 0.05 allows; one: 0.069; three: 0.104, beyond basic's.
 */
const RISK_PRIOR: Record<'code' | 'tuning', Prior> = {
  code: { successes: 4, failures: 46 },
  tuning: { successes: 2.5, failures: 47.5 },
};

/** An inconclusive attempt did no harm and won nothing: half a failure. */
const INCONCLUSIVE_WEIGHT = 0.5;

/** Invocations or lines with which the evidence counts in full: twice what the finders ask for, so that the least counts half. */
export const SUFFICIENT_SAMPLES = 200;

/** Classes of risk: what conservative tolerates is low, what basic does is medium (SPEC 10). */
const LOW_RISK = 0.05;
const MEDIUM_RISK = 0.1;

/**
 * Confidence 0..1 that an attempt will be proven a gain: the share of sufficient data that there is, times the posterior mean of the
 * strategy's success, (a + promoted) / (a + b + promoted + rolled back + inconclusive / 2).
 */
export function confidenceOf(kind: 'code' | 'tuning', samples: number, score: StrategyScore | undefined): number {
  const prior = CONFIDENCE_PRIOR[kind];
  const won = prior.successes + (score?.promoted ?? 0);
  const lost = prior.failures + (score?.rolledBack ?? 0) + INCONCLUSIVE_WEIGHT * (score?.inconclusive ?? 0);
  return Math.min(1, samples / SUFFICIENT_SAMPLES) * (won / (won + lost));
}

/** Estimated probability of harm: the posterior mean (a + rolled back) / (a + b + all outcomes). */
export function riskOf(kind: 'code' | 'tuning', score: StrategyScore | undefined): number {
  const prior = RISK_PRIOR[kind];
  const harmed = prior.successes + (score?.rolledBack ?? 0);
  return harmed / (harmed + prior.failures + (score?.promoted ?? 0) + (score?.inconclusive ?? 0));
}

export function riskClassOf(risk: number): Opportunity['riskClass'] {
  if (risk <= LOW_RISK) return 'low';
  return risk <= MEDIUM_RISK ? 'medium' : 'high';
}
