import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HELD_OUT } from '../../../bench/redact/held-out/held-out.ts';
import { leaks } from '../../../bench/redact/score.ts';
import { Secrets } from '../../../bench/redact/secrets.ts';
import { decodeLogDelivery, MOST_LINES } from '../../../lambdas/shared/adapters/aws/log-delivery.ts';
import { DEFAULT_TENANT, METRICS } from '../../../lambdas/shared/contract/names.ts';
import { HOUR_MS, MINUTE_MS } from '../../../lambdas/shared/time.ts';
import { receiveLogs } from '../../../lambdas/telemetry/receive-logs.ts';
import * as lines from '../../fixtures/aws/log-events.ts';
import { NOW, registered, target, tenantSettings, world, type World } from '../fakes/world.ts';

interface Line {
  message: string;
  at?: number;
}

function delivery(messages: readonly Line[], changes: Record<string, unknown> = {}) {
  const payload = {
    messageType: 'DATA_MESSAGE',
    owner: '111122223333',
    logGroup: '/aws/lambda/orders',
    logStream: '2026/11/20/[3]abcdef',
    subscriptionFilters: ['kaizen-test'],
    logEvents: messages.map(({ message, at = NOW - 1000 }, index) => ({ id: `event-${index}`, timestamp: at, message })),
    ...changes,
  };
  return { awslogs: { data: gzipSync(JSON.stringify(payload)).toString('base64') } };
}
const receive = (cloud: World, messages: readonly Line[], changes: Record<string, unknown> = {}) =>
  receiveLogs(cloud.ports, cloud.settings, decodeLogDelivery(delivery(messages, changes), cloud.settings.logSamplingRate));
const minutes = (cloud: World) => cloud.ports.logBatches.minutes('orders', { from: 0, to: NOW + HOUR_MS });
const MINUTE = NOW - MINUTE_MS;
const NOTHING = { reports: 0, maxMemoryMb: 0, coldStarts: 0, initMs: 0, timeouts: 0, outOfMemory: 0, errors: 0, operations: [] };
const asleep = (): World => {
  const cloud = world();
  cloud.registry.set('orders', registered(target('orders'), { nextPollAt: NOW + HOUR_MS, cadence: 'idle' }));
  return cloud;
};

