import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';
import type { QueueName } from '../../contract/names.ts';
import { DependencyUnavailable } from '../../errors.ts';
import type { Meter, WorkQueue } from '../../ports.ts';
import { backOff, REAL_WAITING } from '../back-off.ts';
import type { BackOffLimits, Waiting } from '../back-off.ts';
import { dependable } from '../dependable.ts';
import { metered } from '../metered.ts';

/** Entries of one SendMessageBatch (API reference). */
const MOST_ENTRIES = 10;
/**
 * Bytes of one message, and of one SendMessageBatch. SQS takes 1 MiB since 2025; 256 KiB is what Lambda's event source and emulators have
 * always taken, and a shard of 50 names of 64 characters is 3.4 KB.
 */
const MOST_BYTES = 256 * 1024;
/** "Each 64 KB chunk of a payload is billed as 1 request" (SQS pricing). */
const BILLED_BYTES = 64 * 1024;

/** For entries that a call leaves behind, beside the SDK's own retries of whole calls: up to 0.1 + 0.2 + 0.4 + 0.8 = 1.5 s. */
export const SEND_BACK_OFF: BackOffLimits = { retries: 4, firstMs: 100, longestMs: 1000 };

interface SqsQueueOptions extends Partial<Waiting> {
  meter: Meter;
  urls: Partial<Record<QueueName, string>>;
  client?: SQSClient;
}

/**
 * The queues whose URLs are given, in calls of ten messages and 256 KiB; a message is its JSON. Each message is billed with its whole way:
 * sent, received and deleted (by Lambda's poller, one at a time, in chunks of 64 KB).
 * @throws RangeError for a message over 256 KiB, before any is sent.
 * @throws DependencyUnavailable when SQS does not take all of them; some may have been sent.
 */
export function sqsQueue({ meter, urls, client, ...waiting }: SqsQueueOptions): WorkQueue {
  const sqs = metered(client ?? new SQSClient({}), 'sqs', meter);

  const sendAll = async (queueUrl: string, batch: readonly SendMessageBatchRequestEntry[]): Promise<void> => {
    const again = backOff(SEND_BACK_OFF, { ...REAL_WAITING, ...waiting });
    for (let entries = [...batch]; ;) {
      meter.count('sqs:request', chunks(entries));
      const command = new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries });
      const { Failed: failed = [] } = await dependable(`SendMessageBatch to ${queueUrl}`, () => sqs.send(command));
      const refused = failed.find(({ SenderFault: ours }) => ours === true);
      if (refused !== undefined)
        throw new Error(`SendMessageBatch to ${queueUrl}: ${refused.Code}: ${refused.Message ?? 'no reason given'}`);
      const left = new Set(failed.map(({ Id: id }) => id));
      for (const entry of entries) if (!left.has(entry.Id)) meter.count('sqs:request', chunks([entry]) + 1);
      if (left.size === 0) return;
      if (!(await again())) {
        throw new DependencyUnavailable(
          `SendMessageBatch to ${queueUrl}: ${left.size} of ${batch.length} messages were not taken: ${failed[0]?.Code}`,
        );
      }
      entries = entries.filter(({ Id: id }) => left.has(id));
    }
  };

  return {
    async send(queue, messages) {
      const url = urls[queue];
      if (url === undefined) throw new TypeError(`queue ${queue}: this handler was given no URL for it`);
      for (const batch of inBatches(queue, messages)) await sendAll(url, batch);
    },
  };
}

function inBatches(queue: QueueName, messages: readonly unknown[]): SendMessageBatchRequestEntry[][] {
  const batches: SendMessageBatchRequestEntry[][] = [];
  for (const [index, message] of messages.entries()) {
    const entry = { Id: String(index), MessageBody: JSON.stringify(message) };
    const size = bytes([entry]);
    if (size > MOST_BYTES) throw new RangeError(`queue ${queue}: message ${index}: found ${size} bytes; expected at most ${MOST_BYTES}`);
    const last = batches.at(-1);
    if (last === undefined || last.length === MOST_ENTRIES || bytes(last) + size > MOST_BYTES) batches.push([entry]);
    else last.push(entry);
  }
  return batches;
}

function bytes(entries: readonly SendMessageBatchRequestEntry[]): number {
  return entries.reduce((sum, { MessageBody: body = '' }) => sum + Buffer.byteLength(body), 0);
}

function chunks(entries: readonly SendMessageBatchRequestEntry[]): number {
  return Math.ceil(bytes(entries) / BILLED_BYTES);
}
