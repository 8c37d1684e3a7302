import type { Settings } from '../shared/contract/environment.ts';
import { METRICS } from '../shared/contract/names.ts';
import { FindingsMessage, type QueueEvent } from '../shared/contract/workflow.ts';
import { StaleRecord } from '../shared/errors.ts';
import { tenantSettings } from '../shared/policy/autonomy.ts';
import type { Ports } from '../shared/ports.ts';
import { queueMessages } from '../shared/queue-messages.ts';
import { keepAnomalies, type KeepPorts } from './anomalies/keep-anomalies.ts';
import { tell, type TellPorts } from './anomalies/tell.ts';

export type DetectPorts = KeepPorts & TellPorts & Pick<Ports, 'sink'>;

/** What came of the messages of one event. `skipped`: their tenant is not configured any more, or has analysis switched off. */
export interface Detected {
  messages: number;
  skipped: number;
  opened: number;
  resolved: number;
  told: number;
}

/** Each lost race means that another worker wrote an anomaly of the same target; two or three are at it at the most. */
const MAX_ATTEMPTS = 5;

/**
 * Keeps the anomalies of the targets that polls found something in, or nothing any more, and tells people. Delivered at least once and in any
 * order: a message changes nothing twice, and an old one nothing that a newer one has said. The messages of one event are worked off one
 * after another; when one fails the others are still done, and the event comes again.
 * @throws InvalidEvent naming the message and its field, DependencyUnavailable and StaleRecord when it is worth to try again.
 */
export async function detect(ports: DetectPorts, settings: Settings, event: QueueEvent): Promise<Detected> {
  const messages = queueMessages(event, FindingsMessage);
  const sum: Detected = { messages: messages.length, skipped: 0, opened: 0, resolved: 0, told: 0 };
  const failures: unknown[] = [];
  for (const message of messages) {
    const flags = tenantSettings(settings, message.tenant)?.flags;
    if (flags === undefined || !flags.cycle || !flags.analysis) {
      sum.skipped += 1;
      continue;
    }
    try {
      const { opened, resolved, told } = await one(ports, settings, message);
      sum.opened += opened;
      sum.resolved += resolved;
      sum.told += told ? 1 : 0;
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return sum;
}

async function one(
  ports: DetectPorts,
  settings: Settings,
  message: FindingsMessage,
): Promise<{ opened: number; resolved: number; told: boolean }> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const kept = await keepAnomalies(ports, message);
      if (kept.opened > 0) ports.sink.put(METRICS.anomalies, kept.opened, message.tenant);
      return { opened: kept.opened, resolved: kept.resolved, told: await tell(ports, settings, message.tenant, kept, message.rollout) };
    } catch (error) {
      if (!(error instanceof StaleRecord) || attempt >= MAX_ATTEMPTS) throw error;
    }
  }
}
