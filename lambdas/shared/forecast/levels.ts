import { DAY_MS, HOUR_MS } from '../time.ts';
import { dayOffset, learnSlot, profileMean, SLOT_MS, slotOfDay, type SeasonalProfile } from './seasonal-profile.ts';

/** Simple exponential smoothing, by points: a short memory (3 points) and a longer one (12). */
const FAST_WEIGHT = 0.5;
const CALM_WEIGHT = 0.15;
/** Holt's level and trend (weights by points), and the damping of Gardner and McKenzie (1985): at 0.9 the trend adds nine steps in all. */
const HOLT_LEVEL = 0.3;
const HOLT_TREND = 0.05;
export const DAMPING = 0.9;
/** Memories of the levels under the profile, by time: a part of a day, and longer than a week so that weekdays do not pull it. */
const MID_MEMORY_MS = 3 * HOUR_MS;
const SLOW_MEMORY_MS = 8 * DAY_MS;
/** Below this many points the levels are plain means: there is no spread to clip by yet. */
const PLAIN_UNTIL = 20;
/** Weight of a point in the spread: a memory of 200 points. */
const SPREAD_WEIGHT = 0.005;
/**
 * A point counts in the spread with at most five spreads, or a hundredth of itself: an incident adds little, a lasting shift gets through
 * in a day or two.
 */
const SPREAD_CLIP = 5;
const SPREAD_LEAK = 0.01;
/**
 * A point moves a level by at most three spreads and a slot by at most 4.5 (Huber 1964; a spread is a mean absolute deviation, 0.8 sigma).
 */
const LEVEL_CLIP = 3;
const SLOT_CLIP = 4.5;
/** Step of a slot's running median, in spreads a day. */
const SLOT_MEDIAN_STEP = 0.5;
/** Step of the long median, in spreads per memory: twice, because a sign is half as informative near the middle. */
const MEDIAN_STEP = 2;
/** After a gap a level moves as after at most so many steps. */
const LONGEST_STEPS = 4;

/** The running figures of a series, in its unit; times are epoch ms. */
export interface Levels {
  count: number;
  lastAt: number;
  last: number;
  /** Typical distance of two points, ms. */
  stepMs: number;
  fast: number;
  calm: number;
  holtLevel: number;
  holtTrend: number;
  /** Levels under the daily profile. */
  mid: number;
  slow: number;
  median: number;
  /** Mean absolute distance from the profile on the slow level, clipped. */
  spread: number;
  profileMean: number;
  /** The half-hour under way: its number since the epoch, the sum and the count of its clipped points. */
  slot: number;
  slotSum: number;
  slotCount: number;
  /** 1 when a negative value was seen, else 0. */
  negative: number;
}

/** Medians by half-hour of the day with the number of points that each has seen. */
export interface SlotMedians {
  median: Float32Array;
  count: Float32Array;
}

export function emptyLevels(): Levels {
  return {
    count: 0,
    lastAt: 0,
    last: 0,
    stepMs: 0,
    fast: 0,
    calm: 0,
    holtLevel: 0,
    holtTrend: 0,
    mid: 0,
    slow: 0,
    median: 0,
    spread: 0,
    profileMean: 0,
    slot: 0,
    slotSum: 0,
    slotCount: 0,
    negative: 0,
  };
}

/** `size` cut to at most `clip` spreads on either side. */
const clipped = (size: number, clip: number): number => Math.max(-clip, Math.min(clip, size));

/** Learns a point that is later than the last one. */
export function learnLevels(levels: Levels, profile: SeasonalProfile, medians: SlotMedians, at: number, value: number): void {
  if (value < 0) levels.negative = 1;
  levels.count++;
  if (levels.count === 1) {
    Object.assign(levels, { lastAt: at, last: value, fast: value, calm: value, holtLevel: value, mid: value, slow: value, median: value });
    return;
  }
  const elapsed = at - levels.lastAt;
  learnStep(levels, elapsed);
  levels.fast += FAST_WEIGHT * (value - levels.fast);
  levels.calm += CALM_WEIGHT * (value - levels.calm);
  const ahead = levels.holtLevel + DAMPING * levels.holtTrend;
  levels.holtLevel = ahead + HOLT_LEVEL * (value - ahead);
  levels.holtTrend = DAMPING * levels.holtTrend + HOLT_LEVEL * HOLT_TREND * (value - ahead);
  learnRobust(levels, profile, Math.min(elapsed, LONGEST_STEPS * levels.stepMs), at, value);
  learnSlotMedian(levels, medians, elapsed, at, value);
  learnProfile(levels, profile, at, value);
  levels.lastAt = at;
  levels.last = value;
}

/** The typical step: a mean of the logarithm, each step clipped to a factor of e, so that a gap of a week is no step of a week. */
function learnStep(levels: Levels, elapsed: number): void {
  if (levels.count === 2) levels.stepMs = elapsed;
  else levels.stepMs *= Math.exp(Math.max(0.02, 1 / levels.count) * clipped(Math.log(elapsed / levels.stepMs), 1));
}

function learnRobust(levels: Levels, profile: SeasonalProfile, elapsed: number, at: number, value: number): void {
  const plain = levels.count <= PLAIN_UNTIL;
  const seasonless = value - dayOffset(profile, levels.profileMean, at);
  const distance = Math.abs(seasonless - levels.slow);
  const cap = plain ? Infinity : Math.max(SPREAD_CLIP * levels.spread, SPREAD_LEAK * distance);
  levels.spread += Math.max(SPREAD_WEIGHT, 1 / levels.count) * (Math.min(distance, cap) - levels.spread);
  const clip = plain ? Infinity : LEVEL_CLIP * levels.spread;
  const weight = (memory: number): number => Math.max(1 / levels.count, 1 - Math.exp(-elapsed / memory));
  levels.mid += weight(MID_MEMORY_MS) * clipped(seasonless - levels.mid, clip);
  levels.slow += weight(SLOW_MEMORY_MS) * clipped(seasonless - levels.slow, clip);
  const off = value - levels.median;
  if (plain) levels.median += off / levels.count;
  else levels.median += clipped(off, weight(SLOW_MEMORY_MS) * MEDIAN_STEP * levels.spread);
}

/** Running median by fixed steps toward the point (stochastic approximation, Robbins and Monro 1951), per half-hour of the day. */
function learnSlotMedian(levels: Levels, medians: SlotMedians, elapsed: number, at: number, value: number): void {
  const slot = slotOfDay(at);
  const before = medians.median[slot] ?? 0;
  const first = (medians.count[slot] ?? 0) === 0;
  const step = SLOT_MEDIAN_STEP * levels.spread * Math.min(1, elapsed / SLOT_MS);
  medians.median[slot] = first ? value : before + clipped(value - before, step);
  if (first) medians.count[slot] = 1;
}

function learnProfile(levels: Levels, profile: SeasonalProfile, at: number, value: number): void {
  const slot = Math.floor(at / SLOT_MS);
  if (slot !== levels.slot && levels.slotCount > 0) {
    learnSlot(profile, levels.slot * SLOT_MS, levels.slotSum / levels.slotCount);
    levels.profileMean = profileMean(profile);
    levels.slotSum = 0;
    levels.slotCount = 0;
  }
  levels.slot = slot;
  const seen = (profile.dayCount[slotOfDay(at)] ?? 0) > 0;
  const usual = seen ? levels.slow + dayOffset(profile, levels.profileMean, at) : levels.median;
  const clip = levels.count <= PLAIN_UNTIL ? Infinity : SLOT_CLIP * levels.spread;
  levels.slotSum += usual + clipped(value - usual, clip);
  levels.slotCount++;
}
