import { costPerMillion } from './cost-per-million.ts';
import { type DurationModel, durationAt, type Ranged } from './duration-model.ts';

/** What a memory setting is expected to give. */
export interface SizeRow {
  memoryMb: number;
  /** Mean billed time of a call, ms. */
  meanMs: Ranged;
  /** Longest of nineteen in twenty calls, against the setting in use: 1 is as long as now. */
  slowdown: Ranged;
  /** Dollars. */
  costPerMillion: Ranged;
}

/** Lambda's settings that are looked at: steps of 64 MB where a step matters, one whole CPU (1769 MB), then whole gigabytes; 128 to 10,240 MB (Lambda quotas). */
const SIZES: readonly number[] = [
  ...Array.from({ length: 15 }, (_, index) => 128 + 64 * index),
  1280,
  1536,
  1769,
  ...Array.from({ length: 9 }, (_, index) => 2048 + 1024 * index),
];

/** Settings from `leastMb` on, that least and the one in use among them, ascending: what each costs and how long a call takes with it. */
export function sizeTable(model: DurationModel, currentMb: number, leastMb: number): SizeRow[] {
  const sizes = new Set([...SIZES.filter((size) => size >= leastMb), leastMb, currentMb]);
  return [...sizes].toSorted((a, b) => a - b).map((memoryMb) => rowOf(model, memoryMb, currentMb));
}

function rowOf(model: DurationModel, memoryMb: number, currentMb: number): SizeRow {
  const now = durationAt(model, currentMb).expected;
  // The setting in use is known, not foretold.
  const meanMs = memoryMb === currentMb ? { expected: now, low: now, high: now } : durationAt(model, memoryMb);
  return { memoryMb, meanMs, slowdown: map(meanMs, (ms) => ms / now), costPerMillion: map(meanMs, (ms) => costPerMillion(memoryMb, ms)) };
}

function map({ expected, low, high }: Ranged, to: (value: number) => number): Ranged {
  return { expected: to(expected), low: to(low), high: to(high) };
}
