import type { Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';
import { sourceFinding } from './source-finding.ts';

/**
 * n independent calls of t each take n t one after another and ceil(n / c) t at concurrency c. n is not known from the source: the
 * least that makes a loop is n = 2, which halves it; with the loop at 60 % of the duration the call becomes 0.4 + 0.3, a gain of 30 %.
 */
const GAIN = 0.3;

/** Independent calls that wait for one another. */
export function sequentialAwaits(context: TargetContext): Finding[] {
  return sourceFinding(context, 'sequential-awaits', {
    title: `${context.target.name} awaits independent calls one after another`,
    gain: GAIN,
  });
}
