import type { FailureCluster } from '../contract/records.ts';
import { HOUR_MS } from '../time.ts';

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
/** Hour without a failure. */
const NOTHING = '·';

/**
 * Failures by hour as a line of bars, oldest first, the highest the hour with the most: the newest `most` hours up to the one that `until` (epoch
 * ms) lies in. Empty when all lies in one hour, which shows nothing.
 */
export function sparkline({ hours }: Pick<FailureCluster, 'hours'>, until: number, most: number): string {
  const newest = Math.floor(until / HOUR_MS);
  const counts = new Map(hours.map(({ hour, count }) => [hour / HOUR_MS, count]));
  const oldest = Math.max(newest - most + 1, Math.min(newest, ...counts.keys()));
  if (oldest === newest) return '';
  const shown = Array.from({ length: newest - oldest + 1 }, (_, index) => counts.get(oldest + index) ?? 0);
  const highest = Math.max(1, ...shown);
  return shown.map((count) => (count === 0 ? NOTHING : (BARS[Math.ceil((count / highest) * BARS.length) - 1] ?? NOTHING))).join('');
}
