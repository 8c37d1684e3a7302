import { betaCdf } from './beta-cdf.ts';
import { correlation } from './correlation.ts';

export interface RankCorrelation {
  /** Spearman's coefficient, -1..1; 0 when one side doesn't vary. */
  rho: number;
  /** Two-sided probability of such a coefficient, or a larger one, between series that have nothing to do with one another. */
  p: number;
  /** Points that the series are worth, each being like its neighbours. */
  effective: number;
}

/** Share of the length up to which the series' own correlations are looked at (Pyper and Peterman: a fifth). */
const LAGS = 1 / 5;
/** Degrees of freedom below which the t distribution says nothing worth having. */
const LEAST_EFFECTIVE = 4;

/**
 * Correlation of the ranks of two series over the same points in order of time; ties get their mean rank.
 *
 * p by Student's t with n* - 2 degrees of freedom, t^2 = rho^2 (n* - 2) / (1 - rho^2), which is I_{1 - rho^2}((n* - 2) / 2, 1 / 2). Series that
 * wander look correlated more often than chance has independent points, so n* counts less than n of them: 1 / n* = 1 / n + 2 / n sum over
 * the lags j of (1 - j / n) r1(j) r2(j), r each series' own correlation at the lag (Bartlett 1946; Pyper and Peterman 1998, "Comparison of methods
 * to account for autocorrelation in correlation analyses of fish data", eq. 1), never above n.
 * @throws RangeError when they are not pairs.
 */
export function rankCorrelation(first: readonly number[], second: readonly number[]): RankCorrelation {
  const [a, b] = [ranked(first), ranked(second)];
  const rho = correlation(a, b);
  const n = a.length;
  const shared = lagged(a, b);
  const effective = Math.min(n, n / Math.max(1 / n, 1 + 2 * shared));
  if (rho === 0 || effective < LEAST_EFFECTIVE) return { rho, p: 1, effective };
  return { rho, p: betaCdf(Math.max(0, 1 - rho * rho), (effective - 2) / 2, 0.5), effective };
}

/** Ranks about their mean. */
function ranked(values: readonly number[]): number[] {
  const order = values.map((value, index) => ({ value, index })).toSorted((a, b) => a.value - b.value);
  const ranks = Array.from({ length: values.length }, () => 0);
  const middle = (values.length - 1) / 2;
  for (let from = 0; from < order.length;) {
    let to = from;
    while (order[to + 1]?.value === order[from]?.value && to + 1 < order.length) to += 1;
    for (let at = from; at <= to; at += 1) ranks[order[at]?.index ?? 0] = (from + to) / 2 - middle;
    from = to + 1;
  }
  return ranks;
}

/** Sum over the lags of what both series have of themselves at it. */
function lagged(a: readonly number[], b: readonly number[]): number {
  const n = a.length;
  const own = (series: readonly number[]): ((lag: number) => number) => {
    const all = series.reduce((sum, value) => sum + value * value, 0);
    return (lag) => {
      let sum = 0;
      for (let at = lag; at < n; at += 1) sum += (series[at] as number) * (series[at - lag] as number);
      return all === 0 ? 0 : sum / all;
    };
  };
  const [r1, r2] = [own(a), own(b)];
  let total = 0;
  for (let lag = 1; lag <= Math.floor(n * LAGS); lag += 1) total += (1 - lag / n) * r1(lag) * r2(lag);
  return total;
}
