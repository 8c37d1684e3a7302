import { describe, expect, it } from 'vitest';
import { OPEN_STATUSES } from '../../../lambdas/shared/contract/records.ts';
import { rollBack } from '../../../lambdas/rollout/roll-back.ts';
import type { Behaviour } from './fakes/service.ts';
import { Killed, killedAt } from './fakes/killed-after.ts';
import { createWorld, KILLED, runRollout, type World } from './fakes/world.ts';

/** Runs a rollout in a process that dies at its n-th call. True: it died; false: it was over before. */
async function dies(world: World, n: number, moment: 'before' | 'after'): Promise<boolean> {
  try {
    await runRollout(world, killedAt(world.ports, n, moment).ports);
    return false;
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    return true;
  }
}

/** The process dies when it sets the alias for the n-th time: first share, second share, promotion. */
async function diesSettingTheAlias(world: World, n: number): Promise<void> {
  let set = 0;
  const { fleet } = world.ports;
  const setAlias: typeof fleet.setAlias = async (...args) => {
    set++;
    if (set === n) throw new Killed('setting the alias');
    return fleet.setAlias(...args);
  };
  await expect(runRollout(world, { ...world.ports, fleet: { ...fleet, setAlias } })).rejects.toThrow(Killed);
}

const recover = (world: World) => rollBack(world.ports, world.settings, { ...world.ref, error: KILLED });

/** The alias, the record and the audit trail tell the same story, and nothing is left open. */
async function expectExplained(world: World, where: string): Promise<void> {
  const { alias } = world.service;
  const improvement = await world.improvement();
  expect(OPEN_STATUSES, where).not.toContain(improvement.status);
  expect(alias.canary, where).toBeNull();
  expect(alias.version, where).toBe(improvement.status === 'promoted' ? '4' : '3');
  const last = world.audit.records.at(-1);
  expect(last?.action, where).toBe(improvement.status);
  const live = last?.evidence.find((fact) => fact.figures?.['liveVersion'] !== undefined);
  if (improvement.status !== 'not-deployed') expect(live?.figures?.['liveVersion'], where).toBe(Number(alias.version));
  expect(world.control.locks.size, where).toBe(0);
}

/** A rollout, and what comes of it when it is killed somewhere. */
const scenarios: [string, Partial<Behaviour>, string[]][] = [
  // Once the promotion is on record it is finished, whoever dies.
  ['a version that is promoted', { slower: 0.5 }, ['not-deployed', 'promoted', 'rolled-back']],
  ['a version that is rolled back', { errorRate: 0.7 }, ['not-deployed', 'rolled-back']],
];

/** Hundreds of rollouts: room for a slow machine, no expectation. */
const ROOM = { timeout: 120_000 };

describe('a process that is killed at any call', ROOM, () => {
  for (const [name, canary, expected] of scenarios) {
    for (const moment of ['before', 'after'] as const) {
      it(`ends on a version that the audit explains: ${name}, killed ${moment} the call takes effect`, async () => {
        const statuses = new Set<string>();
        let n = 1;
        for (; ; n++) {
          const world = await createWorld({}, canary);
          const died = await dies(world, n, moment);
          if (died) await recover(world);
          await expectExplained(world, `call ${n}`);
          if (died) statuses.add((await world.improvement()).status);

          const audited = world.audit.records.length;
          const record = await world.improvement();
          await recover(world);
          expect(world.audit.records, `call ${n}, recovered twice`).toHaveLength(audited);
          expect(await world.improvement(), `call ${n}, recovered twice`).toEqual(record);
          if (!died) break;
        }
        expect(n).toBeGreaterThan(40);
        expect([...statuses].toSorted()).toEqual(expected);
      });
    }
  }

  it('survives being killed while it recovers, at any call, as often as it takes', async () => {
    for (const phase of ['monitoring', 'promoting']) {
      for (let n = 1; ; n++) {
        const world = await createWorld();
        await diesSettingTheAlias(world, phase === 'monitoring' ? 2 : 3);
        expect((await world.improvement()).rollout?.phase).toBe(phase);
        const mortal = killedAt(world.ports, n, n % 2 === 0 ? 'before' : 'after');
        const again = await rollBack(mortal.ports, world.settings, { ...world.ref, error: KILLED }).then(
          () => false,
          (error: unknown) => error instanceof Killed,
        );
        if (again) await recover(world);
        await expectExplained(world, `dead while ${phase}, then at call ${n}`);
        if (!again) break;
      }
    }
  });

  it('goes on with a deployment that broke off when the same handler is run again', async () => {
    for (const moment of ['before', 'after'] as const) {
      for (let n = 1; n <= 25; n++) {
        const world = await createWorld();
        await dies(world, n, moment);
        await runRollout(world);
        await expectExplained(world, `call ${n}`);
        expect((await world.improvement()).status, `call ${n}`).toBe('promoted');
        expect(world.service.versions.size, `call ${n}`).toBe(2);
      }
    }
  });
});
