import { describe, expect, it } from 'vitest';
import { rollBack } from '../../../lambdas/rollout/roll-back.ts';
import { createWorld, KILLED, runRollout, type World } from './fakes/world.ts';
import { HEALTHY } from './fakes/service.ts';

async function watched(changes: Parameters<World['tenant']>[0] = {}): Promise<World> {
  const world = await createWorld();
  world.tenant({ watchMinutes: 12, ...changes });
  return world;
}

/** What happens once all traffic is on the new version. */
const onceAlone = (world: World, act: () => Promise<void> | void) => async (): Promise<void> => {
  const { rollout } = await world.improvement();
  if (rollout?.phase === 'watching' && rollout.watched.length === 1) await act();
};

describe('a promoted version', () => {
  it('is watched alone, then stays, and the lock is held as long', async () => {
    const world = await watched();
    let held = 0;
    await runRollout(world, world.ports, async () => {
      if ((await world.improvement()).rollout?.phase === 'watching') held = Math.max(held, world.control.locks.size);
    });
    const improvement = await world.improvement();
    expect(improvement).toMatchObject({ status: 'promoted', reason: expect.stringMatching(/no harm in 12 minutes alone$/) });
    expect(improvement.rollout?.watched).toHaveLength(12);
    expect(world.audit.records.map(({ action }) => action)).toEqual(['start-rollout', 'raise-weight', 'promote', 'end-watch', 'promoted']);
    expect(held).toBe(2);
    expect(world.control.locks.size).toBe(0);
  });

  it('goes back when it fails alone, though it had passed', async () => {
    const world = await watched();
    await runRollout(
      world,
      world.ports,
      onceAlone(world, () => void world.service.behaviours.set('4', { ...HEALTHY, errorRate: 0.5 })),
    );
    const improvement = await world.improvement();
    expect(improvement).toMatchObject({
      status: 'rolled-back',
      reason: expect.stringMatching(/the version was worse alone than the one before/),
    });
    expect(improvement.rollout?.watchVerdict).toMatchObject({ word: 'harm', scope: 'after', metric: 'errors' });
    expect(world.service.alias).toMatchObject({ version: '3', canary: null });
    expect(world.messages.at(-1)).toMatchObject({ severity: 'high', subject: 'Kaizen rolled back orders' });
    expect(world.control.locks.size).toBe(0);
  });

  it('goes back when Kaizen is stopped meanwhile', async () => {
    const world = await watched();
    await runRollout(
      world,
      world.ports,
      onceAlone(world, () => void (world.control.state = { stopped: true, by: 'ben', reason: 'now', at: 0 })),
    );
    expect((await world.improvement()).status).toBe('rolled-back');
    expect(world.service.alias).toMatchObject({ version: '3', canary: null });
  });

  it('leaves what somebody else deploys meanwhile', async () => {
    const world = await watched();
    await runRollout(
      world,
      world.ports,
      onceAlone(world, () => world.service.moveAlias({ version: '9', canary: null })),
    );
    expect(await world.improvement()).toMatchObject({ status: 'not-deployed', reason: expect.stringMatching(/somebody else deployed/) });
    expect(world.service.alias).toMatchObject({ version: '9', canary: null });
  });

  it('stays when the execution that watched it is gone, and says that it was not watched to the end', async () => {
    const world = await watched();
    const gone = new Error('gone');
    await expect(
      runRollout(
        world,
        world.ports,
        onceAlone(world, () => Promise.reject(gone)),
      ),
    ).rejects.toBe(gone);
    await rollBack(world.ports, world.settings, { ...world.ref, error: KILLED });
    expect(await world.improvement()).toMatchObject({
      status: 'promoted',
      reason: expect.stringMatching(/watched for 1 minutes only: its execution ended$/),
    });
    expect(world.service.alias).toMatchObject({ version: '4', canary: null });
  });
});

describe('a rollout whose traffic is not split', () => {
  it('moves all of it at once, and stays when it is proven against the time before', async () => {
    const world = await watched({ split: false });
    await runRollout(world);
    const improvement = await world.improvement();
    expect(improvement).toMatchObject({
      status: 'promoted',
      reason: expect.stringMatching(/it is proven that errors, median and p95 are about what they were before/),
    });
    expect(improvement.rollout?.observations).toEqual([]);
    expect(improvement.rollout?.watched).toHaveLength(15);
    expect(world.service.aliasHistory.map(({ state }) => state.canary)).toEqual([null, null]);
  });

  it('goes back from harm, and from what could not be proven', async () => {
    for (const [behaviour, requests] of [
      [{ slower: 2 }, 600],
      [{ slower: 1 }, 2],
    ] as const) {
      const world = await createWorld({}, behaviour);
      world.tenant({ split: false });
      world.service.requestsPerMinute = requests;
      await runRollout(world);
      expect((await world.improvement()).status).toBe('rolled-back');
      expect(world.service.alias).toMatchObject({ version: '3', canary: null });
    }
  });

  it('goes back when it is killed at the moment of the move, before or after', async () => {
    for (const moment of ['before', 'after'] as const) {
      const world = await watched({ split: false });
      const { fleet } = world.ports;
      const setAlias: typeof fleet.setAlias = async (...args) => {
        if (moment === 'after') await fleet.setAlias(...args);
        throw new Error('killed');
      };
      await expect(runRollout(world, { ...world.ports, fleet: { ...fleet, setAlias } })).rejects.toThrow('killed');
      await rollBack(world.ports, world.settings, { ...world.ref, error: KILLED });
      expect(world.service.alias).toMatchObject({ version: '3', canary: null });
      expect(['rolled-back', 'not-deployed']).toContain((await world.improvement()).status);
      expect(world.control.locks.size).toBe(0);
    }
  });
});
