import { describe, expect, it } from 'vitest';
import { PROFILE_SETTINGS } from '../../../lambdas/shared/contract/settings.ts';
import { deploy } from '../../../lambdas/rollout/deploy.ts';
import { judgeMinute } from '../../../lambdas/rollout/judge-minute.ts';
import { rollBack } from '../../../lambdas/rollout/roll-back.ts';
import { HEALTHY } from './fakes/service.ts';
import { createWorld, runRollout, type World } from './fakes/world.ts';

const ask = (world: World) => judgeMinute(world.ports, world.settings, world.ref);

/** A rollout in its fifth minute. */
async function monitored(): Promise<World> {
  const world = await createWorld();
  await deploy(world.ports, world.settings, world.ref);
  for (let minute = 1; minute <= 5; minute++) {
    world.wait(1);
    expect(await ask(world)).toMatchObject({ decision: 'continue' });
  }
  return world;
}

const away = { version: '9', weight: 0.2 };
const disturbances: [string, (world: World) => void, { reason: RegExp; status: string; version: string; canary: null | typeof away }][] = [
  [
    'Kaizen was stopped',
    (world) => {
      world.control.state = { stopped: true, by: 'anna', reason: 'release day', at: 0 };
    },
    { reason: /^rolled back because anna stopped Kaizen \(release day\)$/, status: 'rolled-back', version: '3', canary: null },
  ],
  [
    'its flag was switched off',
    (world) => world.tenant({ flags: { ...PROFILE_SETTINGS.basic.flags, rollout: false } }),
    { reason: /because the flag "rollout" of tenant default is off/, status: 'rolled-back', version: '3', canary: null },
  ],
  [
    'the autonomy was lowered',
    (world) => world.tenant({ autonomy: 'recommend' }),
    { reason: /because the autonomy of orders is "recommend"/, status: 'rolled-back', version: '3', canary: null },
  ],
  [
    'somebody deployed and kept the routing',
    (world) => world.service.moveAlias({ version: '9', canary: { version: '4', weight: 0.1 } }),
    {
      reason: /^not deployed: somebody else deployed, .* the canary was taken off, their version stays$/,
      status: 'not-deployed',
      version: '9',
      canary: null,
    },
  ],
  [
    'somebody deployed a canary of theirs',
    (world) => world.service.moveAlias({ version: '3', canary: away }),
    {
      reason: /^not deployed: somebody else deployed, the alias is at version 3 with 20 % on version 9; it was left alone$/,
      status: 'not-deployed',
      version: '3',
      canary: away,
    },
  ],
  [
    'somebody promoted it by hand',
    (world) => world.service.moveAlias({ version: '4', canary: null }),
    {
      reason: /^not deployed: somebody else deployed, the alias is at version 4; it was left alone$/,
      status: 'not-deployed',
      version: '4',
      canary: null,
    },
  ],
  [
    'somebody took it back by hand',
    (world) => world.service.moveAlias({ version: '3', canary: null }),
    { reason: /^rolled back because somebody took version 4 off the alias$/, status: 'rolled-back', version: '3', canary: null },
  ],
  [
    'somebody changed its share',
    (world) => world.service.moveAlias({ version: '3', canary: { version: '4', weight: 0.3 } }),
    {
      reason: /^rolled back because somebody changed the canary's share to 30 %, recorded is 10 %$/,
      status: 'rolled-back',
      version: '3',
      canary: null,
    },
  ],
  [
    'another rollout took the lock',
    (world) => world.control.locks.set('rollout#orders', { owner: 'imp-7', until: Infinity }),
    { reason: /^rolled back because another rollout took the lock of orders$/, status: 'rolled-back', version: '3', canary: null },
  ],
];

describe('judging a minute', () => {
  for (const [name, disturb, expected] of disturbances) {
    it(`ends the rollout when ${name}, and undoes only its own doing`, async () => {
      const world = await monitored();
      disturb(world);
      expect(await ask(world)).toMatchObject({ decision: 'roll-back' });
      expect(await ask(world)).toMatchObject({ decision: 'roll-back' });
      await rollBack(world.ports, world.settings, world.ref);
      const improvement = await world.improvement();
      expect(improvement.reason).toMatch(expected.reason);
      expect(improvement.status).toBe(expected.status);
      expect(world.service.alias).toMatchObject({ version: expected.version, canary: expected.canary });
      expect(world.audit.records.map((record) => record.action)).toEqual(['start-rollout', 'roll-back', expected.status]);
    });
  }

  it('answers the same without a new minute, and writes nothing', async () => {
    const world = await monitored();
    const before = await world.improvement();
    expect(await ask(world)).toMatchObject({ decision: 'continue' });
    expect(await world.improvement()).toEqual(before);
  });

  it('reads each minute once, and only complete ones after the first weight', async () => {
    const world = await createWorld();
    const spans: { from: number; to: number }[] = [];
    const { metrics } = world.ports;
    await deploy(world.ports, world.settings, world.ref);
    const ports = {
      ...world.ports,
      metrics: {
        ...metrics,
        exceedances: async (...args: Parameters<typeof metrics.exceedances>) => {
          if (args[1] === '4') spans.push(args[3]);
          return metrics.exceedances(...args);
        },
      },
    };
    for (let minute = 0; minute < 6; minute++) {
      world.wait(1);
      await judgeMinute(ports, world.settings, world.ref);
    }
    const first = (await world.improvement()).rollout?.weights[0]?.from as number;
    expect(spans[0]?.from).toBe(Math.ceil(first / 60_000) * 60_000);
    for (const [index, span] of spans.entries()) {
      expect(span.to - span.from).toBe(60_000);
      if (index > 0) expect(span.from).toBe(spans[index - 1]?.to);
    }
    expect((await world.improvement()).rollout?.observations.map((observation) => observation.minute)).toEqual(
      spans.map((span) => span.from),
    );
  });

  it('goes on judging after an early pass: harm that shows later still counts', async () => {
    const world = await createWorld();
    world.tenant({ monitoringSeconds: 40 * 60 });
    let passedEarly = false;
    await runRollout(world, world.ports, async (round) => {
      if (round === 25) world.service.behaviours.set('4', { ...HEALTHY, errorRate: 0.5 });
      passedEarly ||= (await world.improvement()).rollout?.verdict?.word === 'pass';
    });
    expect(passedEarly).toBe(true);
    expect((await world.improvement()).rollout?.verdict).toMatchObject({ word: 'harm', metric: 'errors' });
    expect(world.service.alias).toMatchObject({ version: '3', canary: null });
  });

  it('keeps the plan that it began with when the settings change meanwhile', async () => {
    const world = await monitored();
    world.tenant({ rollbackThreshold: 0.5, monitoringSeconds: 3600, steps: [{ weight: 0.9, minutes: 1 }] });
    const { plan } = (await world.improvement()).rollout ?? {};
    expect(plan).toMatchObject({
      margin: 0.1,
      horizonMinutes: 15,
      steps: [
        { weight: 0.1, minutes: 3 },
        { weight: 0.5, minutes: 12 },
      ],
    });
    world.wait(1);
    expect(await ask(world)).toMatchObject({ decision: 'step' });
  });

  it('hands over to promotion and rollback once they are decided or over', async () => {
    const world = await createWorld();
    expect(await ask(world)).toMatchObject({ decision: 'roll-back' });
    await runRollout(world);
    expect(await ask(world)).toMatchObject({ decision: 'roll-back' });
    expect((await world.improvement()).status).toBe('promoted');
  });
});
