import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { HandlerName, QueueName } from '../../lambdas/shared/contract/names.ts';
import { DeadLetters } from './dead-letters.ts';
import { HANDLER_OPTIONS } from './handler-options.ts';
import { pascal } from './resource-names.ts';

interface QueueOptions {
  consumer: HandlerName;
  /** Deliveries of one message before it is set aside. */
  maxReceives: number;
  retention: Duration;
}

const QUEUE_OPTIONS: Readonly<Record<QueueName, QueueOptions>> = {
  // Once more, then no further: what was not polled is still due, and the next tick asks for it again. For the same reason a message that
  // waited for an hour is worth nothing.
  polls: { consumer: 'telemetry/poll', maxReceives: 2, retention: Duration.hours(1) },
  // Lambda's guide asks for five, so that a throttled consumer sets nothing aside. SQS keeps them for four days by itself.
  findings: { consumer: 'analysis/detect', maxReceives: 5, retention: Duration.days(4) },
};

/** "Set the queue's visibility timeout to at least six times your function's timeout" (Lambda developer guide, SQS event sources). */
const VISIBILITY_PER_TIMEOUT = 6;

/** The queues between handlers, encrypted, closed to plain HTTP, and each with a dead-letter queue. */
export class WorkQueues extends Construct {
  readonly queues: Record<QueueName, Queue>;
  readonly deadLetterQueues: Record<QueueName, Queue>;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const made = (Object.entries(QUEUE_OPTIONS) as [QueueName, QueueOptions][]).map(([name, { consumer, maxReceives, retention }]) => {
      const deadLetters = new DeadLetters(this, `${pascal(name)}DeadLetters`).queue;
      const queue = new Queue(this, pascal(name), {
        encryption: QueueEncryption.SQS_MANAGED,
        enforceSSL: true,
        retentionPeriod: retention,
        visibilityTimeout: Duration.seconds(VISIBILITY_PER_TIMEOUT * HANDLER_OPTIONS[consumer].timeoutSeconds),
        deadLetterQueue: { queue: deadLetters, maxReceiveCount: maxReceives },
      });
      return { name, queue, deadLetters };
    });
    this.queues = Object.fromEntries(made.map(({ name, queue }) => [name, queue])) as Record<QueueName, Queue>;
    this.deadLetterQueues = Object.fromEntries(made.map(({ name, deadLetters }) => [name, deadLetters])) as Record<QueueName, Queue>;
  }
}
