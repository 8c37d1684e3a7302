import { describe, expect, it } from 'vitest';
import { lambdaFleet } from '../../../../../lambdas/shared/adapters/aws/function-fleet.ts';
import { createMeter } from '../../../../../lambdas/shared/adapters/unit-meter.ts';
import { PRICES } from '../../../../../lambdas/shared/cost/prices.ts';
import { DependencyUnavailable, TargetChanged } from '../../../../../lambdas/shared/errors.ts';
import { lambdaModel } from '../../../../contract/fakes/lambda-service.ts';
import type { FunctionFixture } from '../../../../contract/fakes/lambda-service.ts';

const CONFIGURATION = { memoryMb: 1024, timeoutSeconds: 30 };
const orders: FunctionFixture = {
  name: 'orders',
  tags: { 'kaizen:managed': 'true' },
  files: [
    { path: 'index.mjs', content: 'export const handler = async () => 1;\n' },
    { path: 'node_modules/dep/index.js', content: 'module.exports = 1;\n' },
  ],
  configuration: CONFIGURATION,
};
const CHANGE = {
  baseVersion: '1',
  files: [{ path: 'index.mjs', content: 'export const handler = async () => 2;\n' }],
  configuration: { memoryMb: 512, timeoutSeconds: 10 },
  token: 'token-1',
};

function setup(...fixtures: FunctionFixture[]) {
  const model = lambdaModel(fixtures.length === 0 ? [orders] : fixtures);
  const meter = createMeter();
  const lines: string[] = [];
  const { client, taggingClient, fetch } = model;
  const fleet = lambdaFleet({ meter, client, taggingClient, fetch, wait: async () => {}, log: (line) => lines.push(line) });
  const latest = () => {
    const { zip, memory, timeout } = model.functions.get('orders')?.latest ?? {};
    return { zip: zip?.toString('base64'), memory, timeout };
  };
  return { model, meter, lines, fleet, latest };
}

describe('lambdaFleet: a crash while publishing', () => {
  const whole = setup();
  const calls = whole.fleet.publish('orders', CHANGE).then(() => whole.model.calls.length);

  it('is repaired by the next call with the same token, wherever it was', async () => {
    const count = await calls;
    expect(count).toBeGreaterThan(10);
    for (let after = 0; after < count; after += 1) {
      for (const landed of [false, true]) {
        const { model, fleet, latest } = setup();
        const before = latest();
        model.crash(after, landed);
        await expect(fleet.publish('orders', CHANGE)).rejects.toThrow(DependencyUnavailable);
        model.recover();
        const published = await fleet.publish('orders', CHANGE);
        expect(published).toMatchObject({ version: '2', configuration: CHANGE.configuration });
        expect(model.functions.get('orders')?.versions).toHaveLength(2);
        expect(latest()).toEqual(before);
      }
    }
  });
});

