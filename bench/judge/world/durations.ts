import { normalCdf } from '../../../lambdas/shared/stats/normal-cdf.ts';

/** Median of the simulated durations, ms. Only its ratio to the thresholds matters. */
export const MEDIAN_MS = 100;
/** One request in fifty takes the slow way (a retry inside, a cold cache): Pareto from 2.5 medians on, with an infinite variance. */
export const SLOW_WAY = { share: 0.02, from: 2.5, index: 1.5 } as const;

/** A distribution of durations, in y = ln(duration / median). */
export interface Durations {
  /** Share of the requests above y. */
  tail(y: number): number;
  /** The y above which a share of u lies. */
  at(u: number): number;
}

/** The table reaches from e^-4 to e^7 medians, 2 ms to 110 s; a step of 1/512 leaves an error of 1e-6 between its entries. */
const TABLE = { from: -4, to: 7, steps: 512 } as const;

/**
 * Log-normal with a heavy tail: P(D > d) = 0.98 (1 - Phi(y / sigma)) + 0.02 min(1, (2.5 / e^y)^1.5). With sigma = 0.5 its p50/75/90/95/99 are
 * 101, 144, 201, 254 and 441 ms, their mean 125 ms.
 */
export function heavyTailed(sigma: number): Durations {
  const size = (TABLE.to - TABLE.from) * TABLE.steps + 1;
  const table = new Float64Array(size);
  for (let index = 0; index < size; index++) {
    const y = TABLE.from + index / TABLE.steps;
    const slow = Math.min(1, (SLOW_WAY.from / Math.exp(y)) ** SLOW_WAY.index);
    table[index] = (1 - SLOW_WAY.share) * (1 - normalCdf(y / sigma)) + SLOW_WAY.share * slow;
  }
  return {
    tail(y) {
      const place = (y - TABLE.from) * TABLE.steps;
      if (place <= 0) return 1;
      if (place >= size - 1) return 0;
      const index = Math.floor(place);
      const low = table[index] as number;
      return low + (place - index) * ((table[index + 1] as number) - low);
    },
    at(u) {
      let low = 0;
      let high = size - 1;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if ((table[middle] as number) >= u) low = middle;
        else high = middle;
      }
      const above = table[low] as number;
      const part = (above - u) / (above - (table[high] as number));
      return TABLE.from + (low + Math.min(1, Math.max(0, part))) / TABLE.steps;
    },
  };
}

/** The same, but what takes longer than all but `share` of the requests takes `factor` times as long: only the tail is worse. */
export function withSlowerTail(durations: Durations, share: number, factor: number): Durations {
  const cut = durations.at(share);
  const shift = Math.log(factor);
  return {
    tail: (y) => (y < cut ? durations.tail(y) : durations.tail(Math.max(cut, y - shift))),
    at(u) {
      const y = durations.at(u);
      return y < cut ? y : y + shift;
    },
  };
}
