import type { ReportFigures } from '../figures.ts';

/** Room above the 99th percentile (SPEC 5). */
export const ROOM = 1.5;
/** Lambda's own default: shorter ones cut off cold starts. */
const LEAST_SECONDS = 3;
/** Room above the longest call that succeeded: it must succeed still. */
const LONGEST_ROOM = 1.1;

/** Seconds that the target needs: 1.5 x its 99th percentile, at least 3, and never less than its longest successful call took. */
export function timeoutNeed(figures: Pick<ReportFigures, 'p99' | 'longestOk'>): number {
  return Math.max(LEAST_SECONDS, Math.ceil((ROOM * figures.p99) / 1000), Math.ceil((LONGEST_ROOM * figures.longestOk) / 1000));
}
