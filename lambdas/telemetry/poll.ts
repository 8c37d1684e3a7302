import type { Settings } from '../shared/contract/environment.ts';
import { PollMessage, type QueueEvent } from '../shared/contract/workflow.ts';
import { queueMessages } from '../shared/queue-messages.ts';
import { type Polled, type PollPorts, pollTargets } from './poll-targets.ts';

/**
 * Polls the shards of a queue event, those of their targets that are still due: a shard may be delivered twice, and be sent again
 * while it waits.
 */
export async function poll(ports: PollPorts, settings: Settings, event: QueueEvent, log: (line: string) => void): Promise<Polled> {
  const names = queueMessages(event, PollMessage).flatMap(({ targets }) => targets);
  return pollTargets(ports, settings, names, { force: false, log });
}
