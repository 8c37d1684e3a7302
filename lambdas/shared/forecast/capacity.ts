import { probit } from '../stats/probit.ts';
import { HOURS_OF_WEEK } from './seasonal-profile.ts';

/** Demand of one hour of the week, 0 = Sunday 00:00 UTC to 167. */
export interface HourDemand {
  hour: number;
  /** Minutes that were seen. */
  minutes: number;
  /** Requests per minute: mean, and variance between the minutes. */
  mean: number;
  variance: number;
}

/** What a function costs, dollars: passed in, because prices belong to a region and a day. */
export interface CapacityPrices {
  request: number;
  /** On-demand compute, and both parts of provisioned concurrency: being kept ready, and running. */
  gbSecond: number;
  provisionedGbSecond: number;
  provisionedRunGbSecond: number;
}

export interface CapacityInput {
  demand: readonly HourDemand[];
  /** Mean duration of a request, ms, and the memory setting, MB. */
  durationMs: number;
  memoryMb: number;
  prices: CapacityPrices;
}

/** A stretch of peak hours, which may pass the end of the week. */
export interface Peak {
  fromHour: number;
  hours: number;
  requestsPerMinute: number;
}

export type Capacity =
  | { kind: 'not-enough-data'; /** Hours of the week with enough minutes. */ have: number; need: number }
  | {
      kind: 'capacity';
      peaks: readonly Peak[];
      /** Provisioned concurrency: one setting for the whole week, and one by hour of the week. */
      always: number;
      byHour: readonly number[];
      /** Dollars a month of 730 hours: with no provisioned concurrency, with the one setting, with the one by hour. */
      monthly: { onDemand: number; always: number; scheduled: number };
    };

/** An hour of the week counts from half of its minutes on. */
const MINUTES_NEEDED = 30;
/** Share of the moments in which the provisioned environments are enough; the others are served by on-demand ones, with a cold start. */
const SAFETY_QUANTILE = 0.99;
const SAFETY = probit(SAFETY_QUANTILE);
/** An hour is a peak from this share of the busiest hour's demand on. */
const PEAK_SHARE = 0.8;
const HOURS_OF_MONTH = 730;

/**
 * Concurrency and cost of an hour-of-week demand.
 *
 * Little's law (1961): requests under way L = rate * duration. With arrivals at random the number under way is Poisson with that mean
 * (M/G/infinity, Takacs 1962), and the rate varies between minutes, so its variance is L + duration^2 var(rate); the setting is the upper
 * end L + z sqrt(variance), rounded up (the square-root staffing rule), z at the safety quantile.
 * @throws RangeError when a figure is not finite or negative, or an hour is named twice or is outside of the week.
 */
export function capacity({ demand, durationMs, memoryMb, prices }: CapacityInput): Capacity {
  check('durationMs', durationMs);
  check('memoryMb', memoryMb);
  for (const [name, price] of Object.entries(prices)) check(`prices.${name}`, price);
  const byHourOfWeek = new Map<number, HourDemand>();
  for (const each of demand) {
    if (!(Number.isInteger(each.hour) && each.hour >= 0 && each.hour < HOURS_OF_WEEK) || byHourOfWeek.has(each.hour)) {
      throw new RangeError(`hour: found ${each.hour}; expected each of 0..${HOURS_OF_WEEK - 1} once at most`);
    }
    for (const name of ['minutes', 'mean', 'variance'] as const) check(`${name} of hour ${each.hour}`, each[name]);
    if (each.minutes >= MINUTES_NEEDED) byHourOfWeek.set(each.hour, each);
  }
  if (byHourOfWeek.size < HOURS_OF_WEEK) return { kind: 'not-enough-data', have: byHourOfWeek.size, need: HOURS_OF_WEEK };
  const hours = [...byHourOfWeek.values()].toSorted((a, b) => a.hour - b.hour);
  const minutes = durationMs / 60_000;
  const byHour = hours.map(({ mean, variance }) => {
    const busy = mean * minutes;
    return busy === 0 ? 0 : Math.ceil(busy + SAFETY * Math.sqrt(busy + minutes ** 2 * variance));
  });
  const always = Math.max(...byHour);
  const provision = (setting: (hour: number) => number): number => monthly(hours, setting, minutes, memoryMb / 1024, prices);
  return {
    kind: 'capacity',
    peaks: peaksOf(hours),
    always,
    byHour,
    monthly: { onDemand: provision(() => 0), always: provision(() => always), scheduled: provision((hour) => byHour[hour] ?? 0) },
  };
}

/** Cost of a month. Of the requests under way, what the setting has room for on average runs on it, the rest on demand. */
function monthly(
  hours: readonly HourDemand[],
  setting: (hour: number) => number,
  minutes: number,
  gigabytes: number,
  prices: CapacityPrices,
): number {
  const week = hours.reduce((sum, { hour, mean }) => {
    const busy = mean * minutes;
    const kept = setting(hour);
    const provisioned = Math.min(busy, kept);
    const perSecond =
      kept * prices.provisionedGbSecond + provisioned * prices.provisionedRunGbSecond + (busy - provisioned) * prices.gbSecond;
    return sum + mean * 60 * prices.request + 3600 * gigabytes * perSecond;
  }, 0);
  return (week * HOURS_OF_MONTH) / HOURS_OF_WEEK;
}

function peaksOf(hours: readonly HourDemand[]): Peak[] {
  const busiest = Math.max(...hours.map(({ mean }) => mean));
  const isPeak = (hour: number): boolean => (hours[hour % HOURS_OF_WEEK]?.mean ?? 0) >= PEAK_SHARE * busiest;
  // A week that is flat, or empty, has no peak.
  if (busiest === 0 || hours.every(({ hour }) => isPeak(hour))) return [];
  const peaks: Peak[] = [];
  for (const { hour } of hours) {
    if (!isPeak(hour) || isPeak(hour + HOURS_OF_WEEK - 1)) continue;
    let length = 1;
    while (isPeak(hour + length)) length++;
    const rates = Array.from({ length }, (_, index) => hours[(hour + index) % HOURS_OF_WEEK]?.mean ?? 0);
    peaks.push({ fromHour: hour, hours: length, requestsPerMinute: Math.max(...rates) });
  }
  return peaks.toSorted((a, b) => b.requestsPerMinute - a.requestsPerMinute);
}

function check(name: string, value: number): void {
  if (!(Number.isFinite(value) && value >= 0)) throw new RangeError(`${name}: found ${value}; expected a finite number from 0`);
}
