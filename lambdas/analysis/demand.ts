import { probit } from '../shared/stats/probit.ts';
import { MINUTE_MS } from '../shared/time.ts';
import { CAPACITY_PRICES } from './predictions/capacity-prices.ts';
import { type CapacityPrediction, predictCapacity } from './predictions/predict-capacity.ts';
import type { TargetView } from './target-context.ts';

/** Share of the moments in which the concurrency is to be enough: as in forecast/capacity.ts. */
const SAFETY = probit(0.99);

/** What the demand by hour of the week asks for, from the target's baselines; most often not known before a week has passed. */
export function capacityOf({ target, baselines, span }: TargetView): CapacityPrediction {
  return predictCapacity(baselines, target.configuration, span.to, CAPACITY_PRICES);
}

/**
 * Concurrency that the window's busiest minute asks for, refused calls included, rounded up: the larger of two. 0: nothing was called.
 * - By Little's law, L = rate x duration, and the square-root staffing rule, L + 2.33 sqrt(L) (forecast/capacity.ts has the sources).
 * - By what was at work at once: so many for each call that was served, so as many more as calls were refused. Callers that try again are counted again,
 *   so this is rather too much than too little.
 */
export function windowNeed({ minutes }: Pick<TargetView, 'minutes'>): number {
  return minutes.reduce((most, { invocations, throttles, duration, concurrency }) => {
    const asked = invocations + throttles;
    const busy = (asked * (duration?.mean ?? 0)) / MINUTE_MS;
    const seen = invocations === 0 ? (concurrency ?? 0) : ((concurrency ?? 0) * asked) / invocations;
    return Math.max(most, Math.ceil(seen), Math.ceil(busy + SAFETY * Math.sqrt(busy)));
  }, 0);
}
