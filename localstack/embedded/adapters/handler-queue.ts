import type { QueueName } from '../../../lambdas/shared/contract/names.ts';
import type { QueueEvent } from '../../../lambdas/shared/contract/workflow.ts';
import type { Meter, WorkQueue } from '../../../lambdas/shared/ports.ts';

/** The queues' maxReceiveCount on AWS (lib/constructs/work-queues.ts): a message that failed so often is set aside. */
const MOST_TRIES: Readonly<Record<QueueName, number>> = { polls: 2, findings: 5 };

interface HandlerQueueOptions {
  /** The consumer of each queue. */
  consumers: Record<QueueName, (event: QueueEvent) => Promise<unknown>>;
  meter: Meter;
  /** A message that failed for good, with the last reason. */
  onDeadLetter: (queue: QueueName, body: string, error: unknown) => void;
}

export interface HandlerQueue extends WorkQueue {
  /** Resolves once nothing is waiting or under way. */
  idle(): Promise<void>;
}

/** The two queues between handlers: one message an invocation, one after the other, in the shape in which SQS delivers them. */
export function handlerQueue({ consumers, meter, onDeadLetter }: HandlerQueueOptions): HandlerQueue {
  let last: Promise<void> = Promise.resolve();
  let sent = 0;

  const deliver = async (queue: QueueName, messageId: string, body: string): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      // A receipt and a deletion.
      meter.count('sqs:request', 2);
      try {
        await consumers[queue]({ Records: [{ messageId, body }] });
        return;
      } catch (error) {
        if (attempt < MOST_TRIES[queue]) continue;
        onDeadLetter(queue, body, error);
        return;
      }
    }
  };
  return {
    async send(queue, messages) {
      for (const message of messages) {
        const body = JSON.stringify(message);
        sent += 1;
        const messageId = `message-${sent}`;
        meter.count('sqs:request', 1);
        last = last.then(() => deliver(queue, messageId, body));
      }
    },
    async idle() {
      // What a consumer sends while it is waited for is waited for too.
      for (let seen = -1; seen !== sent;) {
        seen = sent;
        await last;
      }
    },
  };
}
