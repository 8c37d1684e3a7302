import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { PutSubscriptionFilterRequest } from '@aws-sdk/client-cloudwatch-logs';
import { intercept, OFFLINE, serviceError } from './intercept.ts';

/** Two filters a log group (PutSubscriptionFilter). */
const MOST_FILTERS = 2;

export interface LogSubscriptionsModel {
  client: CloudWatchLogsClient;
  /** Filters by log group and name. A group that is not in it does not exist. */
  groups: Map<string, Map<string, PutSubscriptionFilterRequest>>;
}

/** CloudWatch Logs, as far as subscription filters go. */
export function logSubscriptionsModel(groups: readonly string[]): LogSubscriptionsModel {
  const filters: LogSubscriptionsModel['groups'] = new Map(groups.map((group) => [group, new Map()]));
  const client = intercept(new CloudWatchLogsClient({ ...OFFLINE, maxAttempts: 1 }), (action, input: PutSubscriptionFilterRequest) => {
    const { logGroupName = '', filterName = '', filterPattern = '' } = input;
    const group = filters.get(logGroupName);
    if (group === undefined) throw serviceError('ResourceNotFoundException');
    switch (action) {
      case 'PutSubscriptionFilter':
        if (!group.has(filterName) && group.size >= MOST_FILTERS) throw serviceError('LimitExceededException');
        if (filterPattern.length > 1024) throw serviceError('InvalidParameterException');
        group.set(filterName, input);
        return {};
      case 'DeleteSubscriptionFilter':
        if (!group.delete(filterName)) throw serviceError('ResourceNotFoundException');
        return {};
      default:
        throw serviceError('UnknownOperationException');
    }
  });
  return { client, groups: filters };
}
