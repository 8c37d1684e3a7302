import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { METRICS, TAGS } from '../../../lambdas/shared/contract/names.ts';
import { PRICES } from '../../../lambdas/shared/cost/prices.ts';
import { fileMetricSink } from '../../../localstack/embedded/adapters/file-metric-sink.ts';
import { fileNotifier } from '../../../localstack/embedded/adapters/file-notifier.ts';
import { hostFunctionFleet } from '../../../localstack/embedded/adapters/host-function-fleet.ts';
import { hostLogSource } from '../../../localstack/embedded/adapters/host-log-source.ts';
import { hostMetricSource } from '../../../localstack/embedded/adapters/host-metric-source.ts';
import { startHost, type Host } from '../../../localstack/embedded/host/start-host.ts';
import { virtualClock } from '../../../localstack/embedded/virtual-clock.ts';

const directory = fileURLToPath(new URL('../../fixtures/functions/many', import.meta.url));
const LONG = 60_000;
const configuration = { memoryMb: 160, timeoutSeconds: 5 };
const span = { from: 0, to: Number.MAX_SAFE_INTEGER };

let state: string;
let host: Host;
let units: Record<string, number>;
const meter = { count: (unit: string, amount: number) => void (units[unit] = (units[unit] ?? 0) + amount) };

const log = (line: string) => expect.fail(line);

beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), 'adapters-'));
  host = await startHost({
    directory: state,
    clock: virtualClock({ origin: 1e12, minuteMs: 60_000, now: Date.now }),
    region: 'us-east-1',
    seed: 1,
  });
  const base = { directory, handler: 'handler.handler', concurrency: 2, environment: {}, configuration };
  await host.install({ ...base, name: 'mine', tags: { [TAGS.managed]: 'true', [TAGS.tenant]: 'shop', [TAGS.autonomy]: 'tune' } });
  await host.install({ ...base, name: 'yours', tags: { [TAGS.managed]: 'no' } });
}, LONG);
afterAll(async () => {
  await host.stop();
  await rm(state, { recursive: true, force: true });
}, LONG);
beforeEach(() => {
  units = {};
});

describe('hostFunctionFleet', () => {
  it('discovers the managed functions by their tags, and gets them as targets', async () => {
    const fleet = hostFunctionFleet({ host, meter, log });
    const mine = {
      name: 'mine',
      tenant: 'shop',
      priority: 'normal',
      autonomy: 'tune',
      runtime: 'nodejs24.x',
      handler: 'handler.handler',
      liveVersion: '1',
      configuration,
      source: null,
      samples: null,
    };
    expect(await fleet.discover()).toEqual([{ name: 'mine', tenant: 'shop', priority: 'normal', autonomy: 'tune' }]);
    expect(units).toEqual({ 'tagging:GetResources': 1 });
    expect(await fleet.get('mine')).toEqual(mine);
  });

  it('refuses every other function', async () => {
    const fleet = hostFunctionFleet({ host, meter, log });
    const change = { baseVersion: '1', files: [], configuration, token: 'x' };
    for (const name of ['yours', 'nobody']) {
      expect(await fleet.get(name)).toBeNull();
      const calls = [
        fleet.version(name, '1'),
        fleet.readCode(name, '1'),
        fleet.alias(name),
        fleet.publish(name, change),
        fleet.setAlias(name, { version: '1', canary: null }, '1'),
      ];
      for (const call of await Promise.allSettled(calls))
        expect(call).toMatchObject({ status: 'rejected', reason: { name: 'TargetChanged' } });
    }
  });

  it('publishes once by token, reads it back, and moves the alias from the expected revision only', async () => {
    const fleet = hostFunctionFleet({ host, meter, log });
    const files = [{ path: 'extra.ts', content: 'export const extra = true;\n' }];
    const change = { baseVersion: '1', files, configuration: { memoryMb: 256, timeoutSeconds: 2 }, token: 'improvement-1' };
    const published = await fleet.publish('mine', change);
    expect(await fleet.publish('mine', change)).toEqual(published);
    expect(await fleet.version('mine', published.version)).toEqual(published);
    const code = await fleet.readCode('mine', published.version);
    expect(code.codeSha256).toBe(published.codeSha256);
    expect(code.files.map((file) => file.path)).toEqual(['extra.ts', 'handler.ts']);
    const before = await fleet.alias('mine');
    const canary = { version: '1', canary: { version: published.version, weight: 0.1 } };
    const after = await fleet.setAlias('mine', canary, before.revision);
    expect(after).toMatchObject(canary);
    expect(after.revision).not.toBe(before.revision);
    await expect(fleet.setAlias('mine', canary, before.revision)).rejects.toMatchObject({ name: 'TargetChanged' });
    await fleet.setAlias('mine', { version: '1', canary: null }, after.revision);
  });
});

