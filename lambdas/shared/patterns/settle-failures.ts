import { aboutImprovement, clusterInput, improvementInputs, opportunityInput, recommendationInput } from '../audit/decision-inputs.ts';
import { refTo } from '../audit/refs.ts';
import type {
  AuditInput,
  FailureCluster,
  FailureOrigin,
  Improvement,
  LookedAt,
  Opportunity,
  Recommendation,
  Solution,
} from '../contract/records.ts';
import type { Ports, Span } from '../ports.ts';
import { DAY_MS, timePrefix } from '../time.ts';
import { countOutcome } from './count-outcome.ts';
import { failureEnd } from './failure-end.ts';
import { improvementSolution, recommendationSolution } from './own-solution.ts';

/** Cycles come at least every 31 days (contract/settings.ts): the first one after a change can still speak about it, and a few more. */
const OPEN_MS = 45 * DAY_MS;
/** Recommendations of a tenant that are read, as many as the analysis keeps. */
const READ = 1000;

export type SettlePorts = Pick<Ports, 'work' | 'audit'>;

/** What a cycle looked at, by target: the span of which its failures were counted, with its calls. */
export type Looked = ReadonlyMap<string, LookedAt>;

/** Something that was done about a failure. */
interface Attempt {
  key: string;
  target: string;
  failure: FailureOrigin;
  changed: Span;
  solution: Solution;
  /** What was done, for people. */
  words: string;
  about: readonly string[];
  inputs: AuditInput[];
}

/**
 * Asks of each change that was made against a failure, by Kaizen or by a person, whether the failure ended with it, as far as a cycle's window can tell,
 * and counts that towards the solution: once, and only when it is known. Asked at every cycle until it is, for {@link OPEN_MS}. The clusters must be
 * on record as this window shows them. Gives the keys of what was counted.
 */
export async function settleFailures(
  ports: SettlePorts,
  tenant: string,
  looked: Looked,
  { improvements, opportunities }: { improvements: readonly Improvement[]; opportunities: readonly Opportunity[] },
  now: number,
): Promise<string[]> {
  const origins = new Map(opportunities.flatMap((each) => (each.failure === undefined ? [] : [[each.id, each] as const])));
  if (origins.size === 0) return [];
  const recommendations = await ports.work.recommendations.list(tenant, { limit: READ });
  const attempts = [
    ...improvements.flatMap((each) => attemptOf(each, origins.get(each.opportunityId))),
    ...recommendations.flatMap((each) => applied(each, origins.get(each.opportunityId))),
  ].filter(({ changed }) => now - changed.to < OPEN_MS);
  const settled: string[] = [];
  for (const attempt of attempts) {
    const after = looked.get(attempt.target);
    if (after !== undefined && after.to > attempt.changed.to && (await settle(ports, tenant, attempt, after, now)))
      settled.push(attempt.key);
  }
  return settled;
}

async function settle(ports: SettlePorts, tenant: string, attempt: Attempt, after: LookedAt, now: number): Promise<boolean> {
  const { failure, key, solution } = attempt;
  const cluster = await ports.work.clusters.get(tenant, failure.clusterId);
  const patternId = failure.patternId ?? cluster?.patternId ?? null;
  if (cluster === null || patternId === null || (await isCounted(ports, tenant, patternId, key))) return false;
  const counted = countedPart(cluster, after);
  if (counted.to <= attempt.changed.to) return false;
  const end = failureEnd(cluster.hours, failure.looked, counted, attempt.changed);
  if (end.word === 'unknown') return false;
  const outcome = {
    solutionId: failure.solutionId ?? solution.id,
    key,
    outcome: end.word === 'ended' ? ('helped' as const) : ('failed' as const),
    solution: failure.solutionId === null ? solution : null,
  };
  const { word } = await countOutcome(ports, tenant, patternId, outcome, {
    actor: 'analysis/analyse',
    summary: `${attempt.words} ${end.reason}`,
    about: [...attempt.about, refTo('cluster', cluster.id)],
    evidence: [{ source: 'log', summary: end.reason, figures: end.figures }],
    inputs: [clusterInput(cluster), ...attempt.inputs],
    at: now,
  });
  return word === 'counted';
}

/**
 * The part of a window of which the cluster was counted: of many failures only the largest clusters are brought up to date, and one that was left out
 * has not ended. One that is gone is brought up to date only when it comes back.
 */
function countedPart({ trend, countedUntil }: FailureCluster, window: LookedAt): LookedAt {
  if (trend === 'gone' || countedUntil >= window.to) return window;
  const to = Math.max(window.from, countedUntil);
  return { from: window.from, to, calls: Math.round((window.calls * (to - window.from)) / (window.to - window.from)) };
}

/** Whatever was said of it first stands: a failure that comes back later is found again, and is another attempt's. */
async function isCounted({ work }: SettlePorts, tenant: string, patternId: string, key: string): Promise<boolean> {
  const known = await work.patterns.get(tenant, patternId);
  return known?.effectiveness.some(({ counted }) => counted.some((each) => each.key === key)) === true;
}

function attemptOf(improvement: Improvement, opportunity: Opportunity | undefined): Attempt[] {
  const { rollout, status, target, id, strategy } = improvement;
  if (opportunity?.failure === undefined || status !== 'promoted' || rollout === null || rollout.promotedAt === null) return [];
  return [
    {
      key: improvementKey(improvement),
      target,
      failure: opportunity.failure,
      changed: { from: rollout.startedAt, to: rollout.promotedAt },
      solution: improvementSolution(improvement),
      words: `${strategy} was promoted on ${target} (${id}).`,
      about: aboutImprovement(improvement),
      inputs: [opportunityInput(opportunity), ...improvementInputs(improvement)],
    },
  ];
}

/** Key of what came of an improvement, whoever counts it. */
export function improvementKey({ id, createdAt }: Pick<Improvement, 'id' | 'createdAt'>): string {
  return `${timePrefix(createdAt)}-${id}`.slice(0, MOST_KEY);
}
const MOST_KEY = 93;

/** A recommendation that was found again since it was applied refers to the newer opportunity, and says nothing of what came of it. */
function applied(recommendation: Recommendation, opportunity: Opportunity | undefined): Attempt[] {
  const { id, target, status, by, at, kind } = recommendation;
  if (opportunity?.failure === undefined || status !== 'applied' || opportunity.failure.looked.to > at) return [];
  return [
    {
      key: `${timePrefix(at)}-${id}`.slice(0, MOST_KEY),
      target,
      failure: opportunity.failure,
      changed: { from: at, to: at },
      solution: recommendationSolution(recommendation),
      words: `${by} applied what was recommended for ${target} (${kind}).`,
      about: [refTo('recommendation', id), refTo('opportunity', opportunity.id), refTo('function', target)],
      inputs: [opportunityInput(opportunity), recommendationInput(recommendation)],
    },
  ];
}
