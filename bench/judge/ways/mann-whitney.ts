import { probit } from '../../../lambdas/shared/stats/probit.ts';

/** How far one sample lies above another. */
export interface Shift {
  /** Hodges and Lehmann's estimate: the median of all pairwise differences. */
  estimate: number;
  /** Confidence interval that belongs to the Mann-Whitney test. */
  lower: number;
  upper: number;
}

/**
 * The shift of `values` against `control` (Hodges and Lehmann 1963; Hollander and Wolfe, section 4.3). The interval's ends are the C-th
 * smallest and the C-th largest of the m n differences, with C = m n / 2 - 1/2 - z sqrt(m n (m + n + 1) / 12) by the normal approximation with
 * its continuity correction.
 *
 * @returns null when there are too few values for an interval of this confidence.
 */
export function mannWhitneyShift(values: readonly number[], control: readonly number[], confidence: number): Shift | null {
  const pairs = values.length * control.length;
  const rank = criticalRank(values.length, control.length, confidence);
  if (rank < 1) return null;
  const differences = new Float64Array(pairs);
  let index = 0;
  for (const value of values) for (const other of control) differences[index++] = value - other;
  differences.sort();
  const at = (place: number): number => differences[place - 1] as number;
  return { estimate: (at(Math.ceil(pairs / 2)) + at(Math.floor(pairs / 2) + 1)) / 2, lower: at(rank), upper: at(pairs + 1 - rank) };
}

/** Rank, from 1, of the difference at which the interval begins. */
export function criticalRank(size: number, controlSize: number, confidence: number): number {
  const pairs = size * controlSize;
  const deviation = Math.sqrt((pairs * (size + controlSize + 1)) / 12);
  return Math.floor(pairs / 2 - 0.5 - probit(1 - (1 - confidence) / 2) * deviation) + 1;
}
