import {
  type Cycle,
  isModelStrategy,
  MODEL_STRATEGY,
  type Opportunity,
  STRATEGY_OF,
  type StrategyScore,
  type Target,
} from '../shared/contract/records.ts';
import { opportunityId } from '../shared/ids.ts';
import { confidenceOf, riskClassOf, riskOf } from './estimate.ts';
import type { Finding } from './finding.ts';
import { impactOf, priorityOf } from './impact.ts';

/** An opportunity of which everything but the decision is known. */
export type Weighed = Omit<Opportunity, 'status' | 'reason' | 'revision'>;

/**
 * Puts figures to a finding: confidence and risk by how its strategy fared, impact and priority by SPEC 5. What only people can do is
 * weighed like a change of code.
 */
export function weigh(finding: Finding, target: Target, cycle: Cycle, scores: readonly StrategyScore[], at: number): Weighed {
  const strategy = STRATEGY_OF[finding.kind];
  const hand = strategy?.kind ?? 'code';
  const score = scoreOf(strategy?.strategy, scores);
  const confidence = confidenceOf(hand, finding.samples, score);
  const risk = riskOf(hand, score);
  const riskClass = riskClassOf(risk);
  const impact = impactOf({
    gainPercent: finding.gain * 100,
    usersPerHour: finding.usersPerHour,
    occurrencesPerDay: finding.occurrencesPerDay,
    severity: finding.severity,
    riskClass,
    confidence,
  });
  return {
    id: opportunityId(cycle.windowEnd, target.name, finding.kind),
    tenant: target.tenant,
    cycleId: cycle.id,
    target: target.name,
    kind: finding.kind,
    title: finding.title,
    evidence: score === undefined ? finding.evidence : [...finding.evidence, history(score)],
    severity: finding.severity,
    gain: finding.gain,
    confidence,
    risk,
    riskClass,
    impact,
    priority: priorityOf(impact),
    wanted: finding.wanted,
    ...(finding.prediction === undefined ? {} : { prediction: finding.prediction }),
    ...(finding.action === undefined ? {} : { action: finding.action }),
    ...(finding.failure === undefined ? {} : { failure: finding.failure }),
    at,
  };
}

/** How a strategy fared; that of models is all of them together. */
function scoreOf(strategy: string | undefined, scores: readonly StrategyScore[]): StrategyScore | undefined {
  if (strategy !== MODEL_STRATEGY) return scores.find((each) => each.strategy === strategy);
  const models = scores.filter((each) => isModelStrategy(each.strategy));
  if (models.length === 0) return undefined;
  const sum = (of: 'promoted' | 'rolledBack' | 'inconclusive') => models.reduce((total, each) => total + each[of], 0);
  return { strategy, promoted: sum('promoted'), rolledBack: sum('rolledBack'), inconclusive: sum('inconclusive') };
}

function history(score: StrategyScore): Opportunity['evidence'][number] {
  const { strategy, promoted, rolledBack, inconclusive } = score;
  return {
    source: 'history',
    summary: `${strategy}: promoted ${promoted} times, rolled back ${rolledBack} times, inconclusive ${inconclusive} times.`,
    figures: { promoted, rolledBack, inconclusive },
  };
}
