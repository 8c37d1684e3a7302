import { describe, expect, it } from 'vitest';
import { deploy } from '../../../lambdas/rollout/deploy.ts';
import { PROFILE_SETTINGS } from '../../../lambdas/shared/contract/settings.ts';
import { rollBack } from '../../../lambdas/rollout/roll-back.ts';
import { StaleRecord, TargetChanged } from '../../../lambdas/shared/errors.ts';
import { createWorld, KILLED, TARGET, type World } from './fakes/world.ts';

const cases: [string, (world: World) => void, RegExp][] = [
  [
    'Kaizen is stopped',
    (world) => {
      world.control.state = { stopped: true, by: 'anna', reason: 'release day', at: 0 };
    },
    /anna stopped Kaizen \(release day\)/,
  ],
  [
    'its flag is off',
    (world) => world.tenant({ flags: { ...PROFILE_SETTINGS.basic.flags, rollout: false } }),
    /the flag "rollout" of tenant default is off/,
  ],
  ['the tenant is disabled', (world) => world.tenant({ enabled: false }), /tenant default is disabled/],
  ['the tenant is unknown', (world) => delete world.settings.tenants['default'], /tenant default is not configured in stage test/],
  [
    'the autonomy is too low',
    (world) => world.tenant({ autonomy: 'tune' }),
    /the autonomy of orders is "tune", a code change needs "improve"/,
  ],
  [
    'the function is not managed any more',
    (world) => {
      world.service.managed = false;
    },
    /orders is not there or not managed/,
  ],
  [
    'another rollout holds the target',
    (world) => world.control.locks.set(`rollout#${TARGET}`, { owner: 'imp-0', until: world.now + 1 }),
    /another rollout of orders is under way/,
  ],
  [
    'somebody else deployed',
    (world) => world.service.moveAlias({ version: '9', canary: null }),
    /orders is at version 9, the change was written against version 3/,
  ],
  [
    'the alias has a canary',
    (world) => world.service.moveAlias({ version: '3', canary: { version: '9', weight: 0.2 } }),
    /somebody else's canary is on orders: version 3 with 20 % on version 9/,
  ],
  [
    'the alias is unpublished',
    (world) => world.service.moveAlias({ version: '$LATEST', canary: null }),
    /points at \$LATEST, which could not be restored/,
  ],
  [
    'there is no traffic to compare with',
    (world) => {
      world.service.requestsPerMinute = 0;
    },
    /version 3 of orders served nothing in the last 60 minutes: nothing to judge/,
  ],
  [
    'there is too little traffic to compare with',
    (world) => {
      world.service.requestsPerMinute = 1;
    },
    /60 minutes with 60 requests to compare with, expected at least 10 minutes and 100 requests/,
  ],
];

