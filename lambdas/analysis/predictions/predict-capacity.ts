import { isStale } from '../../shared/baseline/judge-value.ts';
import { readHours } from '../../shared/baseline/hour-profile.ts';
import type { FunctionConfiguration, SeriesBaseline } from '../../shared/contract/records.ts';
import { type Capacity, capacity, type CapacityPrices, type HourDemand } from '../../shared/forecast/capacity.ts';
import type { KnownSeries, Unpredicted } from './predict-series.ts';

type Plan = Extract<Capacity, { kind: 'capacity' }>;

export type CapacityPrediction =
  /** `have` and `need` are hours of the week. */
  | Unpredicted
  /** The memory setting was not read yet, or no duration was learned yet. */
  | { kind: 'unknown'; what: 'memory-setting' | 'duration' }
  | (Plan & {
      /** Requests a minute by hour of the week, 0 = Sunday 00:00 UTC; and the hour with most of them. */
      demand: readonly number[];
      busiest: { hour: number; requestsPerMinute: number };
      /** Variance over mean of the requests a minute; 1: arrivals at random. */
      dispersion: number;
    });

/**
 * Demand by hour of the week, and the provisioned concurrency that it asks for (capacity.ts), as of `now` (epoch ms). Of a whole function:
 * the setting belongs to its alias, and an operation's profile lacks the minutes in which it did not run.
 *
 * The profile holds no variance by hour. Requests that come at random have a Poisson count, with variance = mean; what the series strays
 * beyond that is taken to be the same factor at each hour (quasi-Poisson; McCullagh and Nelder, Generalized Linear Models, 6.2):
 *   variance(hour) = phi mean(hour),   phi = max(1, v / m),
 * with the exponential mean m and variance v of the series.
 */
export function predictCapacity(
  series: KnownSeries,
  configuration: FunctionConfiguration | null,
  now: number,
  prices: CapacityPrices,
): CapacityPrediction {
  const { invocations, 'duration-mean': duration } = series;
  if (invocations !== undefined && isStale(invocations, now)) return { kind: 'stale', ageMs: now - invocations.updatedAt };
  const dispersion = dispersionOf(invocations);
  const demand = readHours(invocations?.hours ?? new Uint8Array(0)).flatMap((seen, hour): HourDemand[] =>
    seen === null ? [] : [{ hour, minutes: seen.count, mean: seen.mean, variance: dispersion * seen.mean }],
  );
  const plan = (durationMs: number, memoryMb: number): Capacity => capacity({ demand, durationMs, memoryMb, prices });
  // Too short a history comes before anything else that is missing: it takes a week, the rest comes in between.
  const hours = plan(0, 0);
  if (hours.kind !== 'capacity') return hours;
  if (configuration === null) return { kind: 'unknown', what: 'memory-setting' };
  if (duration === undefined || duration.count === 0) return { kind: 'unknown', what: 'duration' };
  const found = plan(duration.mean, configuration.memoryMb);
  if (found.kind !== 'capacity') return found;
  const busiest = demand.reduce((most, each) => (each.mean > most.mean ? each : most));
  return {
    ...found,
    demand: demand.map(({ mean }) => mean),
    busiest: { hour: busiest.hour, requestsPerMinute: busiest.mean },
    dispersion,
  };
}

function dispersionOf(invocations: SeriesBaseline | undefined): number {
  if (invocations === undefined || invocations.mean === 0) return 1;
  return Math.max(1, invocations.variance / invocations.mean);
}
