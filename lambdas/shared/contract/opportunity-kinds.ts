import * as z from 'zod';

/** Kinds that are seen in a target's source and that a codemod rewrites. */
export const CODE_KINDS = [
  'sequential-awaits',
  'n-plus-one',
  'client-per-invocation',
  'uncached-read',
  'duplicate-call',
  'unbounded-wait',
  'floating-promise',
  'linear-membership',
  'quadratic-accumulation',
  'repeated-construction',
  'memory-growth',
  'blocking-io',
  'whole-sdk-import',
  'connection-not-reused',
] as const;

export const OPPORTUNITY_KINDS = [
  ...CODE_KINDS,
  /** Seen in the source; what it should become takes judgement, so a model writes it. */
  'inefficient-algorithm',
  'over-provisioned',
  'under-provisioned',
  'timeout-too-long',
  'timeout-too-short',
  'recurring-exception',
  /** The same, where the cause lies outside of the code. */
  'external-failure',
  'latency',
  'errors',
  'throughput',
  'resource-exhaustion',
  'low-hit-rate',
  'throttled',
  'reserved-concurrency',
  'cold-starts',
  'batch-size',
  'idle',
  /** The code would be worth a look, and is not to be had in a form that can be changed. */
  'unusable-source',
] as const;
export const OpportunityKind = z.enum(OPPORTUNITY_KINDS);
export type OpportunityKind = z.infer<typeof OpportunityKind>;

/** Who can write the improvement of a kind. */
export interface Strategy {
  strategy: string;
  kind: 'code' | 'tuning';
}

const codemod = (name: string): Strategy => ({ strategy: `codemod:${name}`, kind: 'code' });
const tuning = (name: string): Strategy => ({ strategy: `tuning:${name}`, kind: 'tuning' });
/** Without a configured model these are left to people. */
export const MODEL_STRATEGY = 'model';
/** What a model's improvement bears as its strategy, so that outcomes are counted by model. */
export const modelStrategy = (modelId: string): string => `${MODEL_STRATEGY}:${modelId}`;
export const isModelStrategy = (strategy: string): boolean => strategy === MODEL_STRATEGY || strategy.startsWith(`${MODEL_STRATEGY}:`);
const model: Strategy = { strategy: MODEL_STRATEGY, kind: 'code' };

/**
 * What may be done about each kind: the strategy that writes the improvement; null: only people can. Concurrency and event sources are
 * settings of the function or of its callers, not of a version: no canary could prove a change of them, so people are told what to set.
 */
export const STRATEGY_OF: Record<OpportunityKind, Strategy | null> = {
  'sequential-awaits': codemod('bounded-concurrency'),
  'n-plus-one': codemod('batch-get'),
  'client-per-invocation': codemod('hoist-client'),
  'uncached-read': codemod('ttl-cache'),
  'duplicate-call': codemod('share-call'),
  'unbounded-wait': codemod('timeout-and-retry'),
  'floating-promise': codemod('await-promise'),
  'linear-membership': codemod('set-membership'),
  'quadratic-accumulation': codemod('accumulate-in-place'),
  'repeated-construction': codemod('hoist-construction'),
  'memory-growth': codemod('bounded-collection'),
  'blocking-io': codemod('asynchronous-io'),
  'whole-sdk-import': codemod('client-import'),
  'connection-not-reused': codemod('keep-alive'),
  'inefficient-algorithm': model,
  'over-provisioned': tuning('memory'),
  'under-provisioned': tuning('memory'),
  'timeout-too-long': tuning('timeout'),
  'timeout-too-short': tuning('timeout'),
  'recurring-exception': model,
  'external-failure': null,
  latency: model,
  errors: model,
  throughput: null,
  'resource-exhaustion': null,
  'low-hit-rate': null,
  throttled: null,
  'reserved-concurrency': null,
  'cold-starts': null,
  'batch-size': null,
  idle: null,
  'unusable-source': null,
};
