import type { LookedAt } from '../../shared/contract/records.ts';
import type { TargetView } from '../target-context.ts';
import { callsWithin } from './rate-bins.ts';

/** The span over which the failures of a target were counted, with its calls. */
export function lookedAt({ errorsFrom: from, span: { to }, minutes }: Pick<TargetView, 'errorsFrom' | 'span' | 'minutes'>): LookedAt {
  return { from, to, calls: callsWithin({ from, to }, minutes) };
}
