import type { Settings } from '../shared/contract/environment.ts';
import { DEFAULT_TENANT } from '../shared/contract/names.ts';
import type { IngestIn, TelemetryEvent } from '../shared/contract/workflow.ts';
import { InvalidEvent } from '../shared/errors.ts';
import type { Ports } from '../shared/ports.ts';
import { eventIdentity } from './event-identity.ts';
import { type ObservePorts, type Observed, observe } from './observe.ts';
import { observedTargets } from './observed-targets.ts';

export type IngestPorts = ObservePorts & Pick<Ports, 'control' | 'clock'>;

/** `tick`: what the catch-up read and learned. `event`: whether it was the first of its kind within the window. */
export type IngestOut = ({ kind: 'tick' } & Observed) | { kind: 'event'; counted: boolean; tenant: string };

/** Takes in one tick of the schedule or one event. */
export async function ingest(ports: IngestPorts, settings: Settings, input: IngestIn): Promise<IngestOut> {
  if (input.source !== 'kaizen.schedule') return noteEvent(ports, settings, input);
  const targets = observedTargets(await ports.fleet.list(), settings);
  return { kind: 'tick', ...(await observe(ports, targets)) };
}

/**
 * Counts the event for the tenant of its function, unless the same was seen within the window. Three writes, each of one item: claim,
 * count, mark as counted. An event whose run dies before the mark passes again when it is delivered again, so none is lost. What is
 * left: it is counted twice when the run dies between count and mark, or when two deliveries of it run at the same moment.
 */
async function noteEvent(ports: IngestPorts, settings: Settings, event: TelemetryEvent): Promise<IngestOut> {
  const at = Date.parse(event.time);
  if (Number.isNaN(at)) throw new InvalidEvent(`time: found ${JSON.stringify(event.time)}; expected an ISO 8601 time`);
  const identity = eventIdentity(event);
  const target = identity.functionName === null ? null : await ports.fleet.get(identity.functionName);
  const tenant = target?.tenant ?? DEFAULT_TENANT;
  const counted = await ports.control.firstSight(identity.key, event.id, settings.eventDedupSeconds * 1000, ports.clock());
  if (counted) {
    await ports.control.countEvent(tenant, at);
    await ports.control.sightCounted(identity.key, event.id);
  }
  return { kind: 'event', counted, tenant };
}
