import type { Random } from '../../forecast/random.ts';
import { binomial } from './binomial.ts';

/** The first requests of an environment and how many times as long they take: caches and connections are empty, nothing is compiled yet. */
export const COLD = { requests: 3, factor: 3 } as const;
/** An environment that waits longer is taken away; one request in a thousand meets one that was recycled for other reasons. */
const KEPT_MINUTES = 10;
const RECYCLED = 0.001;
/** Mean duration of the simulated requests, minutes: 0.13 s. */
const MEAN_MINUTES = 0.13 / 60;
/** A version reaches its number of environments over some minutes, as peaks come: half of what is missing in each. */
const BORN = 0.5;

/** Environments for Poisson traffic: what runs at once on average (Little's law), and two standard deviations. */
function environments(perMinute: number): number {
  const busy = perMinute * MEAN_MINUTES;
  return perMinute === 0 ? 0 : Math.ceil(busy + 2 * Math.sqrt(busy));
}

/**
 * Counts the cold requests of a version minute by minute. The stable version begins with environments for `warm` requests a minute, the
 * canary with none. Later
 * cold starts are rare in both, the rarer the more traffic there is: with n requests a minute a gap of ten minutes has chance e^(-10 n).
 *
 * @returns for each minute: how many of its `requests` are cold, when `expected` are due.
 */
export function coldStarts(warm: number, next: Random): (requests: number, expected: number) => number {
  let born = environments(warm);
  let cold = 0;
  return (requests, expected) => {
    const now = Math.ceil(BORN * Math.max(0, environments(expected) - born));
    born += now;
    const again = binomial(requests, Math.min(1, RECYCLED + Math.exp(-KEPT_MINUTES * expected)), next);
    cold += COLD.requests * (now + again);
    const met = Math.min(requests, cold);
    cold -= met;
    return met;
  };
}
