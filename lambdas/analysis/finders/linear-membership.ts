import type { Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';
import { sourceFinding } from './source-finding.ts';

/**
 * n questions to an array of m walk through n m / 2 elements, to a Set n. Measured with Node 24 at n = m = 1000 strings: 5.1 ms against
 * 0.06 ms. Of a call of 20 ms, the shortest that is worth a change, that is a gain of 25 %.
 */
const GAIN = 0.25;

/** An array that is asked once per item whether it holds something. */
export function linearMembership(context: TargetContext): Finding[] {
  return sourceFinding(context, 'linear-membership', {
    title: `${context.target.name} walks through a whole list once per item`,
    gain: GAIN,
  });
}
