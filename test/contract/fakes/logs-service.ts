import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { FilterLogEventsRequest } from '@aws-sdk/client-cloudwatch-logs';
import { intercept, OFFLINE, serviceError } from './intercept.ts';

export interface LogLine {
  group: string;
  stream: string;
  at: number;
  message: string;
}

/** CloudWatch Logs, as far as FilterLogEvents goes: ascending, pages of `pageSize` of which some are empty, an inclusive end. */
export function logsModel(lines: readonly LogLine[], pageSize = 3): { client: CloudWatchLogsClient; calls: FilterLogEventsRequest[] } {
  const calls: FilterLogEventsRequest[] = [];
  const client = intercept(new CloudWatchLogsClient(OFFLINE), (action, input: FilterLogEventsRequest) => {
    if (action !== 'FilterLogEvents') throw serviceError('UnknownOperationException');
    calls.push(input);
    const { logGroupName, startTime = 0, endTime = 0, filterPattern = '', nextToken } = input;
    const ofGroup = lines.filter(({ group }) => group === logGroupName);
    if (ofGroup.length === 0) throw serviceError('ResourceNotFoundException');
    const terms = [...filterPattern.matchAll(/\?"((?:[^"\\]|\\.)+)"/g)].map(([, term = '']) => term.replaceAll(/\\(.)/g, '$1'));
    const matching = ofGroup
      .filter(({ at, message }) => at >= startTime && at <= endTime && terms.some((term) => message.includes(term)))
      .toSorted((a, b) => a.at - b.at);
    // Every second page is empty, as the service may do.
    const page = Number(nextToken ?? 0);
    const start = (page / 2) * pageSize;
    const events = page % 2 === 0 ? matching.slice(start, start + pageSize) : [];
    const more = Math.ceil(page / 2) * pageSize + (page % 2 === 0 ? pageSize : 0) < matching.length;
    return {
      events: events.map(({ stream, at, message }) => ({
        logStreamName: stream,
        timestamp: at,
        message,
        eventId: `${at} ${message.length}`,
      })),
      ...(more ? { nextToken: String(page + 1) } : {}),
    };
  });
  return { client, calls };
}
