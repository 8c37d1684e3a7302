import { lastHour } from '../figures.ts';
import type { TargetView } from '../target-context.ts';
import type { FailureGroup } from './group-errors.ts';
import { CLUSTER_SIZE, type SeenCluster } from './seen-cluster.ts';

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
