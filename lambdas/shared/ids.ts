import { createHash } from 'node:crypto';
import type { OpportunityKind } from './contract/records.ts';
import { timePrefix } from './time.ts';

/** Longest name of a Step Functions execution (API reference, StartExecution: 1 to 80 characters). */
export const MAX_ID_LENGTH = 80;

/** Hex digits that close a name which was cut: 32 bits, so that 1,000 names of one cycle collide with odds of about 1 in 8,600. */
const HASH_DIGITS = 8;

/** How the ids of patterns begin that a tenant's own failures taught. */
export const LEARNED_PREFIX = 'learned-';

/**
 * Id of the opportunity of one kind on one target in the cycle whose window ends at `windowEnd` (epoch ms). It matches
 * `[A-Za-z0-9_-]{1,80}`, so it can name a rollout's execution, and ids sort by time. The same three always give the same id.
 * A target name that is too long, or holds other characters, is cut or cleaned and then closed by a hash of the whole name.
 */
export function opportunityId(windowEnd: number, target: string, kind: OpportunityKind): string {
  const head = timePrefix(windowEnd);
  return `${head}-${ofTarget(target, kind, MAX_ID_LENGTH - head.length - 1)}`;
}

/** Id of what people are recommended about one kind on one target: the same whenever it is found, of the same characters. */
export function recommendationId(target: string, kind: OpportunityKind): string {
  return ofTarget(target, kind, MAX_ID_LENGTH);
}

/**
 * Id of the failures of one fingerprint on one target: the same whenever they are found. No function's name holds a dot, so that the ids which begin
 * with {@link clustersOfTarget} are those of this target and of no other.
 */
export function clusterId(target: string, fingerprintId: string): string {
  return `${clustersOfTarget(target)}${fingerprintId}`;
}

/** How the ids of all clusters of a target begin. */
export function clustersOfTarget(target: string): string {
  return `${target}.`;
}

/** Id of the pattern that failures of this fingerprint taught. */
export function learnedPatternId(fingerprintId: string): string {
  return `${LEARNED_PREFIX}${fingerprintId}`;
}

function ofTarget(target: string, kind: OpportunityKind, longest: number): string {
  const room = longest - kind.length - 1;
  const clean = target.replaceAll(/[^A-Za-z0-9_-]/g, '-');
  if (clean === target && target.length <= room) return `${target}-${kind}`;
  const hash = createHash('sha256').update(target).digest('hex').slice(0, HASH_DIGITS);
  return `${clean.slice(0, room - HASH_DIGITS - 1)}-${hash}-${kind}`;
}
