import type { OpportunityKind } from '../shared/contract/records.ts';
import type { Finding } from './finding.ts';
import { blockingIo } from './finders/blocking-io.ts';
import { clientPerInvocation } from './finders/client-per-invocation.ts';
import { errors } from './finders/errors.ts';
import { floatingPromise } from './finders/floating-promise.ts';
import { idle } from './finders/idle.ts';
import { latency } from './finders/latency.ts';
import { memoryGrowth } from './finders/memory-growth.ts';
import { overProvisioned } from './finders/over-provisioned.ts';
import { recurringException } from './finders/recurring-exception.ts';
import { sequentialAwaits } from './finders/sequential-awaits.ts';
import { timeoutTooLong } from './finders/timeout-too-long.ts';
import { timeoutTooShort } from './finders/timeout-too-short.ts';
import { unboundedWait } from './finders/unbounded-wait.ts';
import { uncachedRead } from './finders/uncached-read.ts';
import { underProvisioned } from './finders/under-provisioned.ts';
import type { TargetContext } from './target-context.ts';

/** What counts as an opportunity. A new kind is a file and a line here. */
export const FINDERS: readonly ((context: TargetContext) => Finding[])[] = [
  sequentialAwaits,
  clientPerInvocation,
  uncachedRead,
  blockingIo,
  unboundedWait,
  floatingPromise,
  overProvisioned,
  underProvisioned,
  timeoutTooLong,
  timeoutTooShort,
  memoryGrowth,
  recurringException,
  errors,
  latency,
  idle,
];

/** An anomaly is left to people only when none of these, which are its remedies or say more, was found. */
const EXPLAINED_BY: Partial<Record<OpportunityKind, readonly OpportunityKind[]>> = {
  latency: ['sequential-awaits', 'client-per-invocation', 'uncached-read', 'blocking-io', 'under-provisioned', 'timeout-too-short'],
  errors: ['under-provisioned', 'timeout-too-short', 'recurring-exception'],
};

/** All findings of one target, at most one of a kind. */
export function findOpportunities(context: TargetContext): Finding[] {
  const found = FINDERS.flatMap((find) => find(context));
  return found.filter((finding) => !EXPLAINED_BY[finding.kind]?.some((kind) => found.some((other) => other.kind === kind)));
}
