import type * as z from 'zod';
import type { QueueEvent } from './contract/workflow.ts';
import { InvalidEvent } from './errors.ts';
import { describeIssues } from './handler.ts';

/**
 * The messages of an SQS event, oldest first.
 * @throws InvalidEvent naming message, field, value and expectation, for the first that does not fit; none was looked at further.
 */
export function queueMessages<T>(event: QueueEvent, schema: z.ZodType<T>): T[] {
  return event.Records.map(({ messageId, body }) => {
    const value = parsed(messageId, body);
    const message = schema.safeParse(value);
    if (!message.success) throw new InvalidEvent(`message ${messageId}: ${describeIssues(message.error, value)}`);
    return message.data;
  });
}

function parsed(messageId: string, body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch (cause) {
    throw new InvalidEvent(`message ${messageId}: body: found ${JSON.stringify(body.slice(0, 80))}; expected JSON`, { cause });
  }
}
