import {
  CODE_KINDS,
  MODEL_STRATEGY,
  OPEN_STATUSES,
  STRATEGY_OF,
  type Improvement,
  type Opportunity,
  type OpportunityKind,
} from '../shared/contract/records.ts';
import type { Autonomy, TenantSettings } from '../shared/contract/settings.ts';
import { HOUR_MS } from '../shared/time.ts';
import { byImportance } from './impact.ts';

/** An opportunity that was weighed and waits for its decision. */
export type Candidate = Pick<Opportunity, 'id' | 'target' | 'kind' | 'severity' | 'impact' | 'risk' | 'confidence' | 'evidence'> & {
  autonomy: Autonomy;
};

/** An improvement of this tenant, whatever came of it, with the kind of its opportunity. */
export type Attempt = Pick<Improvement, 'id' | 'target' | 'status' | 'updatedAt'> & { kind: OpportunityKind };

export interface ChoiceInput {
  candidates: readonly Candidate[];
  attempts: readonly Attempt[];
  /** Chosen by an earlier run of the same cycle and not begun yet. */
  taken: readonly Pick<Opportunity, 'id' | 'target'>[];
  settings: Pick<TenantSettings, 'maxConcurrent' | 'qualityThreshold' | 'riskTolerance' | 'cooldownHours'>;
  /** At most so many in this cycle; null: no limit but the tenant's. */
  maxImprovements: number | null;
  /** Whether a model is configured, for what no deterministic hand can write. */
  model: boolean;
  now: number;
}

export interface Choice {
  id: string;
  status: Opportunity['status'];
  /** Why, in a sentence. */
  reason: string;
}

/** Ended in a way that a repetition within the cooldown would only repeat. */
const SETTLED: ReadonlySet<Improvement['status']> = new Set<Improvement['status']>([
  'promoted',
  'rolled-back',
  'rejected',
  'refused',
  'proposed',
]);

/** Kinds that a codemod rewrites at the places that the evidence names; without one it has nothing to do. */
const CODEMOD_KINDS: ReadonlySet<OpportunityKind> = new Set<OpportunityKind>(CODE_KINDS);

/** Decides about every candidate, in the order of importance; one choice for each. */
export function choose(input: ChoiceInput): Choice[] {
  const { settings, maxImprovements } = input;
  const open = input.attempts.filter((attempt) => OPEN_STATUSES.includes(attempt.status));
  const busy = new Map<string, string>();
  for (const each of [...open, ...input.taken]) busy.set(each.target, each.id);
  const places = settings.maxConcurrent - open.length - input.taken.length;
  const allowed = maxImprovements === null ? places : Math.min(places, maxImprovements - input.taken.length);
  let chosen = 0;
  return input.candidates.toSorted(byImportance).map((candidate): Choice => {
    const obstacle = obstacleTo(candidate, input);
    if (obstacle !== null) return { id: candidate.id, status: obstacle.status, reason: obstacle.reason };
    const other = busy.get(candidate.target);
    if (other !== undefined) {
      return { id: candidate.id, status: 'queued', reason: `One improvement of a target at a time: ${other} comes first.` };
    }
    if (chosen >= allowed) {
      const limit = chosen >= places ? `${settings.maxConcurrent} improvements at a time` : `${maxImprovements} improvements in this cycle`;
      return { id: candidate.id, status: 'queued', reason: `No place left: at most ${limit}.` };
    }
    chosen += 1;
    busy.set(candidate.target, candidate.id);
    return {
      id: candidate.id,
      status: 'chosen',
      reason: `Confidence ${candidate.confidence.toFixed(2)} and risk ${candidate.risk.toFixed(3)} are within the limits; place ${chosen} by impact.`,
    };
  });
}

/** What keeps a candidate from being attempted whatever else there is; null: nothing. */
function obstacleTo(candidate: Candidate, input: ChoiceInput): Omit<Choice, 'id'> | null {
  const { settings, now } = input;
  if (candidate.autonomy === 'observe')
    return { status: 'skipped', reason: 'The autonomy of this target is observe: it is only measured.' };
  const strategy = STRATEGY_OF[candidate.kind];
  if (strategy === null || (strategy.strategy === MODEL_STRATEGY && !input.model))
    return { status: 'recommended', reason: 'No strategy can write this improvement: a person must.' };
  if (CODEMOD_KINDS.has(candidate.kind) && candidate.evidence.every(({ location }) => location === undefined))
    return { status: 'recommended', reason: 'No place in the source is proven safe to rewrite: a person must.' };
  const same = input.attempts.filter((attempt) => attempt.target === candidate.target && attempt.kind === candidate.kind);
  const running = same.find((attempt) => OPEN_STATUSES.includes(attempt.status));
  if (running !== undefined) return { status: 'skipped', reason: `Already under way as ${running.id}.` };
  const waiting = same.find((attempt) => attempt.status === 'awaiting-approval');
  if (waiting !== undefined) return { status: 'skipped', reason: `Waits for a person's approval as ${waiting.id}.` };
  const settled = same.find((attempt) => SETTLED.has(attempt.status) && now - attempt.updatedAt < settings.cooldownHours * HOUR_MS);
  if (settled !== undefined) {
    return { status: 'skipped', reason: `${settled.id} was ${settled.status} within the last ${settings.cooldownHours} hours.` };
  }
  if (candidate.confidence < settings.qualityThreshold) {
    const figures = `${candidate.confidence.toFixed(2)} is below the threshold of ${settings.qualityThreshold}`;
    return { status: 'skipped', reason: `Confidence ${figures}.` };
  }
  if (candidate.risk > settings.riskTolerance) {
    return { status: 'skipped', reason: `Risk ${candidate.risk.toFixed(3)} is above the tolerance of ${settings.riskTolerance}.` };
  }
  return null;
}
