import { readHours } from '../../shared/baseline/hour-profile.ts';
import { DAY_MS, HOUR_MS } from '../../shared/time.ts';
import type { TargetView } from '../target-context.ts';

const HOURS = 24;

/**
 * Share of a day's calls in each of its hours (UTC): by what is normal for the target, else by the window's own minutes when it holds a whole day;
 * null: neither is known of every hour.
 */
export function dayProfileOf({ baselines, minutes, span }: Pick<TargetView, 'baselines' | 'minutes' | 'span'>): number[] | null {
  return sharesOf(normalDay(baselines)) ?? (span.to - span.from < DAY_MS ? null : sharesOf(seenDay(minutes)));
}

/** Mean calls a minute by hour of the day, over the days of the week; NaN: not learned. */
function normalDay({ invocations }: TargetView['baselines']): number[] {
  if (invocations === undefined) return [];
  const week = readHours(invocations.hours);
  return Array.from({ length: HOURS }, (_, hour) => {
    const known = week.flatMap((mean, at) => (mean !== null && at % HOURS === hour ? [mean.mean] : []));
    return known.reduce((sum, mean) => sum + mean, 0) / known.length;
  });
}

function seenDay(minutes: TargetView['minutes']): number[] {
  const calls = Array.from({ length: HOURS }, () => 0);
  for (const { minute, invocations } of minutes) {
    const hour = Math.floor(minute / HOUR_MS) % HOURS;
    calls[hour] = (calls[hour] ?? 0) + invocations;
  }
  return calls;
}

function sharesOf(calls: readonly number[]): number[] | null {
  const all = calls.reduce((sum, each) => sum + each, 0);
  return calls.length === HOURS && Number.isFinite(all) && all > 0 ? calls.map((each) => each / all) : null;
}
