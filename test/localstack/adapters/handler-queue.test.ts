import { describe, expect, it } from 'vitest';
import { createMeter } from '../../../lambdas/shared/adapters/unit-meter.ts';
import type { QueueEvent } from '../../../lambdas/shared/contract/workflow.ts';
import { handlerQueue, type HandlerQueue } from '../../../localstack/embedded/adapters/handler-queue.ts';

function open(consume: (queue: string, body: unknown, self: HandlerQueue) => Promise<void>) {
  const meter = createMeter();
  const dead: { queue: string; body: string; error: unknown }[] = [];
  const consumer =
    (queue: string) =>
    ({ Records }: QueueEvent) =>
      consume(queue, JSON.parse(Records[0]?.body ?? 'null'), self);
  const self: HandlerQueue = handlerQueue({
    consumers: { polls: consumer('polls'), findings: consumer('findings') },
    meter,
    onDeadLetter: (queue, body, error) => void dead.push({ queue, body, error }),
  });
  return { queue: self, meter, dead };
}

describe('handlerQueue', () => {
  it('delivers each message to the consumer of its queue, one after the other', async () => {
    const seen: unknown[] = [];
    let under = 0;
    const { queue } = open(async (name, body) => {
      under += 1;
      expect(under).toBe(1);
      await Promise.resolve();
      seen.push([name, body]);
      under -= 1;
    });
    await queue.send('polls', [{ targets: ['a'] }, { targets: ['b'] }]);
    await queue.send('findings', ['c']);
    await queue.idle();
    expect(seen).toEqual([
      ['polls', { targets: ['a'] }],
      ['polls', { targets: ['b'] }],
      ['findings', 'c'],
    ]);
  });

  it('is idle only when what a consumer sent is consumed too', async () => {
    const seen: string[] = [];
    const { queue } = open(async (name, _body, self) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      seen.push(name);
      if (name === 'polls') await self.send('findings', [1]);
    });
    await queue.send('polls', [1]);
    await queue.idle();
    expect(seen).toEqual(['polls', 'findings']);
  });

  it('delivers findings as often as SQS does before it sets them aside', async () => {
    let failures = 0;
    const { queue, dead } = open(async () => {
      failures += 1;
      if (failures < 5) throw new Error('stale');
    });
    await queue.send('findings', ['once more']);
    await queue.idle();
    expect({ failures, dead }).toEqual({ failures: 5, dead: [] });
  });

  it('tries a shard twice, then sets it aside with its reason, and goes on with the next', async () => {
    let failures = 0;
    const seen: unknown[] = [];
    const { queue, dead, meter } = open(async (_name, body) => {
      if (body === 'bad') {
        failures += 1;
        throw new Error('broken');
      }
      seen.push(body);
    });
    await queue.send('polls', ['bad', 'good']);
    await queue.idle();
    expect(failures).toBe(2);
    expect(seen).toEqual(['good']);
    expect(dead).toEqual([{ queue: 'polls', body: '"bad"', error: new Error('broken') }]);
    // Sent 2, received and deleted 2 for each of the three tries.
    expect(meter.drain()).toEqual({ 'sqs:request': 8 });
  });
});
