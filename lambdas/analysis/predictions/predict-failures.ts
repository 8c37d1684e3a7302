import { isStale } from '../../shared/baseline/judge-value.ts';
import { type HourMean, readHours } from '../../shared/baseline/hour-profile.ts';
import { ALPHA } from '../../shared/baseline/baseline.ts';
import { type FailureRisk, failureRisk, type RunCounts, RUNS_NEEDED } from '../../shared/forecast/failure-risk.ts';
import { HOUR_MS } from '../../shared/time.ts';
import type { KnownSeries, Unpredicted } from './predict-series.ts';

type Risk = Extract<FailureRisk, { kind: 'risk' }>;

/** Risk that a run of this hour of the day (0 to 23, UTC) fails: share, with the ends of its 90 % interval. */
export interface HourRisk extends Pick<Risk, 'risk' | 'low' | 'high'> {
  hour: number;
  /** Runs that were learned in this hour, about; 0: it says what holds for any hour. */
  runs: number;
}

export type FailurePrediction =
  | Unpredicted
  | {
      kind: 'risk';
      now: HourRisk;
      byHour: readonly HourRisk[];
      /** The hour with the largest risk of those that were seen. */ worst: HourRisk;
    };

const HOURS_OF_DAY = 24;
const NONE: RunCounts = { runs: 0, failures: 0 };

/** Points that the exponential mean remembers: (2 - alpha) / alpha = 19. */
const REMEMBERED = Math.round((2 - ALPHA) / ALPHA);
/** The last points speak of now for an hour: they lie in it, or in the one before. */
const RECENT_MS = HOUR_MS;

/**
 * Failure risk of the next run now (epoch ms) and at each hour of the day, from the profiles of error-rate and invocations.
 *
 * A profile holds shares and minutes, so counts are rebuilt: runs = minutes x max(1, mean runs a minute of that hour), failures = share x
 * runs. What is learned are healthy minutes: incidents are left out (fold-minute.ts), so this is the risk outside of them.
 *
 * An hour's risk is failureRisk of its counts beside those of all hours. For now, the recent minutes (exponential means) add what they
 * are worse or better than usual by, as a share: the hour's failures + runs x (lately - usual), where usual is the rate of the hour that
 * the recent minutes lie in, and lately the same after them. So a rise shows in hours that never failed, and an hour that always fails
 * does not count twice.
 */
export function predictFailures(series: KnownSeries, now: number): FailurePrediction {
  const rates = series['error-rate'];
  if (rates === undefined) return { kind: 'not-enough-data', have: 0, need: RUNS_NEEDED };
  if (isStale(rates, now)) return { kind: 'stale', ageMs: now - rates.updatedAt };
  const hours = countsByHour(series);
  const overall = hours.reduce(add, NONE);
  const byHour: HourRisk[] = [];
  for (const [hour, counts] of hours.entries()) {
    const found = failureRisk({ overall, recent: NONE, hour: counts });
    if (found.kind === 'not-enough-data') return found;
    byHour.push(hourRisk(hour, counts, found));
  }
  const seen = byHour.filter(({ runs }) => runs > 0);
  const worst = seen.reduce((most, each) => (each.risk > most.risk ? each : most));
  return { kind: 'risk', now: riskNow(series, hours, overall, now), byHour, worst };
}

function riskNow(series: KnownSeries, hours: readonly RunCounts[], overall: RunCounts, now: number): HourRisk {
  const hour = hourOfDay(now);
  const counts = hours[hour] ?? NONE;
  const updatedAt = series['error-rate']?.updatedAt ?? 0;
  const recent = now - updatedAt <= RECENT_MS ? recentCounts(series) : NONE;
  const then = hours[hourOfDay(updatedAt)] ?? NONE;
  const before = then.runs >= RUNS_NEEDED ? then : overall;
  const usual = riskOf({ overall: before, recent: NONE, hour: NONE });
  const lately = riskOf({ overall: before, recent, hour: NONE });
  const shifted = Math.round(counts.failures + counts.runs * (lately.risk - usual.risk));
  const failures = Math.min(counts.runs, Math.max(0, shifted));
  return hourRisk(hour, counts, riskOf({ overall, recent, hour: { runs: counts.runs, failures } }));
}

/** @throws RangeError when there are too few runs: the caller has seen that there are enough. */
function riskOf(counts: Parameters<typeof failureRisk>[0]): Risk {
  const found = failureRisk(counts);
  if (found.kind !== 'risk') throw new RangeError(`overall: found ${found.have} runs; expected ${found.need}`);
  return found;
}

function hourRisk(hour: number, { runs }: RunCounts, { risk, low, high }: Risk): HourRisk {
  return { hour, runs, risk, low, high };
}

/** Runs and failures by hour of the day, summed over the days of the week. */
function countsByHour(series: KnownSeries): RunCounts[] {
  const rates = readHours(series['error-rate']?.hours ?? new Uint8Array(0));
  const calls = readHours(series.invocations?.hours ?? new Uint8Array(0));
  const usual = series.invocations?.mean ?? 1;
  const weekly = rates.map((rate, hour) => (rate === null ? NONE : countsOf(rate, calls[hour]?.mean ?? usual)));
  return Array.from({ length: HOURS_OF_DAY }, (_, hour) =>
    weekly.filter((_counts, each) => each % HOURS_OF_DAY === hour).reduce(add, NONE),
  );
}

function recentCounts(series: KnownSeries): RunCounts {
  const rates = series['error-rate'];
  if (rates === undefined) return NONE;
  return countsOf({ mean: rates.mean, count: Math.min(rates.count, REMEMBERED) }, series.invocations?.mean ?? 1);
}

/** A minute that has an error rate had one run at least. */
function countsOf({ mean, count }: HourMean, perMinute: number): RunCounts {
  const runs = Math.round(count * Math.max(1, perMinute));
  return { runs, failures: Math.round(Math.min(1, mean) * runs) };
}

function add(a: RunCounts, b: RunCounts): RunCounts {
  return { runs: a.runs + b.runs, failures: a.failures + b.failures };
}

function hourOfDay(at: number): number {
  return new Date(at).getUTCHours();
}
