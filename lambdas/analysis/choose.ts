import { MODEL_STRATEGY, OPEN_STATUSES, STRATEGY_OF, type Opportunity, type Withheld } from '../shared/contract/records.ts';
import type { Autonomy, TenantSettings } from '../shared/contract/settings.ts';
import type { Attempt } from './attempts.ts';
import { restOf } from './cooldown.ts';
import { byImportance, priorityOf } from './impact.ts';
import { agedImpact } from './queue.ts';
import type { SourceState } from './target-context.ts';

/** An opportunity that was weighed and waits for its decision. */
export type Candidate = Pick<Opportunity, 'id' | 'target' | 'kind' | 'severity' | 'impact' | 'risk' | 'confidence'> & {
  autonomy: Autonomy;
  source: SourceState;
  /** Why no codemod may be applied to any of its places; null: one may, or the kind has none. */
  unproven: string | null;
  /** Since when the same waits, from earlier cycles; null: it is new. */
  queuedSince: number | null;
};

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
  /** Only when it is recommended. */
  withheld?: Withheld;
}

/**
 * Decides about every candidate, in the order of importance (SPEC 5); one choice for each. Critical and high ones come first by their impact, medium ones
 * get a place that is left, low ones are queued, and get one when a later cycle finds them again and has one left. All changes here are of one
 * target: system-wide ones, which wait for a person, don't exist.
 */
export function choose(input: ChoiceInput): Choice[] {
  const { settings, maxImprovements } = input;
  const open = input.attempts.filter((attempt) => OPEN_STATUSES.includes(attempt.status));
  const busy = new Map<string, string>();
  for (const each of [...open, ...input.taken]) busy.set(each.target, each.id);
  const places = settings.maxConcurrent - open.length - input.taken.length;
  const allowed = maxImprovements === null ? places : Math.min(places, maxImprovements - input.taken.length);
  let chosen = 0;
  const aged = input.candidates.map((each) => ({ each, order: { ...each, impact: agedImpact(each.impact, each.queuedSince, input.now) } }));
  return aged
    .toSorted((a, b) => byImportance(a.order, b.order))
    .map(({ each: candidate }): Choice => {
      const obstacle = withheld(candidate, input) ?? obstacleTo(candidate, input);
      if (obstacle !== null) return { id: candidate.id, ...obstacle };
      const other = busy.get(candidate.target);
      if (other !== undefined) {
        return { id: candidate.id, status: 'queued', reason: `One improvement of a target at a time: ${other} comes first.` };
      }
      if (candidate.queuedSince === null && candidate.severity !== 'critical' && priorityOf(candidate.impact) === 'low') {
        return { id: candidate.id, status: 'queued', reason: 'Its priority is low: it waits for a cycle that has a place left.' };
      }
      if (chosen >= allowed) {
        const limit =
          chosen >= places ? `${settings.maxConcurrent} improvements at a time` : `${maxImprovements} improvements in this cycle`;
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

/** Why it is left to people, whatever else there is; null: it is not. */
function withheld({ kind, autonomy, source, unproven }: Candidate, { model }: ChoiceInput): Omit<Choice, 'id'> | null {
  const leave = (why: Withheld, reason: string): Omit<Choice, 'id'> => ({ status: 'recommended', reason, withheld: why });
  const strategy = STRATEGY_OF[kind];
  if (strategy === null) return leave('no-strategy', 'No strategy can write this improvement: a person must.');
  if (autonomy === 'observe')
    return leave('autonomy', 'The autonomy of this target is observe: Kaizen says what it found and changes nothing.');
  if (strategy.kind === 'tuning') return null;
  const problem = problemOf(source);
  if (strategy.strategy === MODEL_STRATEGY && !model) {
    const besides = problem === null ? '' : ` Besides: ${problem.reason}`;
    return leave('no-model', `No strategy can write this improvement and no model is configured: a person must.${besides}`);
  }
  if (problem !== null) return leave(problem.name, problem.reason);
  return unproven === null || model ? null : leave('unproven', `No codemod may be applied and no model is configured: ${unproven}`);
}

/** Why code of this source can't be changed; null: it can, or nobody has looked. */
function problemOf(source: SourceState): { name: Withheld; reason: string } | null {
  if (source.kind === 'unusable') {
    return { name: source.problem, reason: `Its source is not fit to be changed (${source.problem}): ${source.reason}` };
  }
  if (source.kind === 'not-wanted' || source.tests) return null;
  return { name: 'no-tests', reason: 'Its source has no tests: a change of the code could not be checked.' };
}

/** What keeps a candidate that Kaizen could write from being attempted; null: nothing. */
function obstacleTo(candidate: Candidate, input: ChoiceInput): Omit<Choice, 'id'> | null {
  const { settings, now } = input;
  const same = input.attempts.filter((attempt) => attempt.target === candidate.target && attempt.kind === candidate.kind);
  const running = same.find((attempt) => OPEN_STATUSES.includes(attempt.status));
  if (running !== undefined) return { status: 'skipped', reason: `Already under way as ${running.id}.` };
  const waiting = same.find((attempt) => attempt.status === 'awaiting-approval');
  if (waiting !== undefined) return { status: 'skipped', reason: `Waits for a person's approval as ${waiting.id}.` };
  const rest = restOf(same, settings.cooldownHours, now);
  if (rest !== null) return { status: 'skipped', reason: rest };
  if (candidate.confidence < settings.qualityThreshold) {
    const figures = `${candidate.confidence.toFixed(2)} is below the threshold of ${settings.qualityThreshold}`;
    return { status: 'skipped', reason: `Confidence ${figures}.` };
  }
  if (candidate.risk > settings.riskTolerance) {
    return { status: 'skipped', reason: `Risk ${candidate.risk.toFixed(3)} is above the tolerance of ${settings.riskTolerance}.` };
  }
  return null;
}
