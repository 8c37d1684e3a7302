import type { Cycle, Opportunity, Recommendation } from '../../shared/contract/records.ts';
import { StaleRecord } from '../../shared/errors.ts';
import { recommendationId } from '../../shared/ids.ts';
import type { Ports } from '../../shared/ports.ts';
import { found, notFound, taken } from './merge.ts';

/** Recommendations of a tenant that are read: five each of the 200 targets that a cycle looks at. */
const READ = 1000;
/** A person may give their word at the same moment. */
const MAX_ATTEMPTS = 5;

type KeepPorts = Pick<Ports, 'work'>;
type Change = (before: Recommendation | null) => Recommendation | null;

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
  const known = await ports.work.recommendations.list(cycle.tenant, { limit: READ });
  const ids = new Set<string>();
  for (const opportunity of opportunities) {
    const id = recommendationId(opportunity.target, opportunity.kind);
    ids.add(id);
    const { status, withheld } = opportunity;
    if (status === 'recommended' && withheld !== undefined) {
      await change(ports, cycle.tenant, id, (before) => found(opportunity, withheld, before, cycle, now));
    } else if (known.some((each) => each.id === id)) {
      await change(ports, cycle.tenant, id, (before) => (before === null ? null : taken(before, opportunity, cycle, now)));
    }
  }
  for (const { id, target, status } of known) {
    if (ids.has(id) || status !== 'open') continue;
    const isMissed = looked.has(target) && cycle.trigger !== 'emergency';
    await change(ports, cycle.tenant, id, (before) => (before === null ? null : notFound(before, cycle, isMissed, now)));
  }
}

async function change({ work }: KeepPorts, tenant: string, id: string, to: Change): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const before = await work.recommendations.get(tenant, id);
    const after = to(before);
    if (after === null || after === before) return;
    try {
      if (before !== null) await work.recommendations.update(after);
      else if (!(await work.recommendations.create(after))) throw new StaleRecord(`recommendation ${id}: somebody else made it`);
      return;
    } catch (error) {
      if (!(error instanceof StaleRecord) || attempt >= MAX_ATTEMPTS) throw error;
    }
  }
}