describe('lambdaFleet: publish', () => {
  it('keeps every other file of the package, node_modules as well', async () => {
    const { model, fleet } = setup();
    const { version } = await fleet.publish('orders', CHANGE);
    expect((await fleet.readCode('orders', version)).files.map(({ path }) => path)).toEqual(['index.mjs']);
    const zip = model.functions.get('orders')?.versions[1]?.zip ?? Buffer.alloc(0);
    expect(zip.includes('node_modules/dep/index.js')).toBe(true);
  });

  it('works on top of an own version, and finds its way back after a crash there', async () => {
    const { model, fleet, latest } = setup();
    const before = latest();
    const first = await fleet.publish('orders', CHANGE);
    const next = { ...CHANGE, baseVersion: first.version, files: [{ path: 'index.mjs', content: '// third\n' }], token: 'token-2' };
    model.crash(12, true);
    await expect(fleet.publish('orders', next)).rejects.toThrow(DependencyUnavailable);
    model.recover();
    expect(await fleet.publish('orders', next)).toMatchObject({ version: '3' });
    expect(latest()).toEqual(before);
  });

  it('refuses when the environment of $LATEST was changed, and after a deployment behind an own version', async () => {
    const { model, fleet } = setup();
    const first = await fleet.publish('orders', CHANGE);
    model.deploy('orders', { variables: { A: '2' } });
    await expect(fleet.publish('orders', { ...CHANGE, token: 'token-2' })).rejects.toThrow(TargetChanged);
    await expect(fleet.publish('orders', { ...CHANGE, baseVersion: first.version, token: 'token-3' })).rejects.toThrow(TargetChanged);
    expect(model.functions.get('orders')?.latest.variables).toEqual({ A: '2' });
  });

  it('takes back what a broken publication left, wherever it broke off, and touches nothing else', async () => {
    for (const change of [CHANGE, { ...CHANGE, files: [] }]) {
      for (let after = 4; ; after += 1) {
        const { model, fleet, latest } = setup();
        const before = latest();
        model.crash(after, true);
        const broke = await fleet.publish('orders', change).then(
          () => false,
          () => true,
        );
        model.recover();
        await fleet.restoreUnpublished('orders', change);
        expect(latest(), `after ${after} calls`).toEqual(before);
        if (!broke) break;
      }
    }
    const { model, fleet, latest } = setup();
    model.deploy('orders', { files: [{ path: 'index.mjs', content: '// theirs\n' }] });
    const theirs = latest();
    await fleet.restoreUnpublished('orders', CHANGE);
    expect(latest()).toEqual(theirs);
  });

  it('is DependencyUnavailable when another run of the same publication is on its way back', async () => {
    const { model, fleet } = setup();
    const base = model.functions.get('orders')?.latest;
    const original = model.client.send.bind(model.client);
    // Between its own update and its next look the other run has restored $LATEST.
    let back = false;
    model.client.send = (async (command: { constructor: { name: string } }) => {
      const answered: unknown = await original(command as never);
      const fn = model.functions.get('orders');
      if (command.constructor.name === 'UpdateFunctionConfigurationCommand' && !back && fn !== undefined && base !== undefined) {
        back = true;
        fn.latest = base;
      }
      return answered;
    }) as never;
    await expect(fleet.publish('orders', CHANGE)).rejects.toThrow(DependencyUnavailable);
    expect(await fleet.publish('orders', CHANGE)).toMatchObject({ version: '2' });
  });

  it('refuses to change or read the code of a container image, and still tunes it', async () => {
    const { model, fleet } = setup();
    const image = model.functions.get('orders');
    if (image !== undefined) image.image = true;
    await expect(fleet.readCode('orders', '1')).rejects.toThrow(/container image/);
    await expect(fleet.publish('orders', CHANGE)).rejects.toThrow(TargetChanged);
    expect(await fleet.publish('orders', { ...CHANGE, files: [] })).toMatchObject({ version: '2', configuration: CHANGE.configuration });
  });

  it('is DependencyUnavailable when the package arrives damaged or not at all', async () => {
    const { model } = setup();
    for (const fetch of [
      async () => new Response('cut'),
      async () => new Response('', { status: 403 }),
      () => Promise.reject(new TypeError('fetch failed')),
    ]) {
      const fleet = lambdaFleet({ meter: createMeter(), client: model.client, taggingClient: model.taggingClient, fetch });
      await expect(fleet.readCode('orders', '1')).rejects.toThrow(DependencyUnavailable);
    }
  });
});

describe('lambdaFleet: discover and get', () => {
  it('leaves a badly tagged function out and says why', async () => {
    const { fleet, lines } = setup(orders, { ...orders, name: 'typo', tags: { 'kaizen:managed': 'true', 'kaizen:autonomy': 'improv' } });
    expect((await fleet.discover()).map(({ name }) => name)).toEqual(['orders']);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/typo.*autonomy.*improv/);
    await expect(fleet.get('typo')).rejects.toThrow(/autonomy/);
  });

  it('observes a function without the alias, and refuses to move it', async () => {
    const { fleet } = setup({ ...orders, live: false });
    expect(await fleet.get('orders')).toMatchObject({ name: 'orders', liveVersion: '$LATEST' });
    await expect(fleet.alias('orders')).rejects.toThrow(/alias live/);
  });

  it('discovers by tags alone: one call a page, none to Lambda', async () => {
    const { model, fleet } = setup(...['a', 'b', 'c'].map((name) => ({ ...orders, name })));
    expect(await fleet.discover()).toHaveLength(3);
    expect(model.calls).toEqual(['GetResources', 'GetResources']);
  });

  it('gives null for a function that the tagging service still knows', async () => {
    const { taggingClient, fetch } = setup().model;
    const fleet = lambdaFleet({ meter: createMeter(), client: lambdaModel([]).client, taggingClient, fetch });
    expect(await fleet.discover()).toHaveLength(1);
    expect(await fleet.get('orders')).toBeNull();
  });

  it('is DependencyUnavailable when a page of tags is throttled', async () => {
    const { model, fleet } = setup(...['a', 'b', 'c'].map((name) => ({ ...orders, name })));
    model.crash(1, false);
    await expect(fleet.discover()).rejects.toThrow(DependencyUnavailable);
  });
});

