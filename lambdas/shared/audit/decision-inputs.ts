import type {
  Anomaly,
  AuditInput,
  Cycle,
  FailureCluster,
  Improvement,
  KnownPattern,
  Opportunity,
  Recommendation,
} from '../contract/records.ts';
import { isInTheMaking } from '../model/rounds.ts';
import { inputOf } from './input-of.ts';
import { refTo } from './refs.ts';

/** The growing list of what the judge was shown. */
export const OBSERVATIONS = 'rollout.observations';
/** The same of the version that serves alone. */
export const WATCHED = 'rollout.watched';

/** What every decision about an improvement is about: the whole way back to the opportunity and the cycle that found it. */
export function aboutImprovement({ id, opportunityId, cycleId, target }: Improvement): string[] {
  return [refTo('improvement', id), refTo('opportunity', opportunityId), refTo('cycle', cycleId), refTo('function', target)];
}

/** What a cycle was asked to do, and over which window. */
export function cycleInput(cycle: Cycle): AuditInput {
  return inputOf('cycle', cycle, 'trigger,cause,targets,maxImprovements,windowStart,windowEnd');
}

/** What was out of the ordinary; how far and since when moves on while it lasts, so that is no part of it. */
export function anomalyInput(anomaly: Anomaly): AuditInput {
  return inputOf('anomaly', anomaly, 'target,type,series,description');
}

/** What a person was asked to do; how often it was found since moves on, so that is no part of it. */
export function recommendationInput(recommendation: Recommendation): AuditInput {
  return inputOf('recommendation', recommendation, 'target,kind');
}

/** Which failures they are; how many, since when and where moves on, so that is no part of it. */
export function clusterInput(cluster: FailureCluster): AuditInput {
  return inputOf('cluster', cluster, 'target,fingerprint');
}

/** Which pattern it is; what is known of it moves on, so that is no part of it. */
export function patternInput(pattern: KnownPattern): AuditInput {
  return inputOf('pattern', pattern, pattern.learned === null ? 'id' : 'learned');
}

/** What was found, as the input of the decisions to choose it and to write something for it. */
export function opportunityInput(opportunity: Opportunity): AuditInput {
  return inputOf('opportunity', opportunity, 'kind,evidence,gain,confidence,risk,impact,wanted');
}

/**
 * What a decision about an improvement rests on, as far as it has come: the change, its checks, and of its rollout what was there before,
 * the plan, the baseline and the minutes observed so far.
 */
export function improvementInputs(improvement: Improvement): AuditInput[] {
  const { checks, rollout, rounds, reviews } = improvement;
  const input = (fields: string, count?: number): AuditInput => inputOf('improvement', improvement, fields, count);
  // While a model may still repair its answer, the files and checks on record are the last round's only.
  const making = isInTheMaking(improvement);
  return [
    input(making ? 'baseVersion' : 'files,configuration,baseVersion'),
    ...(rounds === undefined ? [] : [input('rounds', rounds.length)]),
    ...(reviews === undefined ? [] : [input('reviews', reviews.length)]),
    ...(making || checks.length === 0 ? [] : [input('checks')]),
    ...(rollout === null ? [] : [input('rollout.snapshot')]),
    ...(rollout?.plan === undefined ? [] : [input('rollout.plan')]),
    ...(rollout?.baseline ? [input('rollout.baseline')] : []),
    ...(rollout === null ? [] : [input(OBSERVATIONS, rollout.observations.length)]),
    ...(rollout === null || rollout.watched.length === 0 ? [] : [input(WATCHED, rollout.watched.length)]),
  ];
}
