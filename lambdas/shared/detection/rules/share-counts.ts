import type { Series } from '../../contract/records.ts';
import type { TargetWindow } from '../target-window.ts';
import { binomialTail } from '../../stats/binomial-tail.ts';
import { paired } from './established.ts';

/**
 * Probability below which so many failures are no chance. Three sums of minutes are looked at each minute: 3 x 1440 x 1e-6 = 0.004 false
 * alarms a day at the most, three in two years of a target, if its calls failed independently at {@link LEAST_SHARE}.
 */
const CHANCE = 1e-6;

/** Share that is always allowed for, as in deviation-floor.ts: one failure of 3 calls has probability 0.03 then, 3 of 3 have 1e-6. */
const LEAST_SHARE = 0.01;

/** Failures (throttles, timeouts) and calls of one minute, from a share and the number of calls. */
export interface ShareCount {
  at: number;
  calls: number;
  failures: number;
  /** The share itself. */
  value: number;
  z: number | null;
}

/** The counts behind a series of shares, ascending; minutes whose number of calls is not known are left out. */
export function shareCounts(window: TargetWindow, series: Series): ShareCount[] {
  const shares = window.series[series];
  const calls = window.series.invocations;
  if (shares === undefined || calls === undefined) return [];
  return paired(shares, calls).map(({ at, one, other }) => {
    const all = series === 'throttle-rate' ? attempts(other.value, one.value) : Math.round(other.value);
    return { at, calls: all, failures: Math.min(all, Math.round(one.value * all)), value: one.value, z: one.z };
  });
}

/** Throttled calls are no invocations: served / (1 - share). When all were turned away their number is not known, but there was one. */
function attempts(served: number, share: number): number {
  return share < 1 ? Math.round(served / (1 - share)) : 1;
}

/** Calls and failures of some minutes together. */
export function pooled(counts: readonly ShareCount[]): { calls: number; failures: number; share: number } {
  const calls = counts.reduce((sum, each) => sum + each.calls, 0);
  const failures = counts.reduce((sum, each) => sum + each.failures, 0);
  return { calls, failures, share: calls === 0 ? 0 : failures / calls };
}

/** Whether these failures are more than chance gives when `usual` is the true share: the exact binomial tail. */
export function beyondChance(counts: readonly ShareCount[], usual: number): boolean {
  const { calls, failures } = pooled(counts);
  return usual < 1 && binomialTail(failures, calls, Math.max(usual, LEAST_SHARE)) < CHANCE;
}
