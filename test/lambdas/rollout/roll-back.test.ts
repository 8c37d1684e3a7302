import { describe, expect, it } from 'vitest';
import { DependencyUnavailable, TargetChanged } from '../../../lambdas/shared/errors.ts';
import { deploy } from '../../../lambdas/rollout/deploy.ts';
import { judgeMinute } from '../../../lambdas/rollout/judge-minute.ts';
import { promote } from '../../../lambdas/rollout/promote.ts';
import { rollBack } from '../../../lambdas/rollout/roll-back.ts';
import { RollBackEvent } from '../../../lambdas/rollout/roll-back-event.ts';
import { step } from '../../../lambdas/rollout/step.ts';
import { createWorld, KILLED, runRollout, type World } from './fakes/world.ts';

const stop = (world: World): void => {
  world.control.state = { stopped: true, by: 'anna', reason: 'now', at: 0 };
};

async function monitored(minutes = 5): Promise<World> {
  const world = await createWorld();
  await deploy(world.ports, world.settings, world.ref);
  for (let minute = 1; minute <= minutes; minute++) {
    world.wait(1);
    await judgeMinute(world.ports, world.settings, world.ref);
  }
  return world;
}

/** A rollout whose promotion is decided and recorded, not yet carried out. */
async function decided(): Promise<World> {
  const world = await createWorld();
  await deploy(world.ports, world.settings, world.ref);
  for (;;) {
    world.wait(1);
    const { decision } = await judgeMinute(world.ports, world.settings, world.ref);
    if (decision === 'step') await step(world.ports, world.settings, world.ref);
    if (decision === 'promote') return world;
  }
}

const interrupted = (world: World) => rollBack(world.ports, world.settings, { ...world.ref, error: KILLED });

const down = async (): Promise<never> => {
  throw new DependencyUnavailable('CloudWatch is throttling');
};
const neverStill = async (): Promise<never> => {
  throw new TargetChanged('moved');
};
const ended = (input: string) => ({
  source: 'aws.states',
  'detail-type': 'Step Functions Execution Status Change',
  detail: { status: 'TIMED_OUT', input },
});