describe('deploy', () => {
  for (const [name, arrange, reason] of cases) {
    it(`changes nothing when ${name}`, async () => {
      const world = await createWorld();
      arrange(world);
      const { alias } = world.service;
      const locks = new Map(world.control.locks);
      expect(await deploy(world.ports, world.settings, world.ref)).toEqual({ ...world.ref, started: false });
      const improvement = await world.improvement();
      expect(improvement.status).toBe('not-deployed');
      expect(improvement.reason).toMatch(reason);
      expect(world.service.alias).toBe(alias);
      expect(world.service.versions.size).toBe(1);
      expect(world.control.locks).toEqual(locks);
      expect(world.audit.records.map((record) => record.action)).toEqual(['not-deployed']);

      expect(await deploy(world.ports, world.settings, world.ref)).toMatchObject({ started: false });
      expect(world.audit.records).toHaveLength(1);
    });
  }

  it('does not overwrite a share that somebody else gave its canary', async () => {
    const world = await createWorld();
    const { fleet } = world.ports;
    const setAlias: typeof fleet.setAlias = async (...args) => {
      const state = await fleet.setAlias(...args);
      world.service.moveAlias({ version: '3', canary: { version: '4', weight: 0.3 } });
      return state;
    };
    const deploying = () => deploy({ ...world.ports, fleet: { ...fleet, setAlias } }, world.settings, world.ref);
    await expect(deploying()).rejects.toMatchObject({ name: 'TargetChanged' });
    await expect(deploying()).rejects.toMatchObject({ name: 'TargetChanged' });
    expect(world.service.alias.canary).toEqual({ version: '4', weight: 0.3 });
    await rollBack(world.ports, world.settings, { ...world.ref, error: { Error: 'TargetChanged', Cause: 'another share' } });
    expect(world.service.alias).toMatchObject({ version: '3', canary: null });
    expect(world.control.locks.size).toBe(0);
  });

  it('has recorded snapshot, baseline and canary before the alias moves', async () => {
    const world = await createWorld();
    const seen: unknown[] = [];
    const { fleet } = world.ports;
    const ports = {
      ...world.ports,
      fleet: {
        ...fleet,
        publish: async (...args: Parameters<typeof fleet.publish>) => {
          seen.push({ at: 'publish', rollout: (await world.improvement()).rollout });
          return fleet.publish(...args);
        },
        setAlias: async (...args: Parameters<typeof fleet.setAlias>) => {
          seen.push({ at: 'setAlias', rollout: (await world.improvement()).rollout });
          return fleet.setAlias(...args);
        },
      },
    };
    expect(await deploy(ports, world.settings, world.ref)).toMatchObject({ started: true });
    expect(seen).toEqual([
      {
        at: 'publish',
        rollout: expect.objectContaining({
          phase: 'preparing',
          canaryVersion: null,
          snapshot: expect.objectContaining({ stableVersion: '3' }),
        }),
      },
      { at: 'setAlias', rollout: expect.objectContaining({ phase: 'preparing', canaryVersion: '4', canarySha256: 'sha-of-4' }) },
    ]);
    const { rollout } = await world.improvement();
    expect(rollout).toMatchObject({ phase: 'monitoring', weights: [{ weight: 0.1, from: world.now }] });
    expect(rollout?.baseline?.minutes).toHaveLength(60);
    expect(rollout?.baseline?.quantiles.map((quantile) => quantile.level)).toEqual([0.5, 0.75, 0.9, 0.95, 0.99]);
    expect(world.service.alias).toMatchObject({ version: '3', canary: { version: '4', weight: 0.1 } });
  });

  it('has telemetry watch the target from the first minute on, even when others keep writing its record', async () => {
    const world = await createWorld();
    await deploy(world.ports, world.settings, world.ref);
    const record = world.registry.get(TARGET);
    expect(record).toMatchObject({ nextPollAt: world.now, refreshedAt: 0 });
    expect(record?.fastUntil).toBeGreaterThan(world.now);
    const contested = await createWorld();
    const put = () => Promise.reject(new StaleRecord('somebody was first'));
    const ports = { ...contested.ports, registry: { ...contested.ports.registry, put } };
    expect(await deploy(ports, contested.settings, contested.ref)).toMatchObject({ started: true });
  });

  it('does nothing the second time', async () => {
    const world = await createWorld();
    await deploy(world.ports, world.settings, world.ref);
    const before = { improvement: await world.improvement(), alias: world.service.alias, audit: world.audit.records.length };
    expect(await deploy(world.ports, world.settings, world.ref)).toMatchObject({ started: true });
    expect({ improvement: await world.improvement(), alias: world.service.alias, audit: world.audit.records.length }).toEqual(before);
  });

  it('leaves an improvement alone that is not up for rollout', async () => {
    const world = await createWorld({ status: 'proposed' });
    expect(await deploy(world.ports, world.settings, world.ref)).toMatchObject({ started: false });
    expect((await world.improvement()).status).toBe('proposed');
    expect(world.audit.records).toHaveLength(0);
  });

  it('stops between publishing and the first share when the switch is thrown', async () => {
    const world = await createWorld();
    const { fleet } = world.ports;
    const ports = {
      ...world.ports,
      fleet: {
        ...fleet,
        publish: async (...args: Parameters<typeof fleet.publish>) => {
          world.control.state = { stopped: true, by: 'anna', reason: 'now', at: 0 };
          return fleet.publish(...args);
        },
      },
    };
    expect(await deploy(ports, world.settings, world.ref)).toMatchObject({ started: false });
    expect((await world.improvement()).reason).toBe('not deployed: anna stopped Kaizen (now)');
    expect(world.service.alias).toMatchObject({ version: '3', canary: null });
    expect(world.control.locks.size).toBe(0);
  });

  it.each(['publish', 'setAlias'] as const)('asks for the autonomy again when it resumes before %s', async (act) => {
    const world = await createWorld();
    const { fleet } = world.ports;
    const killed = async (): Promise<never> => {
      throw new Error('killed');
    };
    await expect(deploy({ ...world.ports, fleet: { ...fleet, [act]: killed } }, world.settings, world.ref)).rejects.toThrow('killed');
    world.tenant({ autonomy: 'tune' });
    const versions = world.service.versions.size;
    expect(await deploy(world.ports, world.settings, world.ref)).toMatchObject({ started: false });
    expect(await world.improvement()).toMatchObject({
      status: 'not-deployed',
      reason: 'not deployed: the autonomy of orders is "tune", a code change needs "improve"',
    });
    expect(world.service.versions.size).toBe(versions);
    expect(world.service.aliasHistory).toHaveLength(1);
  });

  /** Deploys while something happens between reading the alias and setting it. */
  async function deployWhile(world: World, meanwhile: () => Promise<unknown>) {
    const { fleet } = world.ports;
    let happened = false;
    const setAlias: typeof fleet.setAlias = async (...args) => {
      if (!happened) await meanwhile();
      happened = true;
      return fleet.setAlias(...args);
    };
    return deploy({ ...world.ports, fleet: { ...fleet, setAlias } }, world.settings, world.ref);
  }

  it('is refused its share when the rollout was rolled back before', async () => {
    const world = await createWorld();
    const out = deployWhile(world, () => rollBack(world.ports, world.settings, { ...world.ref, error: KILLED }));
    await expect(out).rejects.toThrow(TargetChanged);
    expect(world.service.aliasHistory.every(({ state }) => state.version === '3' && state.canary === null)).toBe(true);
    expect(await world.improvement()).toMatchObject({ status: 'not-deployed', rollout: { phase: 'done' } });
    expect(world.audit.records.at(-1)?.key).toBe('rollout/imp-1/not-deployed');
    expect(world.control.locks.size).toBe(0);
  });

  it('takes the canary off again when the rollout was rolled back before its share was on record', async () => {
    const world = await createWorld();
    const { improvements } = world.ports.work;
    const update: typeof improvements.update = async (record) => {
      if (record.rollout?.phase === 'monitoring') {
        await rollBack(world.ports, world.settings, { ...world.ref, error: KILLED });
        world.service.moveAlias({ version: '3', canary: { version: '4', weight: 0.1 } });
      }
      return improvements.update(record);
    };
    const ports = { ...world.ports, work: { ...world.ports.work, improvements: { ...improvements, update } } };
    expect(await deploy(ports, world.settings, world.ref)).toMatchObject({ started: false });
    expect(world.service.alias).toMatchObject({ version: '3', canary: null });
    expect(world.audit.records.slice(-2).map(({ key }) => key)).toEqual([
      'rollout/imp-1/roll-back/late-canary',
      'rollout/imp-1/rolled-back/late-canary',
    ]);
  });

  it('takes it off too while the rollback is still on its way', async () => {
    const world = await createWorld();
    await deployWhile(world, async () => {
      const record = await world.improvement();
      const rollout = record.rollout === null ? null : { ...record.rollout, phase: 'rolling-back' as const };
      await world.ports.work.improvements.update({ ...record, rollout });
    });
    expect(world.service.alias).toMatchObject({ version: '3', canary: null });
  });

  it('asks a person when the late canary is on a function that is not managed any more', async () => {
    const world = await createWorld();
    const { improvements } = world.ports.work;
    let stale = false;
    const update: typeof improvements.update = async (record) => {
      if (record.rollout?.phase === 'monitoring' && !stale) {
        stale = true;
        await rollBack(world.ports, world.settings, world.ref);
        world.service.moveAlias({ version: '3', canary: { version: '4', weight: 0.1 } });
        world.service.managed = false;
      }
      return improvements.update(record);
    };
    const ports = { ...world.ports, work: { ...world.ports.work, improvements: { ...improvements, update } } };
    expect(await deploy(ports, world.settings, world.ref)).toMatchObject({ started: false });
    expect(world.messages.at(-1)).toMatchObject({ severity: 'high', body: expect.stringContaining('--function-version 3 ') });
  });

  it('leaves the canary on when another run of the same deployment was first', async () => {
    const world = await createWorld();
    const { improvements } = world.ports.work;
    const update: typeof improvements.update = async (record) => {
      if (record.rollout?.phase === 'monitoring') await improvements.update(await world.improvement());
      return improvements.update(record);
    };
    const ports = { ...world.ports, work: { ...world.ports.work, improvements: { ...improvements, update } } };
    await expect(deploy(ports, world.settings, world.ref)).rejects.toMatchObject({ name: 'StaleRecord' });
    expect(world.service.alias.canary).toMatchObject({ version: '4', weight: 0.1 });
    expect(await deploy(world.ports, world.settings, world.ref)).toMatchObject({ started: true });
  });

  it.each([
    ['code that is the same', {}, 'sha-of-3', /version 4 of orders has the code of version 3: nothing was changed/],
    [
      'a tuning with other code',
      { kind: 'tuning' as const, configuration: { memoryMb: 256, timeoutSeconds: 10 } },
      'sha-of-9',
      /a tuning changes none/,
    ],
  ])('does not let traffic on %s', async (_, change, sha, reason) => {
    const world = await createWorld(change);
    const { fleet } = world.ports;
    const publish = async (...args: Parameters<typeof fleet.publish>) => {
      const published = { ...(await fleet.publish(...args)), codeSha256: sha };
      world.service.versions.set(published.version, published);
      return published;
    };
    expect(await deploy({ ...world.ports, fleet: { ...fleet, publish } }, world.settings, world.ref)).toMatchObject({ started: false });
    expect((await world.improvement()).reason).toMatch(reason);
    expect(world.service.alias.canary).toBeNull();
  });

  it('does not let traffic on a version that reads back otherwise', async () => {
    for (const [other, reason] of [
      [{ codeSha256: 'sha-of-x' }, /has the code sha-of-x, but sha-of-4 was published/],
      [{ configuration: { memoryMb: 128, timeoutSeconds: 10 } }, /runs with 128 MB, 10 s, expected 512 MB, 10 s/],
    ] as const) {
      const world = await createWorld();
      const { fleet } = world.ports;
      const version = async (name: string, asked: string) => ({ ...(await fleet.version(name, asked)), ...(asked === '4' ? other : {}) });
      await deploy({ ...world.ports, fleet: { ...fleet, version } }, world.settings, world.ref);
      expect((await world.improvement()).reason).toMatch(reason);
      expect(world.service.alias.canary).toBeNull();
    }
  });

  it('says which record is missing', async () => {
    const world = await createWorld();
    const ref = { ...world.ref, improvementId: 'imp-9' };
    await expect(deploy(world.ports, world.settings, ref)).rejects.toMatchObject({
      name: 'RecordNotFound',
      message: expect.stringContaining('imp-9'),
    });
  });
});