describe('receiveLogs', () => {
  it('adds the REPORT lines of both formats up by minute, whatever stands between them', async () => {
    const cloud = asleep();
    const said = [lines.REPORT, lines.REPORT_INIT, lines.REPORT_JSON, ...lines.NEITHER].map((message) => ({ message }));
    const earlier = { message: lines.REPORT_RESTORE, at: NOW - 3 * MINUTE_MS };
    expect(await receive(cloud, [...said, earlier])).toEqual({
      kind: 'kept',
      target: 'orders',
      minutes: 2,
      lines: 4,
      dropped: 0,
      woken: false,
    });
    expect(await minutes(cloud)).toEqual([
      { ...NOTHING, minute: NOW - 3 * MINUTE_MS, reports: 1, maxMemoryMb: 60, coldStarts: 1, initMs: 120.5 },
      { ...NOTHING, minute: MINUTE, reports: 3, maxMemoryMb: 71, coldStarts: 2, initMs: 287.66 + 170.5 },
    ]);
    expect(cloud.registry.get('orders')?.revision).toBe(1);
  });

  it.each<[string, string, Partial<typeof NOTHING>]>([
    ['a timeout, text', lines.REPORT_TIMEOUT, { reports: 1, maxMemoryMb: 33, timeouts: 1 }],
    ['a timeout, JSON', lines.REPORT_JSON_TIMEOUT, { reports: 1, maxMemoryMb: 71, timeouts: 1 }],
    ['an exit for lack of memory', lines.REPORT_KILLED, { reports: 1, maxMemoryMb: 128, outOfMemory: 1 }],
    ['an exception, text', lines.INVOKE_ERROR, { errors: 1 }],
    ['an exception, JSON', lines.ERROR_JSON, { errors: 1 }],
    ['a failure at load', lines.UNCAUGHT, { errors: 1 }],
    ['a task that timed out', lines.TASK_TIMED_OUT, { errors: 1 }],
    ['an exit', lines.KILLED, { errors: 1 }],
  ])('counts %s, and wakes its target', async (_, message, expected) => {
    const cloud = asleep();
    expect(await receive(cloud, [{ message }])).toMatchObject({ woken: true });
    expect(await minutes(cloud)).toEqual([{ ...NOTHING, minute: MINUTE, ...expected }]);
    expect(cloud.registry.get('orders')).toMatchObject({ nextPollAt: NOW, fastUntil: NOW + 15 * MINUTE_MS });
  });

  it('lets sleep a target that only writes errors down, and one whose failure is long past', async () => {
    const cloud = asleep();
    expect(await receive(cloud, [{ message: lines.CONSOLE_ERROR }, { message: lines.CONSOLE_TEXT }])).toMatchObject({ woken: false });
    expect(await receive(cloud, [{ message: lines.INVOKE_ERROR, at: NOW - HOUR_MS }])).toMatchObject({ woken: false, minutes: 1 });
  });

  it('wakes a target for more failures than usual, not for those that it always has', async () => {
    const cloud = asleep();
    const before = cloud.registry.get('orders');
    if (before === undefined) throw new Error('orders is not registered');
    cloud.registry.set('orders', { ...before, failureShare: 0.2 });
    const report = (id: number) => ({ message: lines.REPORT.replace(/RequestId: \S+/, `RequestId: ${id}`) });
    const calls = Array.from({ length: 8 }, (_, index) => report(index));
    // One of nine fails: a fifth is usual. Fourteen of 22: P(X >= 14) is 0.00001.
    expect(await receive(cloud, [...calls, { message: lines.INVOKE_ERROR }])).toMatchObject({ woken: false });
    const failures = Array.from({ length: 14 }, (_, index) => ({
      message: lines.INVOKE_ERROR.replace(/\t[\w-]+\t/, `\tfailed-${index}\t`),
    }));
    const reports = Array.from({ length: 14 }, (_, index) => ({
      message: lines.REPORT.replace(/RequestId: \S+/, `RequestId: failed-${index}`),
    }));
    expect(await receive(cloud, [...calls, ...reports, ...failures])).toMatchObject({ woken: true });
  });

  it('takes the sample for a sample: the failures are all there, the reports are not', async () => {
    const cloud = asleep();
    cloud.settings.logSamplingRate = 0.1;
    cloud.registry.set('orders', registered(target('orders'), { failureShare: 0.05 }));
    const withId = (message: string, id: string) => ({ message: message.replace('8f507cfc-xmpl', `${id}-aaaa`) });
    // Five of a hundred calls fail, as ever; ten reports are in the sample. P(X >= 18 of 100) is 0.000004.
    const failures = (count: number) => Array.from({ length: count }, (_, index) => withId(lines.INVOKE_ERROR, `ffff00${10 + index}`));
    const reports = Array.from({ length: 10 }, (_, index) => withId(lines.REPORT, `0000000${index}`));
    expect(await receive(cloud, [...failures(5), ...reports])).toMatchObject({ lines: 15, woken: false });
    expect(await receive(cloud, [...failures(18), ...reports])).toMatchObject({ lines: 28, woken: true });
  });

  it('counts each failure of a runtime that does not tell the request', async () => {
    const cloud = asleep();
    cloud.settings.logSamplingRate = 0.1;
    cloud.registry.set('orders', registered(target('orders'), { failureShare: 0.05 }));
    const reports = Array.from({ length: 10 }, (_, index) => ({ message: lines.REPORT.replace('8f507cfc-xmpl', `0000000${index}-aaaa`) }));
    const failures = (count: number) => Array.from({ length: count }, () => ({ message: lines.PYTHON_THROWN }));
    expect(await receive(cloud, [...failures(5), ...reports])).toMatchObject({ lines: 15, woken: false });
    expect(await receive(cloud, [...failures(18), ...reports])).toMatchObject({ lines: 28, woken: true });
  });

  it('keeps a share of the deliveries of a function that has very many, always the same ones', async () => {
    const cloud = asleep();
    const before = cloud.registry.get('orders');
    if (before === undefined) throw new Error('orders is not registered');
    // 600 calls a minute come as 600 deliveries of a line: a twentieth of them is kept.
    cloud.registry.set('orders', { ...before, rate: 600 });
    for (let turn = 0; turn < 2; turn += 1) {
      for (let index = 0; index < 400; index += 1) {
        const logEvents = [{ id: `line-${index}`, timestamp: NOW - 1000, message: lines.REPORT }];
        await receive(cloud, [], { logEvents });
      }
      const [minute] = await minutes(cloud);
      expect(minute?.reports).toBeGreaterThan(5);
      expect(minute?.reports).toBeLessThan(45);
    }
    expect(cloud.logBatches.size).toBeLessThan(45);
  });

  it('wakes a target once a minute at most', async () => {
    const cloud = asleep();
    const fail = (at: number) => receive(cloud, [{ message: lines.INVOKE_ERROR, at }]);
    expect(await fail(NOW - 1)).toMatchObject({ woken: true });
    cloud.now += 59_000;
    expect(await fail(cloud.now)).toMatchObject({ woken: false });
    cloud.now += 1000;
    expect(await fail(cloud.now)).toMatchObject({ woken: true });
  });

  it('keeps a delivery once, however often it comes, and finishes one that died', async () => {
    const cloud = asleep();
    const said = [{ message: lines.REPORT }, { message: lines.INVOKE_ERROR }];
    const { get } = cloud.ports.registry;
    let calls = 0;
    cloud.ports.registry.get = async (name) => {
      calls += 1;
      if (calls === 2) throw new Error('killed');
      return get(name);
    };
    await expect(receive(cloud, said)).rejects.toThrow('killed');
    const kept = await minutes(cloud);
    expect(await receive(cloud, said)).toMatchObject({ woken: true });
    expect(await receive(cloud, said.toReversed())).toMatchObject({ woken: false });
    expect(cloud.logBatches.size).toBe(1);
    expect(kept).toEqual([{ ...NOTHING, minute: MINUTE, reports: 1, maxMemoryMb: 71, errors: 1 }]);
  });

  it('takes in operations, however the function writes them', async () => {
    const cloud = asleep();
    const run = { operation: 'POST /orders', durationMs: 40 };
    const said = [
      JSON.stringify(run),
      JSON.stringify({ timestamp: 't', level: 'INFO', requestId: 'r', message: { ...run, durationMs: 60, ok: true } }),
      `2026-11-20T12:00:00.100Z\tr-1\tINFO\t${JSON.stringify({ ...run, ok: false, durationMs: 80 })}\n`,
      JSON.stringify({ ...run, durationMs: '40' }),
      JSON.stringify({ ...run, durationMs: -1 }),
      JSON.stringify({ ...run, durationMs: 1e9 }),
      JSON.stringify({ ...run, operation: '\u0000\u202e' }),
      JSON.stringify({ ...run, operation: '__proto__' }),
      JSON.stringify([run]),
    ];
    await receive(
      cloud,
      said.map((message) => ({ message })),
    );
    expect((await minutes(cloud))[0]?.operations).toEqual([
      { operation: 'POST /orders', runs: 3, failures: 1, durationMs: 180, longestMs: 80 },
    ]);
  });

  it('holds back a flood: lines, operations, names, times and figures are bounded, and what is beyond is counted', async () => {
    const cloud = asleep();
    const operation = (name: string) => ({ message: JSON.stringify({ operation: name, durationMs: 1 }) });
    const names = Array.from({ length: 25 }, (_, index) => operation(`op-${String(index).padStart(2, '0')}`));
    expect(await receive(cloud, [...names, operation('op-03'), operation(`x\u0007\n${'y'.repeat(500)}`)])).toMatchObject({ dropped: 6 });
    const kept = (await minutes(cloud))[0]?.operations ?? [];
    expect(kept).toHaveLength(20);
    expect(kept[0]).toMatchObject({ operation: 'op-03', runs: 2 });

    const other = asleep();
    const odd = [
      { message: lines.REPORT, at: NOW + HOUR_MS },
      { message: lines.REPORT, at: NOW - 7 * HOUR_MS },
      { message: lines.REPORT.replace('71 MB', '71000000 MB') },
      { message: lines.REPORT.replace('102.25', '102250000.0') },
    ];
    expect(await receive(other, odd)).toMatchObject({ minutes: 0, lines: 0, dropped: 4 });
    const scattered = Array.from({ length: 40 }, (_, index) => ({ message: lines.REPORT, at: NOW - index * MINUTE_MS }));
    expect(await receive(other, scattered)).toMatchObject({ minutes: 30, dropped: 10 });
    expect(
      await receive(
        other,
        Array.from({ length: MOST_LINES + 3 }, () => ({ message: lines.REPORT })),
      ),
    ).toMatchObject({ dropped: 3 });
    expect(other.metrics).toEqual([4, 10, 3].map((value) => ({ name: METRICS.discarded, value, tenant: 'default' })));
  });

  it('keeps a name’s first hundred characters, without what can’t be seen', async () => {
    const cloud = asleep();
    await receive(cloud, [{ message: JSON.stringify({ operation: `a\u0000\u001b[31mb\u200b${'c'.repeat(500)}`, durationMs: 1 }) }]);
    const name = (await minutes(cloud))[0]?.operations[0]?.operation ?? '';
    expect(name).toHaveLength(100);
    expect(name.startsWith('a [31mb ccc')).toBe(true);
  });

  it('keeps a few failures with their words, bounded', async () => {
    const cloud = asleep();
    const error = (index: number) => ({
      message: JSON.stringify({
        level: 'ERROR',
        requestId: `r-${index}`,
        message: {
          errorType: 'TypeError',
          errorMessage: 'x'.repeat(5000),
          stackTrace: Array.from({ length: 80 }, () => `    at ${'f'.repeat(900)}`),
        },
      }),
    });
    await receive(
      cloud,
      Array.from({ length: 50 }, (_, index) => error(index)),
    );
    const [batch] = cloud.logBatches.values();
    expect(batch?.minutes[0]?.errors).toBe(50);
    expect(batch?.errors).toHaveLength(20);
    expect(JSON.stringify(batch?.errors).length).toBeLessThan(60_000);
  });

  it('keeps the reports of the sample only, and every failure', async () => {
    const cloud = asleep();
    cloud.settings.logSamplingRate = 0.25;
    const report = (digit: string) => ({ message: lines.REPORT.replace('8f507cfc-xmpl', `${digit}f507cfc-aaaa`) });
    const said = [...'0123456789abcdef'].map(report);
    await receive(cloud, [...said, { message: lines.INVOKE_ERROR }]);
    expect((await minutes(cloud))[0]).toMatchObject({ reports: 4, errors: 1 });
  });

  it('answers a control message, and ignores what belongs to no managed function', async () => {
    const cloud = asleep();
    expect(await receive(cloud, [], { messageType: 'CONTROL_MESSAGE', logGroup: '' })).toEqual({ kind: 'ignored', reason: 'control' });
    for (const logGroup of ['/aws/lambda/ghost', '/ecs/orders']) {
      expect(await receive(cloud, [{ message: lines.REPORT }], { logGroup })).toEqual({ kind: 'ignored', reason: 'unmanaged' });
    }
    expect(cloud.metrics).toEqual([1, 1].map((value) => ({ name: METRICS.discarded, value, tenant: DEFAULT_TENANT })));
    const off = world({ tenant: { flags: { ...tenantSettings().flags, telemetry: false } } });
    expect(await receive(off, [{ message: lines.REPORT }])).toEqual({ kind: 'ignored', reason: 'switched-off' });
    expect(cloud.logBatches.size + off.logBatches.size).toBe(0);
  });
});

