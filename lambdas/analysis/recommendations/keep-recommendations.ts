import type { Cycle, Opportunity } from '../../shared/contract/records.ts';
import { recommendationId } from '../../shared/ids.ts';
import type { Ports } from '../../shared/ports.ts';
import { changeRecord } from '../../shared/records/change-record.ts';
import { found, notFound, taken } from './merge.ts';

/** Recommendations of a tenant that are read: five each of the 200 targets that a cycle looks at. */
const READ = 1000;

type KeepPorts = Pick<Ports, 'work'>;

/**
 * Makes recommendations of what the cycle leaves to people, each one record however often it is found, and lets go of those that it did not find or
 * that are Kaizen's to do by now. `looked`: targets that were looked at; an emergency looks at an hour only, and misses nothing by not finding it.
 */
export async function keepRecommendations(
  ports: KeepPorts,
  cycle: Cycle,
  opportunities: readonly Opportunity[],
  looked: ReadonlySet<string>,
  now: number,
): Promise<void> {
  const { recommendations } = ports.work;
  const known = await recommendations.list(cycle.tenant, { limit: READ });
  const ids = new Set<string>();
  for (const opportunity of opportunities) {
    const id = recommendationId(opportunity.target, opportunity.kind);
    ids.add(id);
    const { status, withheld } = opportunity;
    if (status === 'recommended' && withheld !== undefined) {
      await changeRecord(recommendations, cycle.tenant, id, (before) => found(opportunity, withheld, before, cycle, now));
    } else if (known.some((each) => each.id === id)) {
      await changeRecord(recommendations, cycle.tenant, id, (before) => (before === null ? null : taken(before, opportunity, cycle, now)));
    }
  }
  for (const { id, target, status } of known) {
    if (ids.has(id) || status !== 'open') continue;
    const isMissed = looked.has(target) && cycle.trigger !== 'emergency';
    await changeRecord(recommendations, cycle.tenant, id, (before) => (before === null ? null : notFound(before, cycle, isMissed, now)));
  }
}
