import { CANDIDATES } from './candidates.ts';

/** What is kept of a forecast: each candidate's and, last, the mixture's. */
const WIDTH = CANDIDATES.length + 1;

/**
 * Forecasts of one horizon that wait for their moment, in no order. Only every so many milliseconds one is made, which bounds the memory
 * whatever the step is.
 */
export interface PendingForecasts {
  /** Moments (epoch ms) that the forecasts are for. */
  targets: Float64Array;
  forecasts: Float32Array;
  /** How many wait, how many were ever made, and the moment at which the newest was made. */
  tally: { waiting: number; made: number; madeAt: number };
}

/** Room for `room` forecasts; one more than are made within a horizon, because one is learned at the first point after its moment. */
export function emptyPending(room: number): PendingForecasts {
  return { targets: new Float64Array(room), forecasts: new Float32Array(room * WIDTH), tally: { waiting: 0, made: 0, madeAt: 0 } };
}

/** Adds a forecast for `target`, made at `madeAt`. @throws RangeError when there is no room. */
export function addPending(pending: PendingForecasts, madeAt: number, target: number, forecasts: Float64Array, mixed: number): void {
  const { tally, targets } = pending;
  if (tally.waiting >= targets.length) throw new RangeError(`pending forecasts: found ${tally.waiting}; expected room for one more`);
  targets[tally.waiting] = target;
  pending.forecasts.set(forecasts, tally.waiting * WIDTH);
  pending.forecasts[tally.waiting * WIDTH + WIDTH - 1] = mixed;
  tally.waiting++;
  tally.made++;
  tally.madeAt = madeAt;
}

/** Takes out a forecast whose moment is reached; null when none is. Of more than one, the first that lies there. */
export function takeDue(pending: PendingForecasts, at: number): { target: number; forecasts: Float32Array; mixed: number } | null {
  const { tally, targets, forecasts } = pending;
  for (let index = 0; index < tally.waiting; index++) {
    const target = targets[index] ?? Infinity;
    if (target > at) continue;
    const found = forecasts.slice(index * WIDTH, (index + 1) * WIDTH);
    // The last one moves into its place.
    tally.waiting--;
    targets[index] = targets[tally.waiting] ?? 0;
    forecasts.copyWithin(index * WIDTH, tally.waiting * WIDTH, (tally.waiting + 1) * WIDTH);
    return { target, forecasts: found.subarray(0, WIDTH - 1), mixed: found[WIDTH - 1] ?? 0 };
  }
  return null;
}