describe('roll back', () => {
  it('takes the canary back when the execution was killed, and says when', async () => {
    const world = await monitored();
    await interrupted(world);
    const improvement = await world.improvement();
    expect(improvement).toMatchObject({
      status: 'rolled-back',
      rollout: { phase: 'done', endedBecause: 'Execution.ABORTED: the process was killed (in minute 3)' },
    });
    expect(improvement.reason).toBe('rolled back because Execution.ABORTED: the process was killed (in minute 3)');
    expect(world.service.alias).toMatchObject({ version: '3', canary: null });
  });

  it('says what a handler threw, not how Lambda wraps it', async () => {
    const world = await monitored();
    const Cause = JSON.stringify({ errorType: 'DependencyUnavailable', errorMessage: 'CloudWatch: "throttled"', trace: [] });
    await rollBack(world.ports, world.settings, { ...world.ref, error: { Error: 'DependencyUnavailable', Cause } });
    expect((await world.improvement()).reason).toContain('because DependencyUnavailable: CloudWatch: "throttled" (in minute 3)');
  });

  it('works while Kaizen is stopped', async () => {
    const world = await monitored();
    stop(world);
    await interrupted(world);
    expect(world.service.alias).toMatchObject({ version: '3', canary: null });
    expect((await world.improvement()).status).toBe('rolled-back');
  });

  it('finishes a promotion that was decided and recorded', async () => {
    const world = await decided();
    await interrupted(world);
    expect((await world.improvement()).status).toBe('promoted');
    expect(world.service.alias).toMatchObject({ version: '4', canary: null });
  });

  it('drops a decided promotion when Kaizen was stopped, unless the alias has moved already', async () => {
    const dropped = await decided();
    stop(dropped);
    await interrupted(dropped);
    expect(await dropped.improvement()).toMatchObject({ status: 'rolled-back', reason: 'rolled back because anna stopped Kaizen (now)' });
    expect(dropped.service.alias).toMatchObject({ version: '3', canary: null });

    const moved = await decided();
    moved.service.moveAlias({ version: '4', canary: null });
    stop(moved);
    await interrupted(moved);
    expect((await moved.improvement()).status).toBe('promoted');
    expect(moved.service.alias).toMatchObject({ version: '4', canary: null });
  });

  it('closes an improvement whose rollout never began', async () => {
    const world = await createWorld();
    await interrupted(world);
    expect(await world.improvement()).toMatchObject({
      status: 'not-deployed',
      reason: 'not deployed: Execution.ABORTED: the process was killed',
    });
    expect(world.service.aliasHistory).toHaveLength(1);
  });

  it.each(['generated', 'proposed', 'awaiting-approval', 'promoted', 'rejected'] as const)(
    'leaves an improvement alone that is %s',
    async (status) => {
      const world = await createWorld({ status });
      const before = await world.improvement();
      await interrupted(world);
      expect(await world.improvement()).toEqual(before);
      expect(world.audit.records).toHaveLength(0);
    },
  );

  it('restores the alias even when the metrics can not be read', async () => {
    const world = await monitored();
    const ports = { ...world.ports, metrics: { ...world.ports.metrics, quantiles: down } };
    await rollBack(ports, world.settings, { ...world.ref, error: KILLED });
    expect(await world.improvement()).toMatchObject({ status: 'rolled-back', impact: null });
    expect(world.audit.records.at(-1)?.evidence.map((fact) => fact.summary)).toContain(
      'the impact could not be measured: CloudWatch is throttling',
    );
    expect(world.service.alias.canary).toBeNull();
  });

  it('reads the alias anew when somebody moves it at the same moment', async () => {
    const world = await monitored();
    const { fleet } = world.ports;
    let raced = false;
    const setAlias: typeof fleet.setAlias = async (name, state, revision) => {
      if (!raced) world.service.moveAlias({ version: '9', canary: { version: '4', weight: 0.1 } });
      raced = true;
      return fleet.setAlias(name, state, revision);
    };
    await rollBack({ ...world.ports, fleet: { ...fleet, setAlias } }, world.settings, { ...world.ref, error: KILLED });
    expect(world.service.alias).toMatchObject({ version: '9', canary: null });
    expect((await world.improvement()).status).toBe('not-deployed');
  });

  it('gives up loudly when the alias never holds still, with the rollout still open for the next try', async () => {
    const world = await monitored();
    const ports = { ...world.ports, fleet: { ...world.ports.fleet, setAlias: neverStill } };
    await expect(rollBack(ports, world.settings, { ...world.ref, error: KILLED })).rejects.toThrow(TargetChanged);
    expect(await world.improvement()).toMatchObject({ status: 'rolling-out', rollout: { phase: 'rolling-back' } });
    await rollBack(world.ports, world.settings, world.ref);
    expect((await world.improvement()).reason).toContain('Execution.ABORTED');
    expect(world.service.alias.canary).toBeNull();
  });
});

describe('a function that is not managed any more', () => {
  const COMMAND =
    'aws lambda update-alias --function-name orders --name live --function-version 3 --routing-config AdditionalVersionWeights={}';

  /** The rollout is closed, a person is told how to restore the alias, and nothing is left open. */
  async function expectLeftAlone(world: World): Promise<void> {
    const { alias } = world.service;
    await interrupted(world);
    const improvement = await world.improvement();
    expect(improvement).toMatchObject({
      status: 'not-deployed',
      rollout: { phase: 'done', endedBecause: 'orders is not there or not managed by Kaizen any more' },
    });
    expect(improvement.reason).toContain('orders is not there or not managed by Kaizen any more');
    expect(improvement.reason).toContain('version 4 may still get traffic');
    expect(world.messages).toEqual([expect.objectContaining({ severity: 'high', body: expect.stringContaining(COMMAND) })]);
    expect(world.audit.records.at(-1)).toMatchObject({ action: 'not-deployed', summary: expect.stringContaining(COMMAND) });
    expect(world.control.locks.size).toBe(0);
    expect(world.service.alias).toBe(alias);

    await interrupted(world);
    expect(await world.improvement()).toEqual(improvement);
    expect(world.messages).toHaveLength(1);
  }

  it('ends a monitored rollout', async () => {
    const world = await monitored();
    world.service.managed = false;
    await expectLeftAlone(world);
  });

  it('ends one that the judge found so', async () => {
    const world = await monitored();
    world.service.managed = false;
    world.wait(1);
    expect(await judgeMinute(world.ports, world.settings, world.ref)).toMatchObject({ decision: 'roll-back' });
    await expectLeftAlone(world);
  });

  it.each(['promote', 'roll-back'])('ends a decided promotion (%s)', async (handler) => {
    const world = await decided();
    world.service.managed = false;
    if (handler === 'promote') await promote(world.ports, world.settings, world.ref);
    await expectLeftAlone(world);
  });

  it('ends a rollout when its tag goes between reading and setting the alias', async () => {
    const world = await monitored();
    const { fleet } = world.ports;
    const setAlias: typeof fleet.setAlias = async () => {
      world.service.managed = false;
      throw new TargetChanged('orders: there is no such function');
    };
    await rollBack({ ...world.ports, fleet: { ...fleet, setAlias } }, world.settings, { ...world.ref, error: KILLED });
    await expectLeftAlone(world);
  });
});

