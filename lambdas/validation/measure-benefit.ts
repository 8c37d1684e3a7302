import type { Estimate } from '../shared/stats/bounds.ts';
import { medianBounds } from '../shared/stats/median-bounds.ts';
import type { Replay, ReplayedCase } from '../shared/source/tools.ts';

/** One in twenty changes that do nothing may pass for one that helps. */
const ALPHA = 0.05;
/** A change must be faster by more than this share: below it, what it saves is not worth anybody's review, let alone a rollout. */
export const LEAST_GAIN = 0.02;
/** A version that keeps less must keep so much less: the heap of a version that keeps nothing moves by half of it (measured: 120 KB over 100 invocations). */
const LEAST_BYTES = 256 * 1024;
/** And less by this share of what the old one gathers. */
const LEAST_SHARE = 0.2;

/** Whether a change is better by the figure that it is about, and by how much, in words. */
export type Measured = { better: boolean; words: string } | { none: string };

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[Math.ceil(sorted.length / 2) - 1] ?? 0) + (sorted[Math.floor(sorted.length / 2)] ?? 0)) / 2;
}

/** The first time, code is compiled and connections are made; both versions pay it once. */
const warm = ({ durationsMs }: ReplayedCase): number => medianOf(durationsMs.length > 1 ? durationsMs.slice(1) : durationsMs);

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

function judgeRatios(ratios: readonly number[], of: string): Measured {
  const bounds: Estimate | null = medianBounds(ratios, ALPHA);
  if (bounds === null) return { none: `${ratios.length} ${of} are too few to tell a change from chance` };
  const { value, low, high } = bounds;
  const words = `${percent(Math.abs(1 - value))} ${value <= 1 ? 'faster' : 'slower'} (median of ${ratios.length} ${of}; 90 % interval of the ratio ${low.toFixed(3)} to ${high.toFixed(3)})`;
  return { better: high < 1 - LEAST_GAIN, words };
}

/**
 * Durations of an invocation. Each sample gives one ratio (the medians of its repetitions, new by old), so that one sample that was run often counts once; the upper bound of
 * their median must be below 1 - LEAST_GAIN.
 */
export function measureDuration(before: Replay, after: Replay): Measured {
  const ratios = before.cases.flatMap((old, index) => {
    const other = after.cases[index];
    return other === undefined || warm(old) <= 0 ? [] : [warm(other) / warm(old)];
  });
  return judgeRatios(ratios, 'invocations');
}

/** Cold starts, in pairs as they took turns. */
export function measureInit(before: Replay, after: Replay): Measured {
  const ratios = before.initMs.flatMap((old, index) => {
    const other = after.initMs[index];
    return other === undefined || old <= 0 ? [] : [other / old];
  });
  return judgeRatios(ratios, 'cold starts');
}

/** What stays in memory after many invocations. */
export function measureMemory(before: Replay, after: Replay): Measured {
  const saved = before.heapGrowthBytes - after.heapGrowthBytes;
  const kilobytes = (bytes: number): string => `${Math.round(bytes / 1024)} KB`;
  const invocations = before.cases.reduce((sum, { durationsMs }) => sum + durationsMs.length, 0);
  return {
    better: saved >= LEAST_BYTES && saved >= LEAST_SHARE * before.heapGrowthBytes,
    words: `keeps ${kilobytes(after.heapGrowthBytes)} after ${invocations} invocations, the old version ${kilobytes(before.heapGrowthBytes)}`,
  };
}

/** Invocations that failed: fewer of them fail, and there were some. */
export function measureFewerFailures(before: Replay, after: Replay): Measured {
  const failed = ({ cases }: Replay): number => cases.filter(({ outcome }) => !outcome.ok).length;
  if (failed(before) === 0) return { none: 'no recorded invocation failed' };
  return {
    better: failed(after) < failed(before),
    words: `fails in ${failed(after)} of ${after.cases.length} invocations, the old version in ${failed(before)}`,
  };
}

const hangs = ({ outcome }: ReplayedCase): boolean => !outcome.ok && outcome.errorType === 'Sandbox.Timedout';

/** Invocations whose dependencies never answer: none of the new version may wait for ever, and one of the old must have. */
export function measureBoundedWait(before: Replay, after: Replay): Measured {
  const [old, now] = [before.cases.filter(hangs).length, after.cases.filter(hangs).length];
  const slowest = Math.max(0, ...after.cases.map(({ durationsMs }) => durationsMs[0] ?? 0));
  const words =
    now > 0
      ? `still waits for ever in ${now} of ${after.cases.length} invocations whose dependencies hang`
      : `ends within ${(slowest / 1000).toFixed(1)} s when its dependencies hang; the old version waits for ever in ${old} of ${before.cases.length} invocations`;
  return { better: old > 0 && now === 0, words };
}

/** Calls that are not over when the handler returns. */
export function measureFinishedCalls(before: Replay, after: Replay): Measured {
  const open = ({ cases }: Replay): number => cases.reduce((sum, { calls }) => sum + calls.filter(({ finished }) => !finished).length, 0);
  return { better: open(after) < open(before), words: `leaves ${open(after)} calls unfinished, the old version ${open(before)}` };
}