describe('secrets in a delivery', () => {
  const JSON_FORMAT = (requestId: string, errorMessage: string, stack: string[]): string =>
    JSON.stringify({ level: 'ERROR', requestId, message: { errorType: 'Error', errorMessage, stack } });
  const TEXT_FORMAT = (requestId: string, errorMessage: string, stack: string[]): string =>
    `2026-11-20T10:30:00.000Z\t${requestId}\tERROR\tInvoke Error \t${JSON.stringify({ errorType: 'Error', errorMessage, stack })}\n`;

  it('never reach what is kept of it, wherever they stood', async () => {
    const specimen = fc.tuple(fc.constantFrom(...HELD_OUT), fc.integer({ min: 0, max: 1e6 }));
    await fc.assert(
      fc.asyncProperty(
        specimen,
        fc.constantFrom(JSON_FORMAT, TEXT_FORMAT),
        fc.constantFrom('message', 'stack'),
        async ([{ name, write }, seed], format, place) => {
          const secrets = new Secrets(seed, name);
          const line = write(secrets);
          const message = place === 'message' ? format('r-1', line, ['at f (x.js:1:2)']) : format('r-1', 'boom', [`at f ${line}`]);
          const cloud = asleep();
          await receive(cloud, [{ message }]);
          const batches = JSON.stringify([...cloud.logBatches.values()]);
          expect(batches).toContain('r-1');
          for (const secret of secrets.hidden)
            expect(leaks(JSON.stringify(secret).slice(1, -1), batches), `${name}: ${batches}`).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are left out of the names of operations as well', async () => {
    const cloud = asleep();
    const operation = `GET /users/${new Secrets(1, 'operation').email()}`;
    await receive(cloud, [{ message: JSON.stringify({ level: 'INFO', requestId: 'r-1', message: { operation, durationMs: 12 } }) }]);
    expect((await minutes(cloud))[0]?.operations[0]?.operation).toBe('GET /users/[address left out]');
  });
});
