import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { LogError, ReportLine } from '../../../lambdas/shared/contract/records.ts';
import type { LogDelivery } from '../../../lambdas/shared/contract/workflow.ts';
import { MINUTE_MS } from '../../../lambdas/shared/time.ts';
import { hostLogStream } from '../../../localstack/embedded/adapters/host-log-stream.ts';

const NOW = Date.UTC(2026, 10, 20, 10, 0);
const report = (requestId: string, at: number, changes: Partial<ReportLine> = {}): ReportLine => ({
  requestId,
  version: '3',
  at,
  durationMs: 12.345,
  memoryMb: 128,
  maxMemoryMb: 70.4,
  initMs: null,
  status: 'ok',
  ...changes,
});
const failure: LogError = {
  requestId: 'r2',
  version: '3',
  at: NOW + 5,
  type: 'TypeError',
  message: 'no id',
  stack: ['at handler (a.ts:1:1)'],
};

function host(reports: readonly ReportLine[], errors: readonly LogError[]) {
  const self = {
    complete: NOW,
    completeUntil: async () => self.complete,
    reports: async (_name: string, { from, to }: { from: number; to: number }) => reports.filter(({ at }) => at >= from && at < to),
    errors: async (_name: string, { from, to }: { from: number; to: number }) => errors.filter(({ at }) => at >= from && at < to),
  };
  return self;
}

interface Payload {
  logGroup: string;
  logStream: string;
  logEvents: { id: string; timestamp: number; message: string }[];
}
const payloadOf = ({ awslogs }: LogDelivery): Payload => JSON.parse(gunzipSync(Buffer.from(awslogs.data, 'base64')).toString()) as Payload;

describe('hostLogStream', () => {
  it('delivers the lines that Lambda writes, each complete minute once, one delivery a version', async () => {
    const reports = [
      report('r1', NOW + 1, { initMs: 101.5 }),
      report('r2', NOW + 5, { status: 'error' }),
      report('r3', NOW + MINUTE_MS, { version: '4', status: 'timeout' }),
    ];
    const source = host(reports, [failure]);
    const stream = hostLogStream({ host: source, from: NOW, samplingRate: 1 });
    expect(await stream.ensure('orders')).toMatchObject({ state: 'active' });
    expect(await stream.deliveries()).toEqual([]);
    source.complete = NOW + MINUTE_MS;
    const [first, ...others] = await stream.deliveries();
    expect(others).toEqual([]);
    const payload = payloadOf(first as LogDelivery);
    expect(payload).toMatchObject({ logGroup: '/aws/lambda/orders', logStream: '2026/11/20/[3]embedded' });
    expect(payload.logEvents.map(({ message }) => message)).toEqual([
      `2026-11-20T10:00:00.005Z\tr2\tERROR\tInvoke Error \t${JSON.stringify({ errorType: 'TypeError', errorMessage: 'no id', stack: failure.stack })}\n`,
      'REPORT RequestId: r1\tDuration: 12.35 ms\tBilled Duration: 114 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\tInit Duration: 101.50 ms\t\n',
      'REPORT RequestId: r2\tDuration: 12.35 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\t\n',
    ]);
    expect(await stream.deliveries()).toEqual([]);
    source.complete = NOW + 2 * MINUTE_MS;
    const second = (await stream.deliveries()).map(payloadOf);
    expect(second.map(({ logStream }) => logStream)).toEqual(['2026/11/20/[4]embedded']);
    expect(second[0]?.logEvents[0]?.message).toContain('Status: timeout');
  });

  it('delivers nothing of a function without a subscription, or after it was taken away', async () => {
    const source = host([report('r1', NOW + 1)], []);
    source.complete = NOW + MINUTE_MS;
    const stream = hostLogStream({ host: source, from: NOW, samplingRate: 1 });
    expect(await stream.deliveries()).toEqual([]);
    await stream.ensure('orders');
    await stream.remove('orders');
    expect(await stream.deliveries()).toEqual([]);
  });

  it('samples reports, never failures', async () => {
    const source = host([report('r2', NOW + 5)], [failure]);
    source.complete = NOW + MINUTE_MS;
    const stream = hostLogStream({ host: source, from: NOW, samplingRate: 0 });
    await stream.ensure('orders');
    const [delivery] = await stream.deliveries();
    expect(payloadOf(delivery as LogDelivery).logEvents.map(({ id }) => id)).toEqual(['e-r2']);
  });
});