describe('lambdaFleet: setAlias', () => {
  it('takes its own change for done when the answer to it was lost', async () => {
    const { fleet } = setup();
    const { version } = await fleet.publish('orders', CHANGE);
    const { revision } = await fleet.alias('orders');
    const state = { version: '1', canary: { version, weight: 0.1 } };
    const set = await fleet.setAlias('orders', state, revision);
    expect(await fleet.setAlias('orders', state, revision)).toEqual(set);
  });

  it('is TargetChanged when the alias was deleted meanwhile', async () => {
    const { model, fleet } = setup();
    const { revision } = await fleet.alias('orders');
    const orders = model.functions.get('orders');
    if (orders !== undefined) orders.alias = null;
    await expect(fleet.setAlias('orders', { version: '1', canary: null }, revision)).rejects.toThrow(TargetChanged);
  });
});

describe('lambdaFleet: scaling', () => {
  it('reads every page of what the function and its alias have, each mapping once', async () => {
    const { model, fleet } = setup();
    const fn = model.functions.get('orders');
    if (fn !== undefined) Object.assign(fn, { reserved: null, provisioned: [2, 3] });
    const queue = { UUID: 'q', EventSourceArn: 'arn:aws:sqs:eu-central-1:1:jobs', BatchSize: 1, State: 'Enabled' };
    const stream = {
      UUID: 's',
      EventSourceArn: 'arn:aws:kinesis:eu-central-1:1:stream/x',
      MaximumBatchingWindowInSeconds: 5,
      State: 'Disabled',
    };
    const topic = { UUID: 't', EventSourceArn: 'arn:aws:kafka:eu-central-1:1:cluster/x', State: 'Updating' };
    model.mappings.push({ on: 'orders', ...queue }, { on: 'orders:live', ...queue }, { on: 'orders:live', ...stream });
    model.mappings.push({ on: 'orders:live', ...topic }, { on: 'users', ...queue, UUID: 'other' });
    const shared = { windowSeconds: 0, enabled: true };
    expect(await fleet.scaling('orders')).toEqual({
      reservedConcurrency: null,
      provisionedConcurrency: 5,
      accountLimit: 1000,
      eventSources: [
        { id: 'q', source: queue.EventSourceArn, kind: 'sqs', batchSize: 1, ...shared },
        { id: 's', source: stream.EventSourceArn, kind: 'kinesis', batchSize: 100, windowSeconds: 5, enabled: false },
        { id: 't', source: topic.EventSourceArn, kind: 'other', batchSize: 100, ...shared },
      ],
    });
  });

  it('does without the limit of an account that it may not look at, and with nothing else', async () => {
    const { model, fleet } = setup();
    model.account.limit = null;
    expect(await fleet.scaling('orders')).toEqual({
      reservedConcurrency: 2,
      provisionedConcurrency: null,
      accountLimit: null,
      eventSources: [],
    });
    model.crash(0, false);
    await expect(fleet.scaling('orders')).rejects.toThrow(DependencyUnavailable);
  });
});

it('lambdaFleet: counts units that have a price', async () => {
  const { fleet, meter } = setup();
  await fleet.discover();
  await fleet.get('orders');
  await fleet.scaling('orders');
  await fleet.publish('orders', CHANGE);
  const { revision } = await fleet.alias('orders');
  await fleet.setAlias('orders', { version: '2', canary: null }, revision);
  const units = Object.keys(meter.drain());
  expect(units.length).toBeGreaterThan(7);
  expect(units.filter((unit) => !(unit in PRICES))).toEqual([]);
});
