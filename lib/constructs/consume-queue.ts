import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { HandlerFunction } from './handler-function.ts';

/**
 * Has Lambda invoke the handler for each message of the queue, at most so many at a time (two is Lambda's least). One message an
 * invocation: where one of several failed, all would come again, and with it be set aside.
 */
export function consumeQueue(scope: Construct, id: string, props: { handler: HandlerFunction; queue: IQueue; concurrency: number }): void {
  const { handler, queue, concurrency } = props;
  new EventSourceMapping(scope, id, {
    target: handler.function,
    eventSourceArn: queue.queueArn,
    batchSize: 1,
    maxConcurrency: concurrency,
  });
}
