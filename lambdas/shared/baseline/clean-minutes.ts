import type { MinuteStats } from '../contract/records.ts';
import type { Span } from '../ports.ts';
import { MINUTE_MS } from '../time.ts';

/** Why a whole minute was not learned. */
export const MINUTE_REASONS = ['late', 'misaligned', 'duplicate', 'missing', 'beyond-catch-up', 'canary', 'unhealthy'] as const;
export type MinuteReason = (typeof MINUTE_REASONS)[number];

export interface CleanMinutes {
  /** Ascending, one a minute, all inside the span. */
  minutes: MinuteStats[];
  discarded: Partial<Record<MinuteReason, number>>;
  /** Minutes that came before one that is older; they are put in order and learned. */
  reordered: number;
}

/**
 * Puts the minutes of one target in order. `own` is what is due for this target, `asked` the span that was asked for (wider
 * when another target was further behind).
 * - late (before the span asked for): its minute was learned without it; dropped and counted.
 * - after `own`: not complete yet; left for a later tick, which will read it again.
 * - misaligned (not the start of a minute): dropped and counted.
 * - duplicate: the one with more invocations is kept, since a later reading of a minute only ever adds; the other is counted.
 * - out of order: put in order, counted, learned.
 * - missing: counted. Nobody was there, or nothing was reported: the two look the same, so no zero is made up for it.
 */
export function cleanMinutes(raw: readonly MinuteStats[], own: Span, asked: Span): CleanMinutes {
  const discarded: CleanMinutes['discarded'] = {};
  const count = (reason: MinuteReason, by = 1): void => {
    discarded[reason] = (discarded[reason] ?? 0) + by;
  };
  const byMinute = new Map<number, MinuteStats>();
  let reordered = 0;
  let newest = Number.NEGATIVE_INFINITY;
  for (const stats of raw) {
    if (stats.minute < asked.from) {
      count('late');
      continue;
    }
    if (!Number.isInteger(stats.minute / MINUTE_MS)) {
      count('misaligned');
      continue;
    }
    if (stats.minute < own.from || stats.minute >= own.to) continue;
    if (stats.minute < newest) reordered += 1;
    newest = Math.max(newest, stats.minute);
    const before = byMinute.get(stats.minute);
    if (before !== undefined) count('duplicate');
    if (before === undefined || sizeOf(stats) > sizeOf(before)) byMinute.set(stats.minute, stats);
  }
  const minutes = [...byMinute.values()].toSorted((a, b) => a.minute - b.minute);
  const missing = Math.max(0, Math.round((own.to - own.from) / MINUTE_MS) - minutes.length);
  if (missing > 0) count('missing', missing);
  return { minutes, discarded, reordered };
}

/** Invocations, for comparing two readings of a minute; one without a number is worth less than any other. */
function sizeOf(stats: MinuteStats): number {
  return Number.isFinite(stats.invocations) ? stats.invocations : -1;
}
