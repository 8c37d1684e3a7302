import type { LogError } from '../shared/contract/records.ts';
import { lastHour } from './figures.ts';
import { messageTemplate } from './message-template.ts';
import type { TargetView } from './target-context.ts';

/** Occurrences within an hour above which failures of one kind are a cluster (SPEC 3). */
export const CLUSTER_SIZE = 10;

/** Failures of one type with one message template within the window's last hour. */
export interface ErrorCluster {
  type: string;
  template: string;
  count: number;
  firstAt: number;
  lastAt: number;
  /** Template of the innermost frame of the newest occurrence, as a stack is log text too; null when there was no stack. */
  frame: string | null;
}

/** Clusters of more than {@link CLUSTER_SIZE}, largest first. */
export function errorClusters(view: Pick<TargetView, 'span' | 'errors'>): ErrorCluster[] {
  const groups = Map.groupBy(lastHour(view, view.errors), (error: LogError) => `${error.type}\n${messageTemplate(error.message)}`);
  return [...groups.values()]
    .filter((group) => group.length > CLUSTER_SIZE)
    .map(clusterOf)
    .toSorted((a, b) => b.count - a.count || a.template.localeCompare(b.template));
}

function clusterOf(group: readonly LogError[]): ErrorCluster {
  const newest = group.reduce((latest, error) => (error.at > latest.at ? error : latest));
  const [frame] = newest.stack;
  return {
    type: messageTemplate(newest.type),
    template: messageTemplate(newest.message),
    count: group.length,
    firstAt: group.reduce((first, error) => Math.min(first, error.at), newest.at),
    lastAt: newest.at,
    frame: frame === undefined ? null : messageTemplate(frame),
  };
}
