import type { FailureCategory, FailureCluster } from '../../shared/contract/records.ts';
import type { FilledSolution } from '../../shared/patterns/fill-solutions.ts';
import { lastHour } from '../figures.ts';
import type { TargetView } from '../target-context.ts';
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

/** Failures of a group within the window's last hour; null: none. */
export function latelyOf({ errors }: FailureGroup, view: Pick<TargetView, 'span'>): SeenCluster['lately'] | null {
  const times = lastHour(view, errors).map(({ at }) => at);
  const [newest] = times;
  return newest === undefined ? null : { count: times.length, firstAt: times.at(-1) ?? newest, lastAt: newest };
}

/** Whether a group is a cluster now: more than {@link CLUSTER_SIZE} within the window's last hour. */
export function isCluster(group: FailureGroup, view: Pick<TargetView, 'span'>): boolean {
  return (latelyOf(group, view)?.count ?? 0) > CLUSTER_SIZE;
}

/** Whose work it is: what the code itself does wrong is for a model, everything else has to be put right outside of it. */
export function isOfCode(category: FailureCategory): boolean {
  return category === 'code';
}
