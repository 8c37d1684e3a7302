import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServiceDefinition } from '../../../localstack/embedded/host/service-definition.ts';
import { startHost, type Host } from '../../../localstack/embedded/host/start-host.ts';
import { virtualClock } from '../../../localstack/embedded/virtual-clock.ts';

const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/functions/${name}`, import.meta.url));
const service = (name: string, overrides: Partial<ServiceDefinition> = {}): ServiceDefinition => ({
  name,
  directory: fixture('many'),
  handler: 'handler.handler',
  concurrency: 3,
  tags: {},
  environment: { GREETING: 'hello' },
  configuration: { memoryMb: 160, timeoutSeconds: 20 },
  ...overrides,
});
const start = (directory: string): Promise<Host> =>
  startHost({ directory, clock: virtualClock({ origin: 1e12, minuteMs: 60_000, now: Date.now }), region: 'us-east-1', seed: 1 });

/** Signal 0 asks whether a process is there. */
function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
const gone = (...pids: number[]): Promise<void> =>
  vi.waitFor(() => expect(pids.filter(alive)).toEqual([]), { timeout: 20_000, interval: 50 });

const all = { from: 0, to: Number.MAX_SAFE_INTEGER };
const LONG = 60_000;

describe('a host', () => {
  let directory: string;
  let host: Host;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'host-'));
    host = await start(directory);
    await host.install(service('many'));
    await host.install(service('brief', { configuration: { memoryMb: 160, timeoutSeconds: 1 } }));
  }, LONG);
  afterAll(async () => {
    await host.stop();
    await rm(directory, { recursive: true, force: true });
  }, LONG);

  it(
    'starts cold once and stays warm',
    async () => {
      await host.install(service('warm'));
      const cold = await host.invoke('warm', { act: 'ok' }, null);
      const warm = await host.invoke('warm', { act: 'ok' }, null);
      expect(cold).toMatchObject({ status: 'ok', version: '1', result: { calls: 1, version: '1', requestId: cold.report?.requestId } });
      expect(cold.report?.initMs).toBeGreaterThan(0);
      expect(warm).toMatchObject({ result: { calls: 2 }, report: { initMs: null } });
      expect(warm.report?.maxMemoryMb).toBeGreaterThan(10);
      expect((await host.reports('warm', all, 10)).map((report) => report.requestId)).toEqual(
        expect.arrayContaining([cold.report?.requestId, warm.report?.requestId]),
      );
    },
    LONG,
  );

  it(
    'gives the function its own environment only, and the SDK',
    async () => {
      const { result } = await host.invoke('many', { act: 'environment' }, null);
      const { names, own, channel } = result as { names: string[]; own: string; channel: string };
      expect(own).toBe('hello');
      expect(channel).toBe('undefined');
      expect(names).toEqual([
        'AWS_ACCESS_KEY_ID',
        'AWS_DEFAULT_REGION',
        'AWS_EXECUTION_ENV',
        'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
        'AWS_LAMBDA_FUNCTION_NAME',
        'AWS_LAMBDA_FUNCTION_VERSION',
        'AWS_LAMBDA_LOG_STREAM_NAME',
        'AWS_REGION',
        'AWS_SECRET_ACCESS_KEY',
        'AWS_SESSION_TOKEN',
        'GREETING',
        'HOME',
        'LAMBDA_TASK_ROOT',
        'LANG',
        'PATH',
        'TZ',
      ]);
      expect(await host.invoke('many', { act: 'sdk' }, null)).toMatchObject({ status: 'ok', result: 'function' });
    },
    LONG,
  );

  it.each([
    ['many', 'throw', { status: 'error', error: { type: 'RangeError', message: 'the order is empty' } }],
    ['many', 'exit', { status: 'error', error: { type: 'Runtime.ExitError', message: expect.stringContaining('exit status 7') } }],
    ['many', 'reject', { status: 'error', error: { type: 'Runtime.UnhandledPromiseRejection', message: 'TypeError: nobody waits' } }],
    ['many', 'heap', { status: 'out-of-memory', error: { type: 'Runtime.OutOfMemory' } }],
    ['many', 'buffers', { status: 'out-of-memory', error: { type: 'Runtime.OutOfMemory' } }],
    ['brief', 'hang', { status: 'timeout', error: { type: 'Sandbox.Timedout', message: 'Task timed out after 1.00 seconds' } }],
    ['brief', 'loop', { status: 'timeout', error: { type: 'Sandbox.Timedout' } }],
  ])(
    '%s: records what %s is, and serves the next request',
    async (name, act, expected) => {
      const answer = await host.invoke(name, { act }, null);
      expect(answer).toMatchObject(expected);
      const logged = (await host.errors(name, all, 100)).find((error) => error.requestId === answer.report?.requestId);
      expect(logged).toMatchObject({ version: '1', type: answer.error?.type });
      expect(await host.invoke(name, { act: 'ok' }, null)).toMatchObject({ status: 'ok' });
    },
    LONG,
  );

  it(
    'names the line of the source in an error stack',
    async () => {
      const { error } = await host.invoke('many', { act: 'throw' }, null);
      expect(error?.stack[0]).toMatch(/^at handler \(file:\/\/\/var\/task\/handler\.ts:\d+:\d+\)$/);
    },
    LONG,
  );

  it(
    'records a module that can not be loaded',
    async () => {
      await host.install(service('broken', { directory: fixture('broken') }));
      expect(await host.invoke('broken', {}, null)).toMatchObject({ status: 'error', error: { message: 'no database configured' } });
    },
    LONG,
  );

  it(
    'throttles beyond the concurrency limit and counts it',
    async () => {
      await host.install(service('busy', { concurrency: 2 }));
      const answers = await Promise.all([1, 2, 3, 4].map(() => host.invoke('busy', { act: 'wait', ms: 200 }, null)));
      expect(answers.map((answer) => answer.status).toSorted()).toEqual(['ok', 'ok', 'throttled', 'throttled']);
      const stats = (await host.minutes(['busy'], all))[0] ?? [];
      const sum = (of: (minute: (typeof stats)[number]) => number): number => stats.reduce((total, minute) => total + of(minute), 0);
      expect([sum((minute) => minute.invocations), sum((minute) => minute.throttles)]).toEqual([2, 2]);
      expect(Math.max(...stats.map((minute) => minute.concurrency ?? 0))).toBe(2);
    },
    LONG,
  );

  it(
    "routes by the weights of the alias and runs the canary's own code",
    async () => {
      await host.install(service('split', { concurrency: 1 }));
      const files = [{ path: 'handler.ts', content: "export const handler = async (): Promise<string> => 'canary';\n" }];
      const configuration = { memoryMb: 160, timeoutSeconds: 5 };
      const { version } = await host.publish('split', { baseVersion: '1', files, configuration, token: 't' });
      const moved = await host.setAlias('split', { version: '1', canary: { version, weight: 0.5 } }, '1');
      const answers = [];
      for (let count = 0; count < 40; count += 1) answers.push(await host.invoke('split', { act: 'ok' }, null));
      const canaries = answers.filter((answer) => answer.version === version);
      expect(canaries.length).toBeGreaterThan(5);
      expect(canaries.length).toBeLessThan(35);
      expect(canaries.every((answer) => answer.result === 'canary')).toBe(true);
      const stable = (await host.versionMinutes('split', '1', all)).reduce((total, minute) => total + minute.invocations, 0);
      expect(stable).toBe(40 - canaries.length);
      await expect(host.setAlias('split', { version, canary: null }, '1')).rejects.toMatchObject({
        name: 'TargetChanged',
        retryable: false,
      });
      expect(await host.setAlias('split', { version, canary: null }, moved.revision)).toMatchObject({ version });
    },
    LONG,
  );

  it(
    'does not run code that was changed on disk, and lives',
    async () => {
      await host.install(service('tampered'));
      const file = join(directory, 'tampered', 'versions', '1', 'code', 'handler.ts');
      await chmod(file, 0o644);
      await writeFile(file, "export const handler = () => 'evil';\n");
      expect(await host.invoke('tampered', {}, null)).toMatchObject({ status: 'error', error: { type: 'Runtime.InvalidCode' } });
      await expect(host.code('tampered', '1')).rejects.toMatchObject({ name: 'CorruptRecord' });
    },
    LONG,
  );

  it(
    'sends load by itself until it is stopped',
    async () => {
      await host.install(service('loaded'));
      await host.prewarm('loaded', 2);
      await host.startLoad({
        function: 'loaded',
        perMinute: 3000,
        amplitude: 0,
        payload: { module: fixture('payload.ts'), export: 'okEvent' },
      });
      const sent = async (): Promise<number> => (await host.status()).load.find((load) => load.function === 'loaded')?.sent ?? 0;
      await vi.waitFor(async () => expect(await sent()).toBeGreaterThan(10), { timeout: 20_000 });
      await host.stopLoad('loaded');
      const total = await sent();
      const of = async () => (await host.status()).functions.find((each) => each.name === 'loaded');
      await vi.waitFor(async () => expect((await of())?.working).toBe(0), { timeout: 20_000 });
      const status = await of();
      expect((status?.records ?? 0) + (status?.throttles ?? 0)).toBe(total);
      await expect(
        host.startLoad({ function: 'loaded', perMinute: 1, amplitude: 0, payload: { module: fixture('payload.ts'), export: 'nothing' } }),
      ).rejects.toThrow(/payload\.export: found nothing/);
    },
    LONG,
  );

  it(
    'refuses what is not there and what is not valid, by name',
    async () => {
      await expect(host.invoke('nobody', {}, null)).rejects.toMatchObject({ name: 'RecordNotFound' });
      await expect(host.invoke('many', {}, '99')).rejects.toMatchObject({ name: 'RecordNotFound' });
      await expect(host.install(service('bad name'))).rejects.toMatchObject({
        name: 'InvalidEvent',
        message: expect.stringContaining('name: found "bad name"'),
      });
    },
    LONG,
  );
});

describe('the end of a host', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'host-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it(
    'fails what is under way and every later call with DependencyUnavailable',
    async () => {
      const host = await start(directory);
      await host.install(service('many'));
      const pending = host.invoke('many', { act: 'hang' }, null);
      const outcome = expect(pending).rejects.toMatchObject({ name: 'DependencyUnavailable' });
      await host.status();
      await host.stop();
      await outcome;
      await expect(host.status()).rejects.toMatchObject({ name: 'DependencyUnavailable' });
      await host.stop();
    },
    LONG,
  );

  it.each(['control', 'host'] as const)(
    'leaves no process behind when the %s process is killed',
    async (victim) => {
      const control = spawn(process.execPath, ['--no-warnings', fixture('control-process.ts'), directory, fixture('many')], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [line] = (await once(control.stdout, 'data')) as [Buffer];
      const pids = JSON.parse(line.toString('utf8')) as { host: number; environment: number };
      expect([pids.host, pids.environment].every(alive)).toBe(true);
      process.kill(victim === 'control' ? (control.pid ?? 0) : pids.host, 'SIGKILL');
      await gone(pids.host, pids.environment);
      control.kill('SIGKILL');
    },
    LONG,
  );

  it(
    'starts again on what the last one left',
    async () => {
      const first = await start(directory);
      await first.install(service('many'));
      await first.stop();
      const second = await start(directory);
      expect(await second.invoke('many', { act: 'ok' }, null)).toMatchObject({ status: 'ok' });
      await second.stop();
      await writeFile(join(directory, 'many', 'alias.json'), '{');
      await expect(start(directory)).rejects.toMatchObject({ name: 'CorruptRecord' });
    },
    LONG,
  );
});
