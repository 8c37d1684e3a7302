import type { Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';
import { sourceFinding } from './source-finding.ts';

/**
 * A hit saves the read. A cache is worth having from a hit rate of 50 % (SPEC 5 calls less a problem); with the read at 60 % of the
 * duration the mean call becomes 0.5 + 0.5 x 0.4, a gain of 30 %.
 */
const GAIN = 0.3;

/** A read whose answer could be kept for a while. */
export function uncachedRead(context: TargetContext): Finding[] {
  return sourceFinding(context, 'uncached-read', {
    title: `${context.target.name} reads the same upstream data for every call`,
    gain: GAIN,
  });
}
