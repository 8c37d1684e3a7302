import type { ScoredPoint } from '../../contract/records.ts';
import type { SeriesWindow } from '../target-window.ts';

/** A rise of a duration over its baseline: a share of it, and so many ms at least. */
export interface Rise {
  share: number;
  ms: number;
}

/** From here on latency is an anomaly (SPEC 3), and a caller could notice. */
export const SLOWER: Rise = { share: 0.2, ms: 10 };

/**
 * Critically slower. 20 ms is what a round trip inside a region and the API in front of a function take anyway: less wakes nobody.
 */
export const FAR_SLOWER: Rise = { share: 0.5, ms: 20 };

/**
 * So much slower that few minutes of it are enough (latency-limit.ts): three quarters, since what triples one part of a call slows the whole of it
 * by less, and the first minute of an incident is half a normal one.
 */
export const MUCH_SLOWER: Rise = { share: 0.75, ms: 20 };

export function isAbove({ baseline }: SeriesWindow, { value }: Pick<ScoredPoint, 'value'>, { share, ms }: Rise): boolean {
  return value > baseline.mean * (1 + share) && value > baseline.mean + ms;
}
