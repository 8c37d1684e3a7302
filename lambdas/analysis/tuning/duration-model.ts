import { probit } from '../../shared/stats/probit.ts';
import { cpuShare } from './cpu-share.ts';
import type { TriedSize } from './tried-sizes.ts';

/** An expectation with the range that holds the truth with probability {@link CONFIDENCE}. */
export interface Ranged {
  expected: number;
  low: number;
  high: number;
}

/**
 * How long a call takes at a memory setting m:
 *   d(m) = io + cpu / s(m),   s(m) = min(m, 1769) / 1769:
 * waiting takes as long whatever the memory is, computing takes inversely as long as the share of a CPU that comes with it.
 */
export type DurationModel =
  /** Two settings or more were tried: least squares. The covariance is of io and cpu. */
  | { kind: 'fit'; ioMs: number; cpuMs: number; covariance: { io: number; cpu: number; both: number }; sizes: readonly TriedSize[] }
  /** One setting was tried (or several with the same CPU): the time at it may be all waiting or all computing. */
  | { kind: 'bounds'; size: TriedSize };

/** Nine of ten. */
export const CONFIDENCE = 0.9;
const Z = probit((1 + CONFIDENCE) / 2);

/** What the two-part model leaves out (a second thread, garbage collection, memory that is too tight), as a share of the time, a deviation. */
const MODEL_ERROR = 0.05;

/** Two shares of a CPU closer than this are the same: a difference of a hundredth tells nothing beside the errors of the means. */
const SAME_SHARE = 0.01;

/** The model of what was tried; null: nothing was. Of several settings with the same CPU the one with most calls stands for all. */
export function durationModel(sizes: readonly TriedSize[]): DurationModel | null {
  const [first, ...others] = sizes.toSorted((a, b) => b.calls - a.calls);
  if (first === undefined) return null;
  const differs = others.some(({ memoryMb }) => Math.abs(cpuShare(memoryMb) - cpuShare(first.memoryMb)) > SAME_SHARE);
  return differs ? fit(sizes) : { kind: 'bounds', size: first };
}

/**
 * Weighted least squares of the means over 1 / s(m), each with the weight 1 / error^2 (Draper and Smith, Applied Regression Analysis, 9.2). A part that
 * comes out negative is none of the time, and the other is fitted alone. Where more than two sizes disagree by more than their errors, the errors
 * are widened to what they disagree by (chi squared over its degrees of freedom).
 */
function fit(sizes: readonly TriedSize[]): DurationModel {
  const points = sizes.map(({ memoryMb, meanMs, errorMs }) => ({ x: 1 / cpuShare(memoryMb), y: meanMs, w: 1 / errorMs ** 2 }));
  const sum = (of: (point: (typeof points)[number]) => number): number => points.reduce((total, point) => total + of(point), 0);
  const [w, wx, wxx, wy, wxy] = [
    sum((p) => p.w),
    sum((p) => p.w * p.x),
    sum((p) => p.w * p.x * p.x),
    sum((p) => p.w * p.y),
    sum((p) => p.w * p.x * p.y),
  ];
  const determinant = w * wxx - wx * wx;
  let ioMs = (wxx * wy - wx * wxy) / determinant;
  let cpuMs = (w * wxy - wx * wy) / determinant;
  if (cpuMs < 0) [ioMs, cpuMs] = [wy / w, 0];
  else if (ioMs < 0) [ioMs, cpuMs] = [0, wxy / wxx];
  const freedom = points.length - 2;
  const chi = sum((p) => p.w * (p.y - ioMs - cpuMs * p.x) ** 2);
  const wider = freedom > 0 ? Math.max(1, chi / freedom) : 1;
  const covariance = { io: (wider * wxx) / determinant, cpu: (wider * w) / determinant, both: (-wider * wx) / determinant };
  return { kind: 'fit', ioMs, cpuMs, covariance, sizes };
}

/** Mean billed time at a setting, ms. Of one tried size: both ends, and their middle, since nothing says which is nearer. */
export function durationAt(model: DurationModel, memoryMb: number): Ranged {
  const x = 1 / cpuShare(memoryMb);
  if (model.kind === 'bounds') {
    const { meanMs, memoryMb: tried } = model.size;
    const computed = meanMs * x * cpuShare(tried);
    return { expected: (meanMs + computed) / 2, low: Math.min(meanMs, computed), high: Math.max(meanMs, computed) };
  }
  const { ioMs, cpuMs, covariance } = model;
  const expected = ioMs + cpuMs * x;
  const variance = covariance.io + 2 * x * covariance.both + x * x * covariance.cpu + (MODEL_ERROR * expected) ** 2;
  const reach = Z * Math.sqrt(Math.max(0, variance));
  return { expected, low: Math.max(0, expected - reach), high: expected + reach };
}