describe('hostMetricSource and hostLogSource', () => {
  it(
    'give what was measured, and meter it in units that have a price',
    async () => {
      await host.invoke('mine', { act: 'ok' }, '1');
      await host.invoke('mine', { act: 'throw' }, '1');
      const target = (await hostFunctionFleet({ host, meter, log }).get('mine'))!;
      units = {};
      const metrics = hostMetricSource({ host, meter });
      const minutes = await metrics.minutes([target], span);
      expect([...minutes.keys()]).toEqual(['mine']);
      expect(minutes.get('mine')?.reduce((sum, minute) => sum + minute.errors, 0)).toBe(1);
      expect(units).toEqual({ 'cloudwatch:GetMetricData': 1, 'cloudwatch:GetMetricData:metric': 5 });
      expect((await metrics.versionMinutes(target, '1', span)).reduce((sum, minute) => sum + minute.invocations, 0)).toBe(2);
      expect(
        (await metrics.exceedances(target, '1', [0, 60_000], span)).reduce((sum, minute) => sum + minute.above[0]! - minute.above[1]!, 0),
      ).toBe(2);
      expect(await metrics.quantiles(target, '1', [0.5, 0.99], span)).toHaveLength(2);
      expect(await metrics.quantiles(target, '9', [0.5], span)).toBeNull();
      expect((await metrics.completeUntil(target)) % 60_000).toBe(0);
      const logs = hostLogSource({ host, meter, samplingRate: 1 });
      expect(await logs.reports(target, span, 1)).toHaveLength(1);
      expect((await logs.errors(target, span, 5)).errors).toMatchObject([{ type: 'RangeError', message: 'the order is empty' }]);
      expect(Object.keys(units).filter((unit) => !Object.hasOwn(PRICES, unit))).toEqual([]);
    },
    LONG,
  );

  it('meters an idle target as CloudWatch would: two metrics, and all five once it was called', async () => {
    const target = (await hostFunctionFleet({ host, meter, log }).get('mine'))!;
    const metrics = hostMetricSource({ host, meter });
    const quiet = { from: 0, to: 60_000 };
    units = {};
    expect((await metrics.minutes([target], quiet, new Set(['mine']))).get('mine')).toEqual([]);
    expect(units['cloudwatch:GetMetricData:metric']).toBe(2);
    units = {};
    expect(await metrics.minutes([target], span, new Set(['mine']))).toEqual(await metrics.minutes([target], span));
    expect(units['cloudwatch:GetMetricData:metric']).toBe(5 + 5);
  });

  it('ask for nothing over an empty span', async () => {
    const target = (await hostFunctionFleet({ host, meter, log }).get('mine'))!;
    units = {};
    const metrics = hostMetricSource({ host, meter });
    expect(await metrics.minutes([target], { from: 5, to: 5 })).toEqual(new Map([['mine', []]]));
    expect(await metrics.quantiles(target, '1', [0.5], { from: 5, to: 5 })).toBeNull();
    expect(units).toEqual({});
  });
});

const lines = async (path: string): Promise<unknown[]> =>
  (await readFile(path, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

describe('fileNotifier and fileMetricSink', () => {
  it('append one JSON object a line', async () => {
    const path = join(state, 'notifications.jsonl');
    const notifier = fileNotifier({ path, clock: () => 9, meter });
    await notifier.notify({ subject: 'a', body: 'line\nline', severity: 'info' });
    await notifier.notify({ subject: 'b', body: '', severity: 'high' });
    expect(await lines(path)).toEqual([
      { at: 9, subject: 'a', body: 'line\nline', severity: 'info' },
      { at: 9, subject: 'b', body: '', severity: 'high' },
    ]);
    expect(units).toEqual({ 'sns:Publish': 2 });
  });

  it('keep the metrics that were put', async () => {
    const path = join(state, 'metrics.jsonl');
    const sink = fileMetricSink({ path, clock: () => 3 });
    sink.put(METRICS.deployed, 2, 'shop');
    expect(sink.points()).toEqual([{ at: 3, namespace: 'Kaizen', name: 'improvements_deployed', value: 2, tenant: 'shop' }]);
    expect(await lines(path)).toEqual(sink.points());
    expect(() => sink.put(METRICS.deployed, Number.NaN, 'shop')).toThrow(/improvements_deployed/);
  });
});
