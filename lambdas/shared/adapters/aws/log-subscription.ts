import { CloudWatchLogsClient, DeleteSubscriptionFilterCommand, PutSubscriptionFilterCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { LogSubscription, Meter } from '../../ports.ts';
import { dependable, isNamed } from '../dependable.ts';
import { metered } from '../metered.ts';
import { logFilterPattern } from './log-filter-pattern.ts';

/**
 * What CloudWatch Logs answers for a log group that can't be subscribed, and why: its log lines are polled then. A group has room for two
 * filters and for five patterns with regular expressions.
 */
const REFUSALS: Readonly<Record<string, string>> = {
  ResourceNotFoundException: 'no log group yet',
  LimitExceededException: 'the log group has no room for a further subscription filter',
  InvalidOperationException: 'the log group does not allow subscription filters',
  InvalidParameterException: 'CloudWatch Logs does not take the filter',
  AccessDeniedException: 'IAM does not allow it',
};

interface CloudwatchLogSubscriptionOptions {
  stage: string;
  /** The function that gets the lines; it must allow logs.amazonaws.com to invoke it. */
  receiverArn: string;
  samplingRate: number;
  meter: Meter;
  client?: CloudWatchLogsClient;
}

/**
 * Subscription filters named `kaizen-<stage>` on `/aws/lambda/<target>`. Only the filter of that name is ever written or deleted.
 * Throws DependencyUnavailable when CloudWatch Logs throttles or fails.
 */
export function cloudwatchLogSubscription(options: CloudwatchLogSubscriptionOptions): LogSubscription {
  const { stage, receiverArn, samplingRate, meter, client } = options;
  if (!(samplingRate >= 0 && samplingRate <= 1)) throw new RangeError(`samplingRate: found ${samplingRate}; expected 0 to 1`);
  const logs = metered(client ?? new CloudWatchLogsClient({}), 'logs', meter);
  const filterName = `kaizen-${stage}`;
  const filterPattern = logFilterPattern(samplingRate);
  return {
    async ensure(target) {
      const logGroupName = groupOf(target);
      const command = new PutSubscriptionFilterCommand({ logGroupName, filterName, filterPattern, destinationArn: receiverArn });
      return dependable(`PutSubscriptionFilter ${logGroupName}`, async () => {
        try {
          await logs.send(command);
          return { state: 'active', reason: `filter ${filterName}` };
        } catch (error) {
          // Looked at before `dependable` does: no room is no passing fault here.
          const { name, message } = error as Error;
          const refusal = REFUSALS[name];
          if (refusal === undefined) throw error;
          return { state: 'refused', reason: name === 'ResourceNotFoundException' ? refusal : `${refusal}: ${message}` };
        }
      });
    },
    async remove(target) {
      const logGroupName = groupOf(target);
      const command = new DeleteSubscriptionFilterCommand({ logGroupName, filterName });
      try {
        await dependable(`DeleteSubscriptionFilter ${logGroupName}`, () => logs.send(command));
      } catch (error) {
        // Neither the group nor a filter of ours.
        if (!isNamed(error, 'ResourceNotFoundException')) throw error;
      }
    },
  };
}

function groupOf(target: string): string {
  return `/aws/lambda/${target}`;
}
