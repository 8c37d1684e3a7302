import { Duration } from 'aws-cdk-lib';
import { JsonPath, TaskInput, Timeout, type RetryProps } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { HandlerFunction } from '../handler-function.ts';
import { TRANSIENT } from './retries.ts';

/** Where a caught error is put beside the state's input. */
export const ERROR_PATH = '$.error';

/** Lambda's timeout where a function sets none. */
const LAMBDA_DEFAULT = Duration.seconds(3);
/** What Lambda may take to start an environment before the handler's own time begins. */
const TIMEOUT_SLACK_SECONDS = 30;

export interface HandlerTaskProps {
  handler: HandlerFunction;
  /** What the handler is given; absent: the state's input. */
  payload?: Record<string, unknown>;
  /** True: the answer is dropped and the state's input goes on; false: the answer goes on. */
  keepInput?: boolean;
  retries?: readonly RetryProps[];
}

/**
 * A handler as a Task. It is invoked without Lambda's envelope, so that the name of an error arrives as the handler threw it and
 * `Retry` and `Catch` can name it.
 */
export function handlerTask(
  scope: Construct,
  name: string,
  { handler, payload, keepInput = false, retries = [TRANSIENT] }: HandlerTaskProps,
): LambdaInvoke {
  const task = LambdaInvoke.jsonPath(scope, name, {
    lambdaFunction: handler.function,
    stateName: name,
    payloadResponseOnly: true,
    // Lambda ends the handler first; without a limit of its own an interpreter may have a shorter one.
    taskTimeout: Timeout.duration(Duration.seconds((handler.function.timeout ?? LAMBDA_DEFAULT).toSeconds() + TIMEOUT_SLACK_SECONDS)),
    retryOnServiceExceptions: false,
    ...(payload === undefined ? {} : { payload: TaskInput.fromObject(payload) }),
    ...(keepInput ? { resultPath: JsonPath.DISCARD } : {}),
  });
  for (const retry of retries) task.addRetry(retry);
  return task;
}

/** The ids of an improvement, out of the state's input. */
export const improvementRef = {
  tenant: JsonPath.stringAt('$.tenant'),
  cycleId: JsonPath.stringAt('$.cycleId'),
  improvementId: JsonPath.stringAt('$.improvementId'),
};
