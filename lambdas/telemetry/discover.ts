import type { DiscoveredTarget, Ports } from '../shared/ports.ts';
import type { RegisteredTarget } from '../shared/contract/records.ts';
import { KaizenError, StaleRecord } from '../shared/errors.ts';
import { mapLimited } from '../shared/map-limited.ts';

/** Records written at the same time: a discovery of 10,000 new functions is some seconds of writing. */
const AT_A_TIME = 20;

export type DiscoverPorts = Pick<Ports, 'fleet' | 'registry' | 'subscriptions' | 'clock'>;

/** What changed in the registry. */
export interface Discovered {
  added: number;
  changed: number;
  removed: number;
  /** Gone, but not removed yet. */
  failed: string[];
}

/**
 * Brings the registry in line with the functions that bear the tag: new ones are due at once, changed tags are taken over, and those that
 * are gone lose their log subscription first and their record then, so that a run which dies in between comes by here again. One that is
 * gone and still subscribed stays where the subscriptions can't be reached (`subscriptions` null).
 */
export async function discover({ fleet, registry, subscriptions, clock }: DiscoverPorts): Promise<Discovered> {
  const now = clock();
  const [found, known] = await Promise.all([fleet.discover(), registry.list()]);
  const managed = new Map(found.map((each) => [each.name, each]));
  const registered = new Map(known.map((each) => [each.name, each]));
  const changes = found.flatMap((each) => {
    const before = registered.get(each.name);
    if (before === undefined) return [newTarget(each, now)];
    return isTagged(before, each) ? [] : [{ ...before, ...each, refreshedAt: 0 }];
  });
  const written = await mapLimited(changes, AT_A_TIME, (record) => put(registry, record));
  const gone = known.filter(({ name, subscription }) => !managed.has(name) && (subscriptions !== null || subscription.state !== 'active'));
  // One whose filter can't be taken away now must not keep the others; it comes by here again at the next discovery.
  const failed = (
    await mapLimited(gone, AT_A_TIME, async ({ name, subscription }) => {
      try {
        // A filter of ours may stand where it was refused later; to remove none is no error.
        if (subscription.state !== 'none') await subscriptions?.remove(name);
        await registry.remove(name);
        return null;
      } catch (error) {
        if (error instanceof KaizenError) return name;
        throw error;
      }
    })
  ).filter((name) => name !== null);
  const added = written.filter((record) => record?.revision === 1).length;
  return { added, changed: written.filter((record) => record !== null).length - added, removed: gone.length - failed.length, failed };
}

/** Null: somebody else wrote the record since it was read; the next discovery sees to it. */
async function put(registry: DiscoverPorts['registry'], record: RegisteredTarget): Promise<RegisteredTarget | null> {
  try {
    return await registry.put(record);
  } catch (error) {
    if (error instanceof StaleRecord) return null;
    throw error;
  }
}

function isTagged(record: RegisteredTarget, { tenant, priority, autonomy }: DiscoveredTarget): boolean {
  return record.tenant === tenant && record.priority === priority && record.autonomy === autonomy;
}

function newTarget(tags: DiscoveredTarget, now: number): RegisteredTarget {
  return {
    ...tags,
    target: null,
    refreshedAt: 0,
    cadence: 'normal',
    reason: 'new',
    nextPollAt: now,
    polledUntil: null,
    fastUntil: 0,
    anomalyUntil: 0,
    storedUntil: null,
    failureShare: null,
    rate: null,
    deployed: null,
    canary: null,
    operations: {},
    subscription: { state: 'none', reason: 'not tried yet' },
    revision: 0,
  };
}
