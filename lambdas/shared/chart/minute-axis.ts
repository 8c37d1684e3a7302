import type { Tick } from './value-axis.ts';

/** A label of four digits with room around it takes sixty pixels. */
const MOST_TICKS = 13;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 720];

/** Marks of minutes that are counted from 1 to `minutes`, at round numbers. */
export function minuteTicks(minutes: number): Tick[] {
  const step = STEPS.find((each) => minutes / each <= MOST_TICKS) ?? 1440 * Math.ceil(minutes / MOST_TICKS / 1440);
  return Array.from({ length: Math.floor(minutes / step) }, (_, index) => ({ at: (index + 1) * step, label: `${(index + 1) * step}` }));
}
