import { describe, expect, it } from 'vitest';
import type { TelemetryEvent } from '../../../lambdas/shared/contract/workflow.ts';
import { DependencyUnavailable } from '../../../lambdas/shared/errors.ts';
import { ingest } from '../../../lambdas/telemetry/ingest.ts';
import { NOW, registered, target, world } from '../fakes/world.ts';

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

describe('ingest', () => {
  it('counts the same event once within the window, for the tenant of its function', async () => {
    const cloud = world({ targets: [target('orders', { tenant: 'shop' })] });
    expect(await ingest(cloud.ports, cloud.settings, alarm())).toMatchObject({ counted: true, tenant: 'shop' });
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

  const change = (eventName: string, changes: Partial<TelemetryEvent> = {}): TelemetryEvent => ({
    id: 'c-1',
    source: 'aws.lambda',
    'detail-type': 'AWS API Call via CloudTrail',
    time: new Date(NOW).toISOString(),
    detail: { eventSource: 'lambda.amazonaws.com', eventName, requestParameters: { functionName: 'orders' } },
    ...changes,
  });
  const asleep = () => {
    const cloud = world();
    cloud.registry.set('orders', registered(target('orders'), { nextPollAt: NOW + 3_600_000, cadence: 'idle', refreshedAt: NOW - 1000 }));
    return cloud;
  };

  it('wakes the target of an alarm', async () => {
    const cloud = asleep();
    expect(await ingest(cloud.ports, cloud.settings, alarm())).toMatchObject({ woken: true });
    expect(cloud.registry.get('orders')).toMatchObject({ nextPollAt: NOW, fastUntil: NOW + 900_000, refreshedAt: NOW - 1000 });
    const over = alarm({ id: 'e-2', detail: { alarmName: 'orders-errors', state: { value: 'OK' } } });
    expect(await ingest(cloud.ports, cloud.settings, over)).toMatchObject({ counted: true, woken: false });
  });

  it('wakes a target that was deployed, and has it read anew', async () => {
    const cloud = asleep();
    expect(await ingest(cloud.ports, cloud.settings, change('UpdateAlias20150331'))).toMatchObject({ counted: true, woken: true });
    expect(cloud.registry.get('orders')).toMatchObject({ nextPollAt: NOW, refreshedAt: 0 });
    // One that was woken by an alarm a second ago as well.
    const alarmed = asleep();
    await ingest(alarmed.ports, alarmed.settings, alarm());
    expect(await ingest(alarmed.ports, alarmed.settings, change('PublishVersion20150331'))).toMatchObject({ woken: true });
    expect(alarmed.registry.get('orders')).toMatchObject({ refreshedAt: 0 });
  });

  it('leaves asleep what was only read, and knows nothing of functions that are not managed', async () => {
    const cloud = asleep();
    expect(await ingest(cloud.ports, cloud.settings, change('GetFunction20150331v2'))).toMatchObject({ counted: true, woken: false });
    const other = change('UpdateFunctionCode20150331v2', {
      id: 'c-2',
      detail: { eventName: 'UpdateFunctionCode20150331v2', requestParameters: { functionName: 'ghost' } },
    });
    expect(await ingest(cloud.ports, cloud.settings, other)).toEqual({ counted: true, tenant: 'default', woken: false });
    expect(cloud.registry.get('orders')?.revision).toBe(1);
  });

  it('wakes a target whose event died before the mark', async () => {
    const cloud = asleep();
    const { sightCounted } = cloud.ports.control;
    cloud.ports.control.sightCounted = async () => {
      throw new DependencyUnavailable('the table throttles');
    };
    await expect(ingest(cloud.ports, cloud.settings, alarm())).rejects.toThrow(/throttles/);
    cloud.ports.control.sightCounted = sightCounted;
    expect(await ingest(cloud.ports, cloud.settings, alarm())).toMatchObject({ counted: true });
    expect(cloud.registry.get('orders')?.fastUntil).toBe(NOW + 900_000);
  });
});
