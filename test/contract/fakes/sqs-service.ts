import { createHash } from 'node:crypto';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { SendMessageBatchRequest } from '@aws-sdk/client-sqs';
import { intercept, OFFLINE, serviceError } from './intercept.ts';

/** Answers to the calls in this order: an error to throw, or which entries (by their place in the call) are left behind, and whose fault it is. */
export type SqsDisturbance = Error | { fails: number[]; ours?: boolean };

export interface SqsModel {
  client: SQSClient;
  calls: SendMessageBatchRequest[];
  /** Bodies that were taken, by queue URL. */
  taken: Map<string, string[]>;
}

/** SQS, as far as SendMessageBatch goes, with its limits of ten entries and 1 MiB. */
export function sqsModel(disturbances: SqsDisturbance[] = []): SqsModel {
  const calls: SendMessageBatchRequest[] = [];
  const taken = new Map<string, string[]>();
  const client = intercept(new SQSClient({ ...OFFLINE, maxAttempts: 1 }), (action, input: SendMessageBatchRequest) => {
    if (action !== 'SendMessageBatch') throw serviceError('UnsupportedOperation');
    calls.push(input);
    const disturbance = disturbances.shift() ?? { fails: [] };
    if (disturbance instanceof Error) throw disturbance;
    const { QueueUrl: url = '', Entries: entries = [] } = input;
    if (entries.length === 0) throw serviceError('EmptyBatchRequest');
    if (entries.length > 10) throw serviceError('TooManyEntriesInBatchRequest');
    if (new Set(entries.map(({ Id: id }) => id)).size < entries.length) throw serviceError('BatchEntryIdsNotDistinct');
    if (entries.reduce((sum, { MessageBody: body = '' }) => sum + Buffer.byteLength(body), 0) > 2 ** 20)
      throw serviceError('BatchRequestTooLong');
    const ok = entries.filter((_, index) => !disturbance.fails.includes(index));
    taken.set(url, [...(taken.get(url) ?? []), ...ok.map(({ MessageBody: body = '' }) => body)]);
    return {
      Successful: ok.map(({ Id, MessageBody = '' }) => ({
        Id,
        MessageId: `message-${Id}`,
        MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
      })),
      Failed: entries
        .filter((_, index) => disturbance.fails.includes(index))
        .map(({ Id }) => ({ Id, SenderFault: disturbance.ours === true, Code: 'InternalError', Message: 'model: not now' })),
    };
  });
  return { client, calls, taken };
}
