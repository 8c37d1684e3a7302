import { describe, expect, it } from 'vitest';
import type { TelemetryEvent } from '../../../lambdas/shared/contract/workflow.ts';
import { DependencyUnavailable } from '../../../lambdas/shared/errors.ts';
import { ingest } from '../../../lambdas/telemetry/ingest.ts';
import { minutesUntil } from '../fakes/samples.ts';
import { NOW, target, tenantSettings, world } from '../fakes/world.ts';

const TICK = { source: 'kaizen.schedule', kind: 'tick' } as const;
const alarm = (changes: Partial<TelemetryEvent> = {}): TelemetryEvent => ({
  id: 'e-1',
  source: 'aws.cloudwatch',
  'detail-type': 'CloudWatch Alarm State Change',
  time: new Date(NOW).toISOString(),
  resources: ['arn:aws:cloudwatch:eu-west-1:111122223333:alarm:orders-errors'],
  detail: {
    alarmName: 'orders-errors',
    state: { value: 'ALARM' },
    configuration: { metrics: [{ metricStat: { metric: { dimensions: { FunctionName: 'orders' } } } }] },
  },
  ...changes,
});

describe('ingest, tick', () => {
  it('observes all managed targets, those of a tenant that is not listed and under the kill switch too', async () => {
    const cloud = world({ targets: [target('orders'), target('stranger', { tenant: 'elsewhere' })] });
    cloud.killSwitch = { stopped: true, by: 'ops', reason: 'audit', at: NOW };
    cloud.minutes.set('orders', minutesUntil(NOW, 3));
    cloud.minutes.set('stranger', minutesUntil(NOW, 3));
    expect(await ingest(cloud.ports, cloud.settings, TICK)).toMatchObject({ kind: 'tick', targets: 2, minutes: 6 });
  });

  it('leaves a tenant alone that has switched telemetry off', async () => {
    const off = world({ tenant: { flags: { ...tenantSettings().flags, telemetry: false } } });
    off.minutes.set('orders', minutesUntil(NOW, 3));
    expect(await ingest(off.ports, off.settings, TICK)).toMatchObject({ targets: 0, minutes: 0 });
    expect(off.baselines.size).toBe(0);
  });
});

describe('ingest, event', () => {
  it('counts the same event once within the window, for the tenant of its function', async () => {
    const cloud = world({ targets: [target('orders', { tenant: 'shop' })] });
    expect(await ingest(cloud.ports, cloud.settings, alarm())).toEqual({ kind: 'event', counted: true, tenant: 'shop' });
    expect(await ingest(cloud.ports, cloud.settings, alarm({ id: 'e-2' }))).toMatchObject({ counted: false });
    cloud.now += 300_000;
    expect(await ingest(cloud.ports, cloud.settings, alarm({ id: 'e-3' }))).toMatchObject({ counted: true });
    expect(cloud.events).toHaveLength(2);
  });

  it('counts an event whose first run died before the count, once', async () => {
    const cloud = world();
    const { countEvent } = cloud.ports.control;
    cloud.ports.control.countEvent = async () => {
      throw new DependencyUnavailable('the table throttles');
    };
    await expect(ingest(cloud.ports, cloud.settings, alarm())).rejects.toThrow(/throttles/);
    cloud.ports.control.countEvent = countEvent;
    expect(await ingest(cloud.ports, cloud.settings, alarm({ id: 'e-2' }))).toMatchObject({ counted: false });
    expect(await ingest(cloud.ports, cloud.settings, alarm())).toMatchObject({ counted: true });
    expect(await ingest(cloud.ports, cloud.settings, alarm())).toMatchObject({ counted: false });
    expect(cloud.events).toHaveLength(1);
  });

  it('tells states, resources and completed invocations apart', async () => {
    const cloud = world();
    const completion = (requestId: string): TelemetryEvent =>
      alarm({
        source: 'lambda',
        'detail-type': 'Lambda Function Invocation Result - Success',
        resources: ['arn:aws:lambda:eu-west-1:111122223333:function:orders:live'],
        detail: {
          requestContext: { requestId, functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:orders:live', condition: 'Success' },
        },
      });
    const events = [
      alarm(),
      alarm({ detail: { alarmName: 'orders-errors', state: { value: 'OK' } } }),
      alarm({ resources: ['arn:aws:cloudwatch:eu-west-1:111122223333:alarm:other'] }),
      completion('a'),
      completion('b'),
    ];
    for (const event of events) expect(await ingest(cloud.ports, cloud.settings, event)).toMatchObject({ counted: true });
    expect(await ingest(cloud.ports, cloud.settings, completion('b'))).toMatchObject({ counted: false });
  });

  it('refuses a time that is none', async () => {
    const cloud = world();
    await expect(ingest(cloud.ports, cloud.settings, alarm({ time: 'yesterday' }))).rejects.toThrow(
      /time: found "yesterday"; expected an ISO 8601 time/,
    );
  });
});
