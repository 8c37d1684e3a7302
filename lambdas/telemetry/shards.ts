import { CADENCES, type RegisteredTarget } from '../shared/contract/records.ts';
import type { PollMessage } from '../shared/contract/workflow.ts';

/**
 * Targets of one shard: their nine statistics fit into one call of GetMetricData (450 of 500 queries), and a worker that reads and writes
 * five targets at a time is through in some seconds.
 */
export const SHARD_SIZE = 50;

/** Cuts the targets into shards, each target in exactly one; those of the same cadence stand together, since they are asked for alike. */
export function shardsOf(targets: readonly Pick<RegisteredTarget, 'name' | 'cadence'>[]): PollMessage[] {
  const names = targets
    .toSorted((a, b) => CADENCES.indexOf(a.cadence) - CADENCES.indexOf(b.cadence) || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
  const shards: PollMessage[] = [];
  for (let at = 0; at < names.length; at += SHARD_SIZE) shards.push({ targets: names.slice(at, at + SHARD_SIZE) });
  return shards;
}
