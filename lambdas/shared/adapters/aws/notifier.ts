import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Meter, Notifier } from '../../ports.ts';
import { dependable } from '../dependable.ts';
import { metered } from '../metered.ts';

/** Limits of SNS (API reference, Publish): a subject of up to 100 printable ASCII characters, 256 KB for all. */
const MAX_SUBJECT = 100;
const MAX_BODY_BYTES = 250 * 1024;
const CUT_NOTE = '\n[cut: the whole is in the stored report]';

/** Publishes to one SNS topic. The severity is a message attribute, so that subscriptions can filter by it. */
export function snsNotifier({ topicArn, meter, client }: { topicArn: string; meter: Meter; client?: SNSClient }): Notifier {
  const sns = metered(client ?? new SNSClient({}), 'sns', meter);
  return {
    async notify({ subject, body, severity }) {
      const command = new PublishCommand({
        TopicArn: topicArn,
        Subject: subjectLine(subject),
        Message: fitted(body),
        MessageAttributes: { severity: { DataType: 'String', StringValue: severity } },
      });
      await dependable(`publish to ${topicArn}`, () => sns.send(command));
    },
  };
}

/** SNS refuses other characters, line breaks, and a subject that does not begin with a letter, digit or punctuation mark. */
function subjectLine(subject: string): string {
  const printable = subject
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .trim();
  const shown = printable === '' ? 'Kaizen' : printable;
  return shown.length <= MAX_SUBJECT ? shown : `${shown.slice(0, MAX_SUBJECT - 3)}...`;
}

function fitted(body: string): string {
  if (body === '') return '(no text)';
  const bytes = Buffer.from(body, 'utf8');
  if (bytes.length <= MAX_BODY_BYTES) return body;
  // A character that the cut went through decodes to the replacement character, which is taken off.
  return `${bytes
    .subarray(0, MAX_BODY_BYTES)
    .toString('utf8')
    .replace(/\uFFFD+$/, '')}${CUT_NOTE}`;
}
