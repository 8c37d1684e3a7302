import type { Settings } from '../shared/contract/environment.ts';
import type { TelemetryTick } from '../shared/contract/workflow.ts';
import { DependencyUnavailable, KaizenError } from '../shared/errors.ts';
import type { Ports } from '../shared/ports.ts';
import { MINUTE_MS } from '../shared/time.ts';
import { isDue } from './cadence.ts';
import { discover, type Discovered, type DiscoverPorts } from './discover.ts';
import { isObserved } from './is-observed.ts';
import { shardsOf } from './shards.ts';
import { subscribe, type Subscribed } from './subscribe.ts';

/** Discovery reads the tags of all functions, a hundred a page. A function that gets the tag is seen after this time at the latest. */
export const DISCOVER_EVERY_MS = 15 * MINUTE_MS;

/** Where the last discovery is remembered; the claim is the same for every tick, so that one that died is begun anew at the next. */
const DISCOVERY = 'telemetry/discovery';

export type DispatchPorts = DiscoverPorts & Pick<Ports, 'control' | 'queue'>;

/** What one tick did. */
export interface Dispatched {
  /** Null: not due. */
  discovery: Discovered | null;
  subscriptions: Pick<Subscribed, 'active' | 'refused'>;
  registered: number;
  due: number;
  shards: number;
}

/**
 * One tick of the schedule: sends the targets that are due to the pollers, in shards, after a discovery when it is time for one. What goes
 * wrong with discovery or subscriptions keeps no target from being polled. While Kaizen is stopped no subscription is set. A tick that runs twice sends twice, and the pollers leave out
 * what is not due any more.
 * @throws DependencyUnavailable, or the error that repeating does not help, when discovery or a subscription failed, after the rest was
 * done.
 */
export async function dispatch(ports: DispatchPorts, settings: Settings, _tick: TelemetryTick): Promise<Dispatched> {
  const now = ports.clock();
  const failed: { what: string; error: unknown }[] = [];
  const discovery = await discoverInTime(ports, now).catch((error: unknown) => {
    failed.push({ what: 'discovery', error });
    return null;
  });

  const registered = (await ports.registry.list()).filter((record) => isObserved(record, settings));
  const due = registered.filter((record) => isDue(record, now, settings.pollSeconds));
  const shards = shardsOf(due);
  if (shards.length > 0) await ports.queue.send('polls', shards);

  // A filter on a function's log group is a side effect; polling reads only, and goes on while Kaizen is stopped.
  const { stopped } = await ports.control.switchState();
  const subscribed = await subscribe(ports, ports.subscriptions, stopped ? [] : registered, now);
  failed.push(...subscribed.failed.map(({ target, error }) => ({ what: `log subscription of ${target}`, error })));
  if (failed.length > 0) throw failureOf(failed);
  const { active, refused } = subscribed;
  return { discovery, subscriptions: { active, refused }, registered: registered.length, due: due.length, shards: shards.length };
}

async function discoverInTime(ports: DispatchPorts, now: number): Promise<Discovered | null> {
  if (!(await ports.control.firstSight(DISCOVERY, DISCOVERY, DISCOVER_EVERY_MS, now))) return null;
  const discovered = await discover(ports);
  await ports.control.sightCounted(DISCOVERY, DISCOVERY);
  return discovered;
}

function failureOf(failed: readonly { what: string; error: unknown }[]): unknown {
  const lasting = failed.find(({ error }) => !(error instanceof KaizenError && error.retryable));
  if (lasting !== undefined) return lasting.error;
  const told = failed.map(({ what, error }) => `${what}: ${(error as Error).message}`).join('; ');
  return new DependencyUnavailable(`telemetry dispatched, but ${told}`, { cause: failed[0]?.error });
}
