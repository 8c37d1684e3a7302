import { CENTRES, CONTEXT_FIRST, DAY_PARTS, DEVIATIONS, LEVELS, LEVEL_COUNTS, LEVEL_TOTALS, PART_COUNTS, PART_TOTALS } from './layout.ts';
import { average } from './moving-average.ts';
import { averageOf } from './value-averages.ts';
import { dayPartOf } from './time-slots.ts';
import { stepOf } from './streaming-quantile.ts';
import type { State } from './state.ts';

/** Views of the value: four smoothings, as windows of averages, and three of how far a short average has left a long one. */
const LEVEL_VIEWS = [averageOf(2), averageOf(6), averageOf(24), averageOf(72)] as const;
const CHANGE_VIEWS = [
  [averageOf(2), averageOf(16)],
  [averageOf(6), averageOf(48)],
  [averageOf(24), averageOf(192)],
] as const;

/** Width of a level on the asinh scale: about 0.4 deviations near the centre, a factor of 1.5 far from it. */
const LEVEL_WIDTH = 0.4;
const HIGHEST = (LEVELS - 1) / 2;

/** Where the levels 1..10 begin, in deviations: level = round(asinh(distance) / 0.4) without an asinh for every point. */
const BORDERS = Float64Array.from({ length: HIGHEST }, (_, level) => Math.sinh(LEVEL_WIDTH * (level + 0.5)));

/** Memory of the average deviation, in points. */
const DEVIATION_WEIGHT = 1 / 2000;

/** What a part of the day knows counts against this many points of what all parts know, and that against half a point a level. */
const PRIOR = 2;
const LEVEL_PRIOR = 0.5;

/** Counts are halved here, so that the latest weeks count most. */
const PART_LIMIT = 200;
const ALL_LIMIT = 4000;

/**
 * Family C: how surprising is this level at this time of day, in bits: −log2 P(level | part of the day), with
 * P = (c[part][level] + 2 P(level)) / (c[part] + 2). Writes a feature for each view; learns the levels after having judged them. Must run
 * after the averages have learned the value.
 */
export function contextSurprise(state: State, at: number, youth: number, features: Float64Array): void {
  const { numbers } = state;
  const part = dayPartOf(at);
  let view = 0;
  for (const position of LEVEL_VIEWS) {
    features[CONTEXT_FIRST + view] = surprise(state, view, part, numbers[position] as number, youth);
    view += 1;
  }
  for (const [short, long] of CHANGE_VIEWS) {
    features[CONTEXT_FIRST + view] = surprise(state, view, part, (numbers[short] as number) - (numbers[long] as number), youth);
    view += 1;
  }
}

/** −log2 P(level of the value | part of the day). Learns the level. */
function surprise(state: State, view: number, part: number, value: number, youth: number): number {
  const { words, small } = state;
  const level = levelOf(state.numbers, view, value, youth);
  const all = LEVEL_COUNTS + view * LEVELS;
  const row = view * DAY_PARTS + part;
  const here = PART_COUNTS + row * LEVELS;
  const overall = ((words[all + level] as number) + LEVEL_PRIOR) / ((words[LEVEL_TOTALS + view] as number) + LEVEL_PRIOR * LEVELS);
  const chance = ((small[here + level] as number) + PRIOR * overall) / ((small[PART_TOTALS + row] as number) + PRIOR);
  count(words, all, level, LEVEL_TOTALS + view, ALL_LIMIT);
  count(small, here, level, PART_TOTALS + row, PART_LIMIT);
  return -Math.log2(chance);
}

/** Where the value stands, 0..20: its distance from the centre, in average deviations, on the asinh scale. Learns both first. */
function levelOf(numbers: Float64Array, view: number, value: number, youth: number): number {
  const before = youth === 1 ? value : (numbers[CENTRES + view] as number);
  const centre = before + stepOf(youth) * (numbers[DEVIATIONS + view] as number) * Math.sign(value - before);
  numbers[CENTRES + view] = centre;
  const distance = Math.abs(value - centre);
  const deviation = average(numbers, DEVIATIONS + view, distance, youth > DEVIATION_WEIGHT ? youth : DEVIATION_WEIGHT);
  if (!(deviation > 0)) return HIGHEST;
  let level = 0;
  while (level < HIGHEST && distance >= (BORDERS[level] as number) * deviation) level += 1;
  return value > centre ? HIGHEST + level : HIGHEST - level;
}

/** Counts one more for the level, and halves all levels' counts from `first` on when their total reaches the limit; what was seen once stays known. */
function count(counts: Uint8Array | Uint16Array, first: number, level: number, total: number, limit: number): void {
  counts[first + level] = (counts[first + level] as number) + 1;
  counts[total] = (counts[total] as number) + 1;
  if ((counts[total] as number) < limit) return;
  let sum = 0;
  for (let i = first; i < first + LEVELS; i += 1) {
    counts[i] = ((counts[i] as number) + 1) >> 1;
    sum += counts[i] as number;
  }
  counts[total] = sum;
}
