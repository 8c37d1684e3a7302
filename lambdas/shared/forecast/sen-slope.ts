import { normalCdf } from '../stats/normal-cdf.ts';
import { probit } from '../stats/probit.ts';
import { correlationInflation, kendallSigma } from './mann-kendall.ts';

/** Share of true slopes that the interval is meant to hold. */
const SLOPE_COVERAGE = 0.9;
const QUANTILE = probit(1 - (1 - SLOPE_COVERAGE) / 2);

export interface SenSlope {
  slope: number;
  /** The 90 % interval. */
  low: number;
  high: number;
  /** Confidence that the true slope is above `slope`, 0..1. */
  confidenceAbove: (slope: number) => number;
}

/**
 * The median of the slopes of all pairs (Theil 1950; Sen 1968): nearly a third of the points may be anything. Its interval lies between
 * the slopes of rank (N -+ z sigma) / 2 among N pairs (Sen 1968; Gilbert 1987, 16.5), where sigma is Kendall's with the correlation of
 * neighbours; the confidence is the same test turned around: Phi((#above - #below) / sigma) for the slope in question.
 * @param times rising, any unit. @param values as many, at least two.
 */
export function senSlope(times: readonly number[], values: readonly number[]): SenSlope {
  const slopes: number[] = [];
  for (let later = 1; later < times.length; later++) {
    for (let earlier = 0; earlier < later; earlier++) {
      slopes.push(((values[later] ?? 0) - (values[earlier] ?? 0)) / ((times[later] ?? 0) - (times[earlier] ?? 0)));
    }
  }
  const sorted = Float64Array.from(slopes).toSorted();
  const slope = at(sorted, (sorted.length - 1) / 2);
  const residuals = values.map((value, index) => value - slope * (times[index] ?? 0));
  // Ties among the residuals, not the values, are those of the test of this slope; a perfect line has no spread at all.
  const sigma = kendallSigma(residuals, correlationInflation(residuals));
  const half = (QUANTILE * sigma) / 2;
  const confidenceAbove = (asked: number): number => {
    const above = sorted.length - countBelow(sorted, asked, true);
    const below = countBelow(sorted, asked, false);
    if (sigma === 0) return above === below ? 0.5 : Number(above > below);
    return normalCdf((above - below) / sigma);
  };
  return { slope, low: at(sorted, (sorted.length - 1) / 2 - half), high: at(sorted, (sorted.length - 1) / 2 + half), confidenceAbove };
}

/** The value at a rank between 0 and the last, interpolated; ranks beyond are the ends. */
function at(sorted: Float64Array, rank: number): number {
  const within = Math.max(0, Math.min(sorted.length - 1, rank));
  const below = sorted[Math.floor(within)] ?? 0;
  const above = sorted[Math.ceil(within)] ?? 0;
  return below + (within - Math.floor(within)) * (above - below);
}

/** How many are below `limit` (or at it, too), by bisection. */
function countBelow(sorted: Float64Array, limit: number, orAt: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const value = sorted[middle] ?? 0;
    if (value < limit || (orAt && value === limit)) low = middle + 1;
    else high = middle;
  }
  return low;
}
