import type { FailureCategory, FailureCluster } from '../../shared/contract/records.ts';
import type { FilledSolution } from '../../shared/patterns/fill-solutions.ts';
import type { FailureGroup } from './group-errors.ts';

/** Occurrences within an hour above which failures of one kind are a cluster (SPEC 3). */
export const CLUSTER_SIZE = 10;

/** Failures of one fingerprint on one target: as the cycle's window shows them, and as they are on record. */
export interface SeenCluster {
  group: FailureGroup;
  record: FailureCluster;
  /** The pattern that it is an example of, in words about this target, and what to do about it, by what helped before; null: none is known. */
  known: { title: string; description: string; solutions: readonly FilledSolution[] } | null;
  /** Of the window's last hour, at least one. */
  lately: { count: number; firstAt: number; lastAt: number };
}

/** Whose work it is: what the code itself does wrong is for a model, everything else has to be put right outside of it. */
export function isOfCode(category: FailureCategory): boolean {
  return category === 'code';
}
