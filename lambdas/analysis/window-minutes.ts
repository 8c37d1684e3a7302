import { cleanPoints } from '../shared/baseline/clean-points.ts';
import { pointsOf } from '../shared/baseline/points.ts';
import type { LogMinute, MinuteStats } from '../shared/contract/records.ts';
import type { Span } from '../shared/ports.ts';
import { MINUTE_MS } from '../shared/time.ts';
import type { TargetView } from './target-context.ts';

export interface WindowMinutes extends Pick<TargetView, 'minutes' | 'series'> {
  /** Points that were read, good and bad. */
  points: number;
}

/**
 * The minutes of a span, in order and one each (of two readings the one with more calls, which only ever grow), and the clean points of their
 * series; a minute with counts that cannot be true gives its other points only, as it would spoil every sum.
 */
export function windowMinutes(raw: readonly MinuteStats[], logs: readonly LogMinute[], { from, to }: Span): WindowMinutes {
  const byMinute = new Map<number, MinuteStats>();
  for (const stats of raw) {
    const isInside = stats.minute >= from && stats.minute < to && Number.isInteger(stats.minute / MINUTE_MS);
    const before = byMinute.get(stats.minute);
    if (isInside && (before === undefined || sizeOf(stats) > sizeOf(before))) byMinute.set(stats.minute, stats);
  }
  const logOf = new Map(logs.map((log) => [log.minute, log]));
  const found = { minutes: [] as MinuteStats[], series: {} as TargetView['series'], points: 0 };
  for (const stats of [...byMinute.values()].toSorted((a, b) => a.minute - b.minute)) {
    const read = pointsOf(stats, logOf.get(stats.minute) ?? null);
    found.points += read.length;
    if ([stats.invocations, stats.errors, stats.throttles].every(isCount)) found.minutes.push(stats);
    for (const { series, value } of cleanPoints(read).points) (found.series[series] ??= []).push({ at: stats.minute, value });
  }
  return found;
}

/** Invocations, for comparing two readings of a minute; one without a number is worth less than any other. */
function sizeOf({ invocations }: MinuteStats): number {
  return Number.isFinite(invocations) ? invocations : -1;
}

function isCount(value: number): boolean {
  return Number.isFinite(value) && value >= 0;
}
