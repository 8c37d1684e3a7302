import type { Opportunity } from '../shared/contract/records.ts';

const SEVERITY_FACTOR: Record<Opportunity['severity'], number> = { critical: 2, high: 1.5, medium: 1, low: 0.5 };
const RISK_FACTOR: Record<Opportunity['riskClass'], number> = { high: 0.5, medium: 0.8, low: 1 };
/** Below this confidence the impact is halved. */
const UNSURE = 0.7;
const UNSURE_FACTOR = 0.5;

export interface ImpactInput {
  /** Percent, 0..100. */
  gainPercent: number;
  usersPerHour: number;
  occurrencesPerDay: number;
  severity: Opportunity['severity'];
  riskClass: Opportunity['riskClass'];
  confidence: number;
}

/** SPEC 5: gain % x affected users per hour x occurrences per day / 100, times the factors. (30 %, 1000, 24 gives 7200.) */
export function impactOf(input: ImpactInput): number {
  const plain = (input.gainPercent * input.usersPerHour * input.occurrencesPerDay) / 100;
  return plain * SEVERITY_FACTOR[input.severity] * (input.confidence < UNSURE ? UNSURE_FACTOR : 1) * RISK_FACTOR[input.riskClass];
}

/** SPEC 5: above 5000 critical, above 1000 high, above 100 medium, else low. */
export function priorityOf(impact: number): Opportunity['priority'] {
  if (impact > 5000) return 'critical';
  if (impact > 1000) return 'high';
  return impact > 100 ? 'medium' : 'low';
}

/** What {@link byImportance} orders by. */
export type Ordered = Pick<Opportunity, 'id' | 'severity' | 'impact' | 'risk' | 'confidence'>;

/** SPEC 5: critical severity first, then impact, then lower risk, then higher confidence; the id only to be the same each time. */
export function byImportance(a: Ordered, b: Ordered): number {
  return (
    Number(b.severity === 'critical') - Number(a.severity === 'critical') ||
    b.impact - a.impact ||
    a.risk - b.risk ||
    b.confidence - a.confidence ||
    (a.id < b.id ? -1 : 1)
  );
}
