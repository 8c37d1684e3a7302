import { DAMPING, type Levels, type SlotMedians } from './levels.ts';
import { dayOffset, slotOfDay, weekOffset, type SeasonalProfile } from './seasonal-profile.ts';

/** The simple forecasts that the mixture weighs, in the order in which {@link candidates} writes them. */
export const CANDIDATES = [
  'last value',
  'fast mean',
  'calm mean',
  'damped trend',
  'last value, moved by the daily profile',
  'level of hours on the daily profile',
  'long median',
  'level of days on the profile of day and week',
  'median of the half-hour',
] as const;

/** Writes what each candidate expects at `at` (epoch ms, after the last point) into `out`. */
export function candidates(levels: Levels, profile: SeasonalProfile, medians: SlotMedians, at: number, out: Float64Array): void {
  const steps = Math.max(1, Math.round((at - levels.lastAt) / levels.stepMs));
  const here = dayOffset(profile, levels.profileMean, levels.lastAt);
  const there = dayOffset(profile, levels.profileMean, at);
  const slot = slotOfDay(at);
  out[0] = levels.last;
  out[1] = levels.fast;
  out[2] = levels.calm;
  // phi + phi^2 + ... + phi^steps, the damped trend's sum (Gardner and McKenzie 1985).
  out[3] = levels.holtLevel + (levels.holtTrend * DAMPING * (1 - DAMPING ** steps)) / (1 - DAMPING);
  out[4] = levels.last + there - here;
  out[5] = levels.mid + there;
  out[6] = levels.median;
  out[7] = levels.slow + there + weekOffset(profile, at);
  out[8] = (medians.count[slot] ?? 0) > 0 ? (medians.median[slot] ?? 0) : levels.median;
}