describe('promote', () => {
  it('goes back when Kaizen was stopped after the verdict', async () => {
    const world = await decided();
    stop(world);
    await promote(world.ports, world.settings, world.ref);
    expect((await world.improvement()).status).toBe('rolled-back');
    expect(world.service.alias).toMatchObject({ version: '3', canary: null });
  });

  it('goes back when the alias was moved after the verdict', async () => {
    const world = await decided();
    world.service.moveAlias({ version: '9', canary: null });
    await promote(world.ports, world.settings, world.ref);
    expect(await world.improvement()).toMatchObject({ status: 'not-deployed' });
    expect(world.service.alias).toMatchObject({ version: '9', canary: null });
  });

  it('does not promote code that was not judged', async () => {
    const world = await decided();
    world.service.versions.set('4', { ...world.service.versions.get('3')!, version: '4', codeSha256: 'sha-of-x' });
    await promote(world.ports, world.settings, world.ref);
    expect(await world.improvement()).toMatchObject({
      status: 'rolled-back',
      reason: expect.stringContaining('version 4 has the code sha-of-x, but sha-of-4 was judged'),
    });
  });

  it('does not promote without a recorded decision', async () => {
    const world = await monitored();
    await promote(world.ports, world.settings, world.ref);
    expect((await world.improvement()).reason).toBe('rolled back because its promotion was asked for without a decision on record');
  });

  it('waits for the metrics to tell the gain', async () => {
    const world = await decided();
    const ports = { ...world.ports, metrics: { ...world.ports.metrics, quantiles: down } };
    await expect(promote(ports, world.settings, world.ref)).rejects.toThrow(DependencyUnavailable);
    await promote(world.ports, world.settings, world.ref);
    expect((await world.improvement()).impact?.p95Gain).toBeCloseTo(0.5, 6);
    expect(world.audit.records.filter((record) => record.action === 'promoted')).toHaveLength(1);
  });
});

describe('events of the rollback', () => {
  const ref = { tenant: 'default', cycleId: 'cycle-1', improvementId: 'imp-1' };

  it('takes the reference out of an ended execution', () => {
    expect(RollBackEvent.parse(ended(JSON.stringify(ref)))).toMatchObject({ ...ref, error: { Error: 'Execution.TIMED_OUT' } });
    expect(RollBackEvent.parse({ ...ref, decision: 'roll-back' })).toEqual(ref);
  });

  it.each([['not JSON'], ['{}'], ['null']])('refuses an input of %s', (input) => {
    expect(RollBackEvent.safeParse(ended(input)).success).toBe(false);
  });

  it('ends a rollout whose execution was stopped from outside', async () => {
    const world = await monitored();
    await rollBack(world.ports, world.settings, RollBackEvent.parse(ended(JSON.stringify(world.ref))));
    expect((await world.improvement()).status).toBe('rolled-back');
    await runRollout(world);
    expect(world.service.alias).toMatchObject({ version: '3', canary: null });
  });
});
