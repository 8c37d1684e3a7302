/** Lambda's memory settings that are used here: 128 MB to 10,240 MB (Lambda quotas) in steps of 64. */
const STEP_MB = 64;
const LEAST_MB = 128;
export const MOST_MB = 10_240;

/** Share of the setting that the most used memory may take: the rest is room for what the window did not show. */
const FILL = 0.7;

/** Smallest setting of which `usedMb` is at most 70 %. */
export function memoryNeed(usedMb: number): number {
  return Math.min(MOST_MB, Math.max(LEAST_MB, Math.ceil(usedMb / FILL / STEP_MB) * STEP_MB));
}
