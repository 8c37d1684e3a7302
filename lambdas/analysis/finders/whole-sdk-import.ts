import type { Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';
import { sourceFinding } from './source-finding.ts';

/**
 * The AWS SDK v2 as a whole is over 90 MB of source and takes some 300 ms to load on a small function, one client some 50 to 100 ms: two
 * thirds of the load are saved. With the load at half of the start (the rest is the runtime's own and the function's), the start is a third shorter.
 */
const SAVED_OF_INIT = 1 / 3;

/**
 * The package that is loaded whole at each cold start. The gain is the share of all time that callers wait, starts among it: what is saved of the
 * starts, over starts and durations together. Without a start in the window nothing is to be gained.
 */
export function wholeSdkImport(context: TargetContext): Finding[] {
  const init = context.reports.reduce((sum, { initMs }) => sum + (initMs ?? 0), 0);
  const busy = context.reports.reduce((sum, { durationMs }) => sum + durationMs, 0);
  if (init === 0) return [];
  return sourceFinding(context, 'whole-sdk-import', {
    title: `${context.target.name} loads a whole package of which it uses parts`,
    gain: (SAVED_OF_INIT * init) / (init + busy),
  });
}
