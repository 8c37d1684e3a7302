import { average } from './moving-average.ts';
import { AVERAGES } from './layout.ts';

/** Windows of the averages of the value, in points. The place in this list is the place in the state. */
export const WINDOWS = [2, 4, 6, 8, 12, 16, 24, 32, 48, 64, 72, 128, 144, 192, 256, 512, 2000] as const;

/** Position in the state of the average with this window. */
export function averageOf(window: (typeof WINDOWS)[number]): number {
  return AVERAGES + WINDOWS.indexOf(window);
}

const WEIGHTS = Float64Array.from(WINDOWS, (window) => 1 / window);

/** Learns a value into all averages. @param youth 1/n */
export function learnAverages(numbers: Float64Array, value: number, youth: number): void {
  for (let i = 0; i < WINDOWS.length; i += 1) {
    const weight = WEIGHTS[i] as number;
    average(numbers, AVERAGES + i, value, youth > weight ? youth : weight);
  }
}
