import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEND_BACK_OFF, sqsQueue } from '../../../../../lambdas/shared/adapters/aws/work-queue.ts';
import { createMeter } from '../../../../../lambdas/shared/adapters/unit-meter.ts';
import { PRICES } from '../../../../../lambdas/shared/cost/prices.ts';
import { DependencyUnavailable } from '../../../../../lambdas/shared/errors.ts';
import { serviceError } from '../../../../contract/fakes/intercept.ts';
import { sqsModel } from '../../../../contract/fakes/sqs-service.ts';
import type { SqsDisturbance } from '../../../../contract/fakes/sqs-service.ts';

const POLLS = 'https://sqs.eu-central-1.amazonaws.com/000000000000/polls';
const KB = 1024;

function setup(disturbances: SqsDisturbance[] = []) {
  const model = sqsModel(disturbances);
  const meter = createMeter();
  const waits: number[] = [];
  const sleep = async (ms: number) => void waits.push(ms);
  const queue = sqsQueue({ meter, urls: { polls: POLLS }, client: model.client, random: () => 0.5, sleep });
  return { model, meter, waits, queue, taken: () => (model.taken.get(POLLS) ?? []).map((body) => JSON.parse(body) as unknown) };
}

/** A message whose JSON has so many bytes. */
const sized = (bytes: number) => 'x'.repeat(bytes - 2);

describe('sqsQueue', () => {
  it('sends in calls of ten, in order', async () => {
    const { queue, model, taken } = setup();
    const messages = Array.from({ length: 23 }, (_, index) => ({ targets: [`f${index}`] }));
    await queue.send('polls', messages);
    expect(taken()).toEqual(messages);
    expect(model.calls.map(({ Entries: entries = [] }) => entries.length)).toEqual([10, 10, 3]);
    await queue.send('polls', []);
    expect(model.calls).toHaveLength(3);
  });

  it('keeps a call to 256 KiB', async () => {
    const { queue, model } = setup();
    await queue.send('polls', [sized(200 * KB), sized(56 * KB), sized(256 * KB), sized(10)]);
    expect(model.calls.map(({ Entries: entries = [] }) => entries.length)).toEqual([2, 1, 1]);
  });

  it('refuses a message over 256 KiB, in bytes, before it sends any', async () => {
    const { queue, model } = setup();
    await expect(queue.send('polls', ['small', 'é'.repeat(130 * KB)])).rejects.toThrow(
      /^queue polls: message 1: found 266242 bytes; expected at most 262144$/,
    );
    expect(model.calls).toEqual([]);
  });

  it('refuses a queue that it has no URL for', async () => {
    await expect(setup().queue.send('findings', [{}])).rejects.toThrow(/^queue findings: this handler was given no URL/);
  });

  it('sends again what was left behind, and only that, after a wait', async () => {
    const { queue, model, taken, waits } = setup([{ fails: [1, 3] }, { fails: [0] }]);
    await queue.send('polls', ['a', 'b', 'c', 'd']);
    expect(taken()).toEqual(['a', 'c', 'd', 'b']);
    expect(model.calls.map(({ Entries: entries = [] }) => entries.length)).toEqual([4, 2, 1]);
    expect(waits).toEqual([50, 100]);
  });

  it('delivers each message at least once, whatever fails on the way', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string(), { maxLength: 30 }),
        fc.array(fc.array(fc.nat(9), { maxLength: 5 }), { maxLength: SEND_BACK_OFF.retries }),
        async (messages, failures) => {
          const { queue, taken } = setup(failures.map((fails) => ({ fails })));
          await queue.send('polls', messages);
          expect(taken().toSorted()).toEqual(messages.toSorted());
        },
      ),
    );
  });

  it('is DependencyUnavailable when some are left behind each time, or SQS does not answer', async () => {
    const lasting = setup(Array.from({ length: SEND_BACK_OFF.retries + 1 }, () => ({ fails: [0] })));
    await expect(lasting.queue.send('polls', ['a', 'b'])).rejects.toThrow(/1 of 2 messages were not taken: InternalError/);
    expect(lasting.model.calls).toHaveLength(SEND_BACK_OFF.retries + 1);
    await expect(setup([serviceError('RequestThrottled')]).queue.send('polls', ['a'])).rejects.toThrow(DependencyUnavailable);
  });

  it('throws at once what no repetition can help', async () => {
    const { queue, model } = setup([{ fails: [0], ours: true }]);
    const refused = queue.send('polls', ['a']);
    await expect(refused).rejects.toThrow(/InternalError: model: not now/);
    await expect(refused).rejects.not.toThrow(DependencyUnavailable);
    expect(model.calls).toHaveLength(1);
  });

  it('bills 64 KB chunks of a call, and for each message that it is received and deleted', async () => {
    const { queue, meter } = setup();
    await queue.send('polls', ['a', 'b']);
    const small = meter.drain();
    expect(small).toEqual({ 'sqs:SendMessageBatch': 1, 'sqs:request': 1 + 2 * 2 });
    expect(Object.keys(small).filter((unit) => !(unit in PRICES))).toEqual([]);
    await queue.send('polls', [sized(65 * KB), sized(65 * KB)]);
    // 130 KB are three chunks to send; each message is two to receive, and one call to delete.
    expect(meter.drain()).toMatchObject({ 'sqs:request': 3 + 2 * (2 + 1) });
  });
});
