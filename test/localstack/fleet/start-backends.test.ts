import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDynalite } from '../../../localstack/embedded/dynalite.ts';
import type { LocalDynamo } from '../../../localstack/embedded/dynalite.ts';
import { seedTables } from '../../../localstack/embedded/fleet/seed-tables.ts';
import { SERVICES } from '../../../localstack/embedded/fleet/services.ts';
import { startBackends } from '../../../localstack/embedded/fleet/start-backends.ts';
import type { Backends } from '../../../localstack/embedded/fleet/start-backends.ts';
import { seededRandom } from '../../../localstack/embedded/load/random.ts';

type Handler = (event: unknown, context: { awsRequestId: string }) => Promise<Record<string, unknown>>;

describe('startBackends', () => {
  let dynamo: LocalDynamo;
  let backends: Backends;
  const before = { ...process.env };
  beforeAll(async () => {
    dynamo = await startDynalite(null);
    await seedTables(dynamo.endpoint);
    backends = await startBackends({ seed: 1, dynamoEndpoint: dynamo.endpoint });
  });
  afterAll(async () => {
    process.env = before;
    await backends.stop();
    await dynamo.stop();
  });

  it.each(SERVICES.filter(({ name }) => name !== 'notices'))(
    '$name answers the events of its load on them',
    async ({ directory, environment, payload }) => {
      Object.assign(process.env, environment(backends.urls), { AWS_LAMBDA_LOG_STREAM_NAME: 'stream-1' });
      const { handler } = (await import(pathToFileURL(join(directory, 'handler.ts')).href)) as { handler: Handler };
      const random = seededRandom(7, 'events');
      for (let request = 0; request < 5; request += 1) {
        const answer = await handler(payload(random), { awsRequestId: `request-${request}` });
        expect(answer).toMatchObject({ requestId: `request-${request}` });
        expect(answer['status'] ?? 'active').toBe('active');
      }
    },
  );

  it('notices answers its orders on them, but those without an address and those by text message', async () => {
    const { directory, environment } = SERVICES.find(({ name }) => name === 'notices') ?? expect.fail('no notices');
    Object.assign(process.env, environment(backends.urls));
    const { handler } = (await import(pathToFileURL(join(directory, 'handler.ts')).href)) as { handler: Handler };
    const order = { orderId: 'ord-1', customerId: 'C-0001', parcels: 1, channel: 'mail', address: { street: 'Gasse 1', city: 'Linz' } };
    const send = (changes: Partial<typeof order>) => handler({ order: { ...order, ...changes } }, { awsRequestId: 'request-1' });
    expect(await send({})).toMatchObject({ text: 'Ihr Packerl ist auf dem Weg nach Linz.', receipt: null });
    const { address: _, ...pickedUp } = order;
    await expect(handler({ order: pickedUp }, { awsRequestId: 'request-2' })).rejects.toThrow(
      new TypeError("Cannot read properties of undefined (reading 'city')"),
    );
    await expect(send({ channel: 'text' })).rejects.toThrow('text notice of ord-1: connect ECONNREFUSED 127.0.0.1:8');
  });

  it('ends its process when it is stopped, once and again', async () => {
    const other = await startBackends({ seed: 2, dynamoEndpoint: dynamo.endpoint });
    await other.stop();
    await other.stop();
    expect(() => process.kill(other.pid, 0)).toThrow('ESRCH');
  });

  it('says that the process could not start', async () => {
    await expect(startBackends({ seed: 0.5, dynamoEndpoint: dynamo.endpoint })).rejects.toThrow(
      /ended before it was ready \(exit code 1\)/,
    );
  });
});
