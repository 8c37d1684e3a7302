import type { MinuteStats } from '../../shared/contract/records.ts';
import type { Span } from '../../shared/ports.ts';
import type { RateBin } from '../../shared/stats/compare-rates.ts';
import { MINUTE_MS } from '../../shared/time.ts';

/**
 * A span cut into `parts` of the same length, oldest first, each with its failures and its calls. Where no calls are known at all, time stands
 * for them, in minutes.
 *
 * @param times of the failures, epoch ms
 */
export function rateBins(span: Span, parts: number, times: readonly number[], minutes: readonly MinuteStats[]): RateBin[] {
  const bins = Array.from({ length: parts }, (): RateBin => ({ count: 0, exposure: 0 }));
  const binOf = (at: number): RateBin | undefined =>
    at < span.from || at >= span.to ? undefined : bins[Math.floor(((at - span.from) * parts) / (span.to - span.from))];
  for (const at of times) {
    const bin = binOf(at);
    if (bin !== undefined) bin.count += 1;
  }
  for (const { minute, invocations } of minutes) {
    const bin = binOf(minute);
    if (bin !== undefined) bin.exposure += invocations;
  }
  if (bins.some(({ exposure }) => exposure > 0)) return bins;
  return bins.map(({ count }) => ({ count, exposure: (span.to - span.from) / parts / MINUTE_MS }));
}

/** Calls in the whole minutes of a span. */
export function callsWithin({ from, to }: Span, minutes: readonly MinuteStats[]): number {
  return minutes.reduce((sum, { minute, invocations }) => (minute >= from && minute + MINUTE_MS <= to ? sum + invocations : sum), 0);
}
