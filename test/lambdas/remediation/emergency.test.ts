import { describe, expect, it } from 'vitest';
import { storyOf } from '../../../lambdas/shared/audit/story-of.ts';
import type { Improvement, Rollout } from '../../../lambdas/shared/contract/records.ts';
import type { AlarmEvent } from '../../../lambdas/shared/contract/workflow.ts';
import { emergency } from '../../../lambdas/remediation/emergency.ts';
import { METRICS } from '../../../lambdas/shared/contract/names.ts';
import { targetLock } from '../../../lambdas/shared/lock-keys.ts';
import { DependencyUnavailable, StaleRecord } from '../../../lambdas/shared/errors.ts';
import { HOUR_MS } from '../../../lambdas/shared/time.ts';
import { improvement } from '../fakes/samples.ts';
import { NOW, target, tenantSettings, world } from '../fakes/world.ts';

const alarm = (dimensions: Record<string, string> = { FunctionName: 'orders' }, changes: Partial<AlarmEvent> = {}): AlarmEvent => ({
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  source: 'aws.cloudwatch',
  'detail-type': 'CloudWatch Alarm State Change',
  time: new Date(NOW).toISOString(),
  detail: {
    alarmName: 'orders-errors',
    state: { value: 'ALARM', reason: 'Threshold crossed' },
    configuration: { metrics: [{ metricStat: { metric: { dimensions } } }] },
  },
  ...changes,
});
const rollingOut = (): Improvement => {
  const base = improvement({ status: 'rolling-out' });
  return { ...base, rollout: { ...(base.rollout as Rollout), phase: 'monitoring', endedAt: null } };
};
const ENDING = { status: 'promoted' as const, reason: 'proven', endedBecause: null, tell: null };
const CYCLE_ID = `${String(NOW / 1000).padStart(12, '0')}-emergency-6a7e8feb-b491-4cf7-a9f1-bf3703467718`;

