import type { Improvement } from '../shared/contract/records.ts';

interface Interval {
  from: number;
  to: number;
}

/**
 * Milliseconds within `[from, to)` in which at least one canary of these improvements was being watched.
 *
 * A canary is watched from the first weight that it was given to the end of its rollout (to `to` while it lasts). Rollouts
 * overlap, so this is the length of the union: intervals sorted by start, and of each only the part past the furthest end so far.
 * A cycle's work is then `(to − from) − union`. It is what SPEC 10 alarms on ("cycle > 300 s, monitoring not counted"), and
 * it leaves out work that was done while another rollout was watched: it may understate, never overstate.
 */
export function monitoringMs(improvements: readonly Improvement[], from: number, to: number): number {
  const watched = improvements.flatMap(({ rollout }): Interval[] => {
    const first = rollout?.weights[0];
    if (!rollout || first === undefined) return [];
    return [{ from: Math.max(first.from, from), to: Math.min(rollout.endedAt ?? to, to) }];
  });
  let covered = 0;
  let end = from;
  for (const interval of watched.toSorted((a, b) => a.from - b.from)) {
    covered += Math.max(0, interval.to - Math.max(interval.from, end));
    end = Math.max(end, interval.to);
  }
  return covered;
}
