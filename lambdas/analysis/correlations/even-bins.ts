import type { MinuteStats } from '../../shared/contract/records.ts';
import type { Span } from '../../shared/ports.ts';
import { MINUTE_MS } from '../../shared/time.ts';

/** A stretch of whole minutes that has about as many calls as any other of its window. */
export interface EvenBin extends Span {
  calls: number;
  failures: number;
}

/** Stretches a window is cut into at most: more make each comparison longer and no surer. */
const MOST_BINS = 60;
/** Failures a stretch on the average: with fewer most stretches have none, and their ranks are ties. */
const FAILURES_A_BIN = 2;
/** Stretches that a rank correlation needs: with twelve only 0.8 and more shows at the level, with 28 from 0.5 on. */
export const LEAST_BINS = 12;

/**
 * A window cut into stretches of about the same number of calls, oldest first. So failures a stretch vary by chance alone as much in the night as
 * at noon, and traffic alone makes none of them look worse: shares of few calls and of many have different ranks even when every call fails with
 * the same probability. Null: too few calls, failures or minutes for {@link LEAST_BINS}.
 *
 * @param times of the failures, epoch ms
 */
export function evenBins(times: readonly number[], minutes: readonly MinuteStats[], span: Span): EvenBin[] | null {
  const inside = minutes.filter(({ minute }) => minute >= span.from && minute + MINUTE_MS <= span.to);
  const calls = inside.reduce((sum, { invocations }) => sum + invocations, 0);
  const failed = times.filter((at) => at >= span.from && at < span.to);
  const wanted = Math.min(MOST_BINS, Math.floor(failed.length / FAILURES_A_BIN), inside.length);
  if (wanted < LEAST_BINS || calls === 0) return null;
  const bins: EvenBin[] = [];
  let [from, taken, open] = [span.from, 0, 0];
  for (const [index, { minute, invocations }] of inside.entries()) {
    open += invocations;
    const isLast = index === inside.length - 1;
    // Each bin ends at the minute that brings all calls so far to its share of them.
    if (taken + open < (calls * (bins.length + 1)) / wanted && !isLast) continue;
    const to = isLast ? span.to : minute + MINUTE_MS;
    bins.push({ from, to, calls: open, failures: failed.filter((at) => at >= from && at < to).length });
    [from, taken, open] = [to, taken + open, 0];
  }
  // A minute with more calls than a stretch makes several of them one.
  const whole = bins.filter((bin) => bin.calls > 0);
  return whole.length < LEAST_BINS ? null : whole;
}