describe('emergency', () => {
  it('starts one cycle over the last hour of the target, however often the event comes', async () => {
    const cloud = world();
    for (let run = 0; run < 3; run += 1) {
      expect(await emergency(cloud.ports, cloud.settings, alarm())).toMatchObject({
        result: 'handled',
        cycleId: CYCLE_ID,
        mitigation: { action: 'none' },
      });
    }
    expect(cloud.started).toEqual([
      {
        workflow: 'improvement-cycle',
        name: CYCLE_ID,
        input: {
          tenant: 'default',
          trigger: 'emergency',
          windowMinutes: 60,
          cause: 'Alarm orders-errors: Threshold crossed',
          targets: ['orders'],
        },
      },
    ]);
    expect(cloud.told).toHaveLength(1);
    expect(cloud.audit.map((record) => record.action)).toEqual(['emergency-handled']);
  });

  it('answers an alarm that flaps once within the window', async () => {
    const cloud = world();
    await emergency(cloud.ports, cloud.settings, alarm());
    expect(await emergency(cloud.ports, cloud.settings, alarm(undefined, { id: 'second' }))).toMatchObject({ result: 'duplicate' });
    cloud.now += 300_001;
    expect(await emergency(cloud.ports, cloud.settings, alarm(undefined, { id: 'third' }))).toMatchObject({ result: 'handled' });
    expect(cloud.started).toHaveLength(2);
  });

  it('drops a live canary at once, with its way back on the record, and leaves its end to the rollout', async () => {
    const cloud = world();
    const record = rollingOut();
    await cloud.ports.work.improvements.create(record);
    cloud.aliases.set('orders', { version: '1', canary: { version: '2', weight: 0.1 }, revision: 'r5' });
    expect(await emergency(cloud.ports, cloud.settings, alarm())).toMatchObject({
      mitigation: { action: 'canary-dropped', improvementId: 'imp-1' },
    });
    expect(cloud.aliases.get('orders')).toMatchObject({ version: '1', canary: null });
    const { rollout } = record;
    expect(await cloud.ports.work.improvements.get('default', 'imp-1')).toMatchObject({
      status: 'rolling-out',
      rollout: { ...rollout, phase: 'rolling-back', endedBecause: 'alarm orders-errors went off' },
    });
    expect(storyOf(record, cloud.audit).map((each) => each.action)).toEqual(['canary-dropped', 'emergency-handled']);
    expect(cloud.audit.map(({ about = [] }) => about.filter((ref) => ref.startsWith('event/')))).toEqual(
      Array.from({ length: 2 }, () => [`event/${alarm().id}`]),
    );
    expect(cloud.told[0]?.severity).toBe('high');
    await emergency(cloud.ports, cloud.settings, alarm());
    expect(cloud.calls['fleet.setAlias']).toBe(1);
  });

  it('leaves the record of a rollout that is being prepared to the deployment, and tries again where one is being ended', async () => {
    for (const change of [
      { phase: 'preparing' as const, ending: undefined },
      { phase: 'monitoring' as const, ending: ENDING },
    ]) {
      const cloud = world();
      const { rollout, ...record } = rollingOut();
      const before = {
        ...record,
        rollout: { ...(rollout as Rollout), phase: change.phase },
        ...(change.ending && { ending: change.ending }),
      };
      await cloud.ports.work.improvements.create(before);
      cloud.aliases.set('orders', { version: '1', canary: { version: '2', weight: 0.1 }, revision: 'r5' });
      const done = emergency(cloud.ports, cloud.settings, alarm());
      if (change.ending === undefined) expect(await done).toMatchObject({ mitigation: { action: 'canary-dropped' } });
      else await expect(done).rejects.toThrow(StaleRecord);
      expect(await cloud.ports.work.improvements.get('default', 'imp-1')).toEqual(before);
    }
  });

  it('takes back a promotion of the last hour, and says so in the record', async () => {
    const cloud = world();
    await cloud.ports.work.improvements.create(improvement());
    cloud.aliases.set('orders', { version: '2', canary: null, revision: 'r5' });
    expect(await emergency(cloud.ports, cloud.settings, alarm())).toMatchObject({ mitigation: { action: 'promotion-taken-back' } });
    expect(cloud.aliases.get('orders')).toMatchObject({ version: '1', canary: null });
    const record = await cloud.ports.work.improvements.get('default', 'imp-1');
    expect(record).toMatchObject({ status: 'rolled-back', updatedAt: NOW });
    expect(record?.reason).toMatch(/Alarm orders-errors: orders goes back from version 2, promoted by imp-1, to version 1/);
    expect(cloud.locks.has(targetLock('orders'))).toBe(false);
  });

  it('counts a promotion that it takes back as rolled back, whatever was learned of it before', async () => {
    const cloud = world();
    const promoted = improvement();
    await cloud.ports.work.improvements.create(promoted);
    await cloud.ports.control.addOutcome('default', promoted.strategy, promoted.id, 'promoted');
    cloud.aliases.set('orders', { version: '2', canary: null, revision: 'r5' });
    for (let run = 0; run < 2; run += 1) await emergency(cloud.ports, cloud.settings, alarm());
    expect(cloud.outcomes).toEqual([`${promoted.strategy} ${promoted.id} rolledBack`]);
    expect(cloud.metrics).toEqual([{ name: METRICS.rolledBack, value: 1, tenant: 'default' }]);
  });

  it('learns nothing of it where learning is off', async () => {
    const cloud = world({ tenant: { flags: { ...tenantSettings().flags, learning: false } } });
    await cloud.ports.work.improvements.create(improvement());
    cloud.aliases.set('orders', { version: '2', canary: null, revision: 'r5' });
    expect(await emergency(cloud.ports, cloud.settings, alarm())).toMatchObject({ mitigation: { action: 'promotion-taken-back' } });
    expect(cloud.outcomes).toEqual([]);
    expect(cloud.metrics).toHaveLength(1);
  });

  it('finishes what an earlier run of the same event began', async () => {
    const cloud = world();
    await cloud.ports.work.improvements.create(improvement());
    cloud.aliases.set('orders', { version: '2', canary: null, revision: 'r5' });
    const { update } = cloud.ports.work.improvements;
    cloud.ports.work.improvements.update = async () => {
      throw new DependencyUnavailable('the table throttles');
    };
    await expect(emergency(cloud.ports, cloud.settings, alarm())).rejects.toThrow(/throttles/);
    expect(cloud.aliases.get('orders')?.version).toBe('1');
    cloud.ports.work.improvements.update = update;
    expect(await emergency(cloud.ports, cloud.settings, alarm())).toMatchObject({ mitigation: { action: 'promotion-taken-back' } });
    expect(await cloud.ports.work.improvements.get('default', 'imp-1')).toMatchObject({ status: 'rolled-back' });
    expect(cloud.outcomes).toEqual([expect.stringMatching(/ imp-1 rolledBack$/)]);
    expect(cloud.calls['fleet.setAlias']).toBe(1);
  });

  it.each([
    ['the alias moved on since', { version: '3', canary: null }, 10],
    ['somebody else has a canary there', { version: '2', canary: { version: '9', weight: 0.2 } }, 10],
    ['the promotion is older than an hour', { version: '2', canary: null }, 61],
  ])('leaves the alias when %s', async (_, alias, minutesAgo) => {
    const cloud = world();
    const base = improvement();
    const rollout = { ...(base.rollout as Rollout), endedAt: NOW - (minutesAgo / 60) * HOUR_MS };
    await cloud.ports.work.improvements.create({ ...base, rollout });
    cloud.aliases.set('orders', { ...alias, revision: 'r5' });
    expect(await emergency(cloud.ports, cloud.settings, alarm())).toMatchObject({ result: 'handled', mitigation: { action: 'none' } });
    expect(cloud.calls['fleet.setAlias']).toBeUndefined();
  });

  it('respects the lock of whoever is changing the target', async () => {
    const cloud = world();
    await cloud.ports.work.improvements.create(improvement());
    cloud.aliases.set('orders', { version: '2', canary: null, revision: 'r5' });
    cloud.locks.set(targetLock('orders'), { owner: 'another-rollout', until: NOW + HOUR_MS });
    expect(await emergency(cloud.ports, cloud.settings, alarm())).toMatchObject({
      mitigation: { action: 'none', reason: expect.stringMatching(/holds its lock/) },
    });
    expect(cloud.locks.get(targetLock('orders'))?.owner).toBe('another-rollout');
  });

  it('looks at the whole tenant when the alarm names one', async () => {
    const cloud = world();
    expect(await emergency(cloud.ports, cloud.settings, alarm({ Tenant: 'default' }))).toMatchObject({
      result: 'handled',
      mitigation: null,
    });
    expect(cloud.started[0]?.input).not.toHaveProperty('targets');
  });

  it.each([
    ['is not in alarm', () => world(), alarm(undefined, { detail: { alarmName: 'x', state: { value: 'OK' } } }), 'ignored', 0],
    ['is about a function that is not managed', () => world(), alarm({ FunctionName: 'ghost' }), 'ignored', 0],
    ['names nobody', () => world(), alarm({}), 'ignored', 0],
    [
      'is about a tenant that is not configured',
      () => world({ targets: [target('orders', { tenant: 'elsewhere' })] }),
      alarm(),
      'ignored',
      0,
    ],
    [
      'finds emergencies switched off',
      () => world({ tenant: { flags: { ...tenantSettings().flags, emergency: false } } }),
      alarm(),
      'switched-off',
      1,
    ],
    ['finds the tenant disabled', () => world({ tenant: { enabled: false } }), alarm(), 'switched-off', 1],
  ])('starts nothing when the alarm %s', async (_, make, event, result, audited) => {
    const cloud = make();
    expect(await emergency(cloud.ports, cloud.settings, event)).toMatchObject({ result });
    expect(cloud.started).toEqual([]);
    expect(cloud.audit).toHaveLength(audited);
  });

  it('does nothing under the kill switch', async () => {
    const cloud = world();
    cloud.killSwitch = { stopped: true, by: 'ops', reason: 'freeze', at: NOW };
    await cloud.ports.work.improvements.create(improvement());
    cloud.aliases.set('orders', { version: '2', canary: null, revision: 'r5' });
    expect(await emergency(cloud.ports, cloud.settings, alarm())).toEqual({ result: 'stopped', reason: 'Stopped by ops: freeze' });
    expect(cloud.aliases.get('orders')?.version).toBe('2');
  });
});
