import { describe, expect, it } from 'vitest';
import { deploy } from '../../../lambdas/rollout/deploy.ts';
import { judgeMinute } from '../../../lambdas/rollout/judge-minute.ts';
import { step } from '../../../lambdas/rollout/step.ts';
import { createWorld, type World } from './fakes/world.ts';

/** A rollout whose second step is due. */
async function due(): Promise<World> {
  const world = await createWorld();
  await deploy(world.ports, world.settings, world.ref);
  for (;;) {
    world.wait(1);
    if ((await judgeMinute(world.ports, world.settings, world.ref)).decision === 'step') return world;
  }
}

const weights = async (world: World) => (await world.improvement()).rollout?.weights;

const killed = async (): Promise<never> => {
  throw new Error('killed');
};

describe('step', () => {
  it('raises the weight once, recorded before the alias moves', async () => {
    const world = await due();
    const { fleet } = world.ports;
    let recorded: unknown;
    const setAlias: typeof fleet.setAlias = async (...args) => {
      recorded = (await weights(world))?.map(({ weight }) => weight);
      return fleet.setAlias(...args);
    };
    await step({ ...world.ports, fleet: { ...fleet, setAlias } }, world.settings, world.ref);
    expect(recorded).toEqual([0.1, 0.5]);
    expect(world.service.alias).toMatchObject({ version: '3', canary: { version: '4', weight: 0.5 } });
    const before = { alias: world.service.alias, improvement: await world.improvement() };
    await step(world.ports, world.settings, world.ref);
    expect({ alias: world.service.alias, improvement: await world.improvement() }).toEqual(before);
  });

  it('finishes a step that broke off before the alias moved, and counts its minutes from then on', async () => {
    const world = await due();
    const { fleet } = world.ports;
    await expect(step({ ...world.ports, fleet: { ...fleet, setAlias: killed } }, world.settings, world.ref)).rejects.toThrow('killed');
    world.wait(3);
    await step(world.ports, world.settings, world.ref);
    expect(world.service.alias.canary?.weight).toBe(0.5);
    expect((await weights(world))?.at(-1)).toEqual({ weight: 0.5, from: world.now });
    expect(await weights(world)).toHaveLength(2);
  });

  it('counts from when the alias had moved, when that took it into the next minute', async () => {
    const world = await due();
    const { fleet } = world.ports;
    const setAlias: typeof fleet.setAlias = async (...args) => {
      world.wait(1);
      return fleet.setAlias(...args);
    };
    await step({ ...world.ports, fleet: { ...fleet, setAlias } }, world.settings, world.ref);
    expect((await weights(world))?.at(-1)?.from).toBe(world.now);
  });

  it.each([
    ['Kaizen is stopped', (world: World) => void (world.control.state = { stopped: true, by: 'anna', reason: 'now', at: 0 })],
    ['the autonomy was lowered', (world: World) => world.tenant({ autonomy: 'tune' })],
    ['the function is not managed any more', (world: World) => void (world.service.managed = false)],
    ['somebody else deployed', (world: World) => world.service.moveAlias({ version: '9', canary: null })],
    ['somebody set another share', (world: World) => world.service.moveAlias({ version: '3', canary: { version: '4', weight: 0.3 } })],
  ])('leaves it to the judge when %s', async (_, disturb) => {
    const world = await due();
    disturb(world);
    const { alias } = world.service;
    await step(world.ports, world.settings, world.ref);
    expect(world.service.alias).toBe(alias);
    expect(await weights(world)).toHaveLength(1);
  });

  it('does nothing before its time and after the rollout', async () => {
    const world = await createWorld();
    await step(world.ports, world.settings, world.ref);
    await deploy(world.ports, world.settings, world.ref);
    await step(world.ports, world.settings, world.ref);
    expect(world.service.alias.canary?.weight).toBe(0.1);
  });

  it('goes through three steps one after the other', async () => {
    const world = await createWorld();
    world.tenant({ steps: [0.1, 0.3, 0.5].map((weight) => ({ weight, minutes: 2 })) });
    await deploy(world.ports, world.settings, world.ref);
    const seen: (number | undefined)[] = [];
    for (let minute = 0; minute < 14; minute++) {
      world.wait(1);
      const { decision } = await judgeMinute(world.ports, world.settings, world.ref);
      if (decision === 'step') {
        await step(world.ports, world.settings, world.ref);
        await step(world.ports, world.settings, world.ref);
        seen.push(world.service.alias.canary?.weight);
      }
    }
    expect(seen).toEqual([0.3, 0.5]);
  });
});
