import { average } from './moving-average.ts';
import { RUN, UNCHANGED } from './layout.ts';

/** Memory of how often the value does not change, in points, and the least chance of it that is believed. */
const WEIGHT = 1 / 2000;
const LEAST_CHANCE = 1e-3;

/** A run is news from one in 10^6 on, and no more so than one in 10^18; a tenth of the rarity counts. */
const FIRST_NEWS = 6;
const MOST_NEWS = 12;
const PART = 0.1;

/**
 * How much a value that has frozen adds to the strength, 0..1.2: −log10 of the chance that it stays the same for so long, p^run, where p is how
 * often the value does not change from one point to the next. Nothing for a series that is always flat (p = 1).
 */
export function frozenStrength(numbers: Float64Array, step: number, youth: number): number {
  const chance = Math.max(LEAST_CHANCE, numbers[UNCHANGED] as number);
  const run = step === 0 ? (numbers[RUN] as number) + 1 : 0;
  numbers[RUN] = run;
  average(numbers, UNCHANGED, step === 0 ? 1 : 0, youth > WEIGHT ? youth : WEIGHT);
  const rarity = -run * Math.log10(chance);
  return PART * Math.min(MOST_NEWS, Math.max(0, rarity - FIRST_NEWS));
}
