import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { consumeQueue } from './consume-queue.ts';
import { HandlerFunction, type HandlerContext } from './handler-function.ts';

interface DetectionProps {
  context: HandlerContext;
  findings: IQueue;
}

/**
 * Messages that are worked on at the same time. Anomalies of one tenant look at one another, so a few at a time lose little to one
 * another's writes; at some 300 ms a message five are 1,000 a minute, an incident that hits a whole fleet of that size.
 */
const CONCURRENCY = 5;

/** From what the polls found to anomalies, as it comes in. */
export class Detection extends Construct {
  constructor(scope: Construct, id: string, { context, findings }: DetectionProps) {
    super(scope, id);
    const handler = new HandlerFunction(this, 'Detect', { name: 'analysis/detect', context });
    consumeQueue(this, 'Findings', { handler, queue: findings, concurrency: CONCURRENCY });
  }
}
