/** A distance between points that keeps coming. */
export interface Step {
  /** Typical length, ms, with the shortest and longest that were counted to it. */
  ms: number;
  min: number;
  max: number;
  /** Share of all distances. */
  share: number;
}

/** What the distances between points in order of time say. */
export type StepFound =
  /** Fewer than two points. */
  | { kind: 'none' }
  /** One step, or in `mixed` several by their share, the most frequent first. */
  | { kind: 'regular' | 'mixed'; steps: readonly [Step, ...Step[]]; gaps: Gaps }
  /** No distance keeps coming; what a gap would be is undefined. `medianMs`: half of the distances are shorter. */
  | { kind: 'irregular'; medianMs: number };

export interface Gaps {
  /** Distances longer than GAP_STEPS of the longest step. */
  count: number;
  /** Points that would have filled them. */
  missingPoints: number;
  /** Ends (epoch ms) of the longest. */
  longest: { from: number; to: number } | null;
}

export interface StepFinder {
  /** Adds the distance between two points, epoch ms, `from` < `to`. Constant memory. */
  add(from: number, to: number): void;
  /** The most frequent distance so far, ms; null before the first. */
  typicalMs(): number | null;
  found(): StepFound;
}

/** Half a point late is jitter, more is a missing one. */
export const GAP_STEPS = 1.5;

/** Distances are counted in bins whose bounds grow by 2^(1/32) = 2.2 %, from 1 ms to 2^48 ms (8,900 years). */
const BINS_PER_OCTAVE = 32;
const BINS = 48 * BINS_PER_OCTAVE;
/** Bins with less than this share are gaps and slips, not steps. */
const LEAST_BIN_SHARE = 0.005;
/** A series has a step when at least half of its distances are the same within a fourth; a jitter wider than that is no step. */
const LEAST_STEP_SHARE = 0.5;
const WIDEST_STEP = 1.25;
/** A second step is a stretch of the series that was measured otherwise: its distances follow one another. Those of lost points come singly. */
const LEAST_SECOND_SHARE = 0.02;
const LEAST_RUN_SHARE = 0.5;

interface Cluster extends Step {
  runs: number;
}

/** Finds the step of a series and its gaps in one pass. */
export function createStepFinder(): StepFinder {
  const counts = new Float64Array(BINS);
  const sums = new Float64Array(BINS);
  const mins = new Float64Array(BINS).fill(Infinity);
  const maxs = new Float64Array(BINS);
  /** Distances that fell into the same bin as the one before, or its neighbour. */
  const runs = new Float64Array(BINS);
  let total = 0;
  let previous = -2;
  let commonest = 0;
  let longest = { from: 0, to: 0 };

  const mean = (bin: number) => (sums[bin] ?? 0) / (counts[bin] ?? 1);
  const filled = (least: number) => [...counts.keys()].filter((bin) => (counts[bin] ?? 0) > least);

  function clusters(): Cluster[] {
    const groups: number[][] = [];
    for (const bin of filled(LEAST_BIN_SHARE * total)) {
      const last = groups.at(-1);
      if (last?.at(-1) === bin - 1) last.push(bin);
      else groups.push([bin]);
    }
    const sum = (bins: readonly number[], of: Float64Array) => bins.reduce((all, bin) => all + (of[bin] ?? 0), 0);
    return groups
      .map((bins) => ({
        ms: sum(bins, sums) / sum(bins, counts),
        min: mins[bins[0] ?? 0] ?? 0,
        max: maxs[bins.at(-1) ?? 0] ?? 0,
        share: sum(bins, counts) / total,
        runs: sum(bins, runs) / sum(bins, counts),
      }))
      .toSorted((a, b) => b.share - a.share);
  }

  function gapsOf(stepMs: number): Gaps {
    const bins = filled(0).filter((bin) => mean(bin) > GAP_STEPS * stepMs);
    return {
      count: bins.reduce((all, bin) => all + (counts[bin] ?? 0), 0),
      missingPoints: bins.reduce((all, bin) => all + Math.max(1, Math.round(mean(bin) / stepMs) - 1) * (counts[bin] ?? 0), 0),
      longest: bins.length === 0 ? null : longest,
    };
  }

  function medianMs(): number {
    let below = 0;
    const bin = filled(0).find((each) => (below += counts[each] ?? 0) >= total / 2);
    return bin === undefined ? 0 : mean(bin);
  }

  return {
    add(from, to) {
      const distance = to - from;
      const bin = Math.min(BINS - 1, Math.max(0, Math.floor(Math.log2(distance) * BINS_PER_OCTAVE)));
      counts[bin] = (counts[bin] ?? 0) + 1;
      sums[bin] = (sums[bin] ?? 0) + distance;
      if (distance < (mins[bin] ?? 0)) mins[bin] = distance;
      if (distance > (maxs[bin] ?? 0)) maxs[bin] = distance;
      if (Math.abs(bin - previous) <= 1) runs[bin] = (runs[bin] ?? 0) + 1;
      if ((counts[bin] ?? 0) > (counts[commonest] ?? 0)) commonest = bin;
      if (distance > longest.to - longest.from) longest = { from, to };
      previous = bin;
      total += 1;
    },
    typicalMs: () => (total === 0 ? null : mean(commonest)),
    found() {
      if (total === 0) return { kind: 'none' };
      const narrow = clusters().filter(({ min, max }) => max <= WIDEST_STEP * min);
      const steps = narrow
        .filter(({ share, runs: inRow }, index) => index === 0 || (share >= LEAST_SECOND_SHARE && inRow >= LEAST_RUN_SHARE))
        .map(({ ms, min, max, share }) => ({ ms, min, max, share }));
      const [first, ...others] = steps;
      if (first === undefined || steps.reduce((all, { share }) => all + share, 0) < LEAST_STEP_SHARE) {
        return { kind: 'irregular', medianMs: medianMs() };
      }
      const gaps = gapsOf(Math.max(...steps.map(({ ms }) => ms)));
      return { kind: others.length === 0 ? 'regular' : 'mixed', steps: [first, ...others], gaps };
    },
  };
}

/** The distance (ms) from which two points have a gap between them; null where there is no step. */
export function gapLength(found: StepFound): number | null {
  if (found.kind === 'none' || found.kind === 'irregular') return null;
  return GAP_STEPS * Math.max(...found.steps.map(({ ms }) => ms));
}
