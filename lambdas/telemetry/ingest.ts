import type { Settings } from '../shared/contract/environment.ts';
import { DEFAULT_TENANT } from '../shared/contract/names.ts';
import type { TelemetryEvent } from '../shared/contract/workflow.ts';
import { InvalidEvent } from '../shared/errors.ts';
import type { Ports } from '../shared/ports.ts';
import { wakeTarget } from '../shared/registry/wake-target.ts';
import { eventIdentity } from './event-identity.ts';

export type IngestPorts = Pick<Ports, 'control' | 'registry' | 'clock'>;

/** Whether the event was the first of its kind within the window, for which tenant it counts, and whether it woke its target. */
export interface Ingested {
  counted: boolean;
  tenant: string;
  woken: boolean;
}

/**
 * Counts the event for the tenant of its function, unless the same was seen within the window, and has the target of an alarm or a
 * deployment polled at once. Three writes, each of one item: claim, count, mark as counted; the target is woken before the mark. An event
 * whose run dies before the mark passes again when it is delivered again, so none is lost. What is left: it is counted twice when the run
 * dies between count and mark, or when two deliveries of it run at the same moment.
 */
export async function ingest(ports: IngestPorts, settings: Settings, event: TelemetryEvent): Promise<Ingested> {
  const at = Date.parse(event.time);
  if (Number.isNaN(at)) throw new InvalidEvent(`time: found ${JSON.stringify(event.time)}; expected an ISO 8601 time`);
  const { key, functionName, news } = eventIdentity(event);
  const record = functionName === null ? null : await ports.registry.get(functionName);
  const tenant = record?.tenant ?? DEFAULT_TENANT;
  const now = ports.clock();
  const counted = await ports.control.firstSight(key, event.id, settings.eventDedupSeconds * 1000, now);
  if (!counted) return { counted, tenant, woken: false };
  const woken = record !== null && news !== 'other' && (await wakeTarget(ports.registry, record.name, now, news === 'deployment'));
  await ports.control.countEvent(tenant, at);
  await ports.control.sightCounted(key, event.id);
  return { counted, tenant, woken };
}
