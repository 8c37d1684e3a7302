import type { OpportunityKind } from '../shared/contract/records.ts';
import type { Finding } from './finding.ts';
import { batchSize } from './finders/batch-size.ts';
import { blockingIo } from './finders/blocking-io.ts';
import { clientPerInvocation } from './finders/client-per-invocation.ts';
import { connectionNotReused } from './finders/connection-not-reused.ts';
import { duplicateCall } from './finders/duplicate-call.ts';
import { coldStarts } from './finders/cold-starts.ts';
import { errors } from './finders/errors.ts';
import { externalFailure } from './finders/external-failure.ts';
import { floatingPromise } from './finders/floating-promise.ts';
import { idle } from './finders/idle.ts';
import { inefficientAlgorithm } from './finders/inefficient-algorithm.ts';
import { latency } from './finders/latency.ts';
import { lowHitRate } from './finders/low-hit-rate.ts';
import { linearMembership } from './finders/linear-membership.ts';
import { memoryGrowth } from './finders/memory-growth.ts';
import { nPlusOne } from './finders/n-plus-one.ts';
import { overProvisioned } from './finders/over-provisioned.ts';
import { quadraticAccumulation } from './finders/quadratic-accumulation.ts';
import { repeatedConstruction } from './finders/repeated-construction.ts';
import { recurringException } from './finders/recurring-exception.ts';
import { reservedConcurrency } from './finders/reserved-concurrency.ts';
import { resourceExhaustion } from './finders/resource-exhaustion.ts';
import { sequentialAwaits } from './finders/sequential-awaits.ts';
import { throttled } from './finders/throttled.ts';
import { throughput } from './finders/throughput.ts';
import { timeoutTooLong } from './finders/timeout-too-long.ts';
import { timeoutTooShort } from './finders/timeout-too-short.ts';
import { unboundedWait } from './finders/unbounded-wait.ts';
import { uncachedRead } from './finders/uncached-read.ts';
import { underProvisioned } from './finders/under-provisioned.ts';
import { wholeSdkImport } from './finders/whole-sdk-import.ts';
import { unusableSource } from './finders/unusable-source.ts';
import type { TargetContext } from './target-context.ts';

/** What counts as an opportunity. A new kind is a file and a line here. */
export const FINDERS: readonly ((context: TargetContext) => Finding[])[] = [
  nPlusOne,
  sequentialAwaits,
  clientPerInvocation,
  uncachedRead,
  duplicateCall,
  wholeSdkImport,
  connectionNotReused,
  linearMembership,
  repeatedConstruction,
  quadraticAccumulation,
  inefficientAlgorithm,
  blockingIo,
  unboundedWait,
  floatingPromise,
  overProvisioned,
  underProvisioned,
  timeoutTooLong,
  timeoutTooShort,
  memoryGrowth,
  resourceExhaustion,
  throttled,
  reservedConcurrency,
  coldStarts,
  batchSize,
  lowHitRate,
  recurringException,
  externalFailure,
  errors,
  latency,
  throughput,
  idle,
  unusableSource,
];

/** An anomaly is left to people only when none of these, which are its remedies or say more, was found. */
const EXPLAINED_BY: Partial<Record<OpportunityKind, readonly OpportunityKind[]>> = {
  latency: [
    'n-plus-one',
    'sequential-awaits',
    'client-per-invocation',
    'uncached-read',
    'duplicate-call',
    'connection-not-reused',
    'blocking-io',
    'linear-membership',
    'repeated-construction',
    'quadratic-accumulation',
    'inefficient-algorithm',
    'under-provisioned',
    'timeout-too-short',
  ],
  errors: ['under-provisioned', 'timeout-too-short', 'recurring-exception', 'external-failure', 'throttled', 'unbounded-wait'],
  throughput: ['throttled'],
  'resource-exhaustion': ['under-provisioned', 'timeout-too-short', 'memory-growth', 'throttled'],
};

/** All findings of one target, at most one of a kind. */
export function findOpportunities(context: TargetContext): Finding[] {
  const found = FINDERS.flatMap((find) => find(context));
  const isThere = (kind: OpportunityKind): boolean => found.some((other) => other.kind === kind);
  return found.filter(({ kind, settledBy = [] }) => ![...(EXPLAINED_BY[kind] ?? []), ...settledBy].some(isThere));
}
