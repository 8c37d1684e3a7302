import type { Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';
import { sourceFinding } from './source-finding.ts';

/**
 * Two equal waits of t become one. With the two of them at 60 % of the duration, the rest being the function's own work and its other calls, the
 * call becomes 0.4 + 0.3, a gain of 30 %.
 */
const GAIN = 0.3;

/** A read that is made again within the invocation. */
export function duplicateCall(context: TargetContext): Finding[] {
  return sourceFinding(context, 'duplicate-call', {
    title: `${context.target.name} asks for the same data more than once in an invocation`,
    gain: GAIN,
  });
}
