import { describe, expect, it } from 'vitest';
import { decide } from '../../../lambdas/rollout/decide.ts';
import { deploy } from '../../../lambdas/rollout/deploy.ts';
import { PROFILE_SETTINGS } from '../../../lambdas/shared/contract/settings.ts';
import type { DecideIn } from '../../../lambdas/shared/contract/workflow.ts';
import { HOUR_MS } from '../../../lambdas/shared/time.ts';
import { createWorld, IMPROVEMENT, runRollout, TARGET, type World } from './fakes/world.ts';

/** A world whose changes wait for a person, with the executions that were started. */
async function withApproval(): Promise<{
  world: World;
  started: string[];
  say: (word: DecideIn['word'], reason?: string) => ReturnType<typeof decide>;
}> {
  const world = await createWorld();
  world.tenant({ approval: { needed: 'all', hours: 72 } });
  return { world, ...deciding(world) };
}

function deciding(world: World) {
  const started: string[] = [];
  const workflows = {
    async start(workflow: string, name: string) {
      const key = `${workflow}/${name}`;
      if (started.includes(key)) return 'already' as const;
      started.push(key);
      return 'started' as const;
    },
  };
  const say = (word: DecideIn['word'], reason = 'looks right') =>
    decide({ ...world.ports, workflows }, world.settings, { tenant: 'default', improvementId: IMPROVEMENT.id, word, by: 'anna', reason });
  return { started, say };
}

/** Whatever the traffic shows: the plan stays as it is. */
const GO = { ...PROFILE_SETTINGS.basic.lowTraffic, answers: ['go' as const] };

const actions = (world: World): string[] => world.audit.records.map(({ action }) => action);

describe('an improvement that waits for a person', () => {
  it('is asked for once, with the commands and the end, and nothing is touched', async () => {
    const { world } = await withApproval();
    const { alias } = world.service;
    expect(await deploy(world.ports, world.settings, world.ref)).toMatchObject({ started: false });
    expect(await deploy(world.ports, world.settings, world.ref)).toMatchObject({ started: false });
    const improvement = await world.improvement();
    expect(improvement).toMatchObject({ status: 'awaiting-approval', rollout: null, approval: { answer: null } });
    expect(improvement.approval?.expiresAt).toBe(world.now + 72 * HOUR_MS);
    expect(world.messages).toHaveLength(1);
    expect(world.messages[0]?.body).toMatch(/kaizen approve imp-1\n {2}kaizen reject imp-1/);
    expect(world.service.alias).toBe(alias);
    expect(world.service.versions.size).toBe(1);
    expect(world.control.locks.size).toBe(0);
    expect(actions(world)).toEqual(['ask-approval']);
  });

  it('is rolled out after an approval, and not asked for again', async () => {
    const { world, started, say } = await withApproval();
    await deploy(world.ports, world.settings, world.ref);
    expect(await say('approve')).toMatchObject({ result: 'started' });
    expect(await say('approve')).toMatchObject({ result: 'started' });
    expect(started).toEqual(['rollout/imp-1-approved']);
    await runRollout(world);
    expect(await world.improvement()).toMatchObject({ status: 'promoted', approval: { answer: { word: 'approve', by: 'anna' } } });
    expect(actions(world)).toEqual(expect.arrayContaining(['ask-approval', 'approve', 'start-rollout', 'promote', 'promoted']));
    expect(world.audit.records.find(({ action }) => action === 'approve')?.actor).toBe('anna');
  });

  it('is dropped after a rejection', async () => {
    const { world, started, say } = await withApproval();
    await deploy(world.ports, world.settings, world.ref);
    expect(await say('reject', 'not this week')).toMatchObject({ result: 'rejected' });
    expect(await world.improvement()).toMatchObject({ status: 'not-deployed', reason: 'not deployed: anna rejected it (not this week)' });
    expect(await say('approve')).toMatchObject({ result: 'refused' });
    expect(started).toEqual([]);
  });

  it('is dropped when the answer comes too late', async () => {
    const { world, started, say } = await withApproval();
    await deploy(world.ports, world.settings, world.ref);
    world.wait(72 * 60);
    expect(await say('approve')).toMatchObject({ result: 'refused', reason: expect.stringMatching(/nobody had answered by/) });
    expect((await world.improvement()).status).toBe('not-deployed');
    expect(started).toEqual([]);
  });

  it('is not approved while Kaizen is stopped, and stays', async () => {
    const { world, started, say } = await withApproval();
    await deploy(world.ports, world.settings, world.ref);
    world.control.state = { stopped: true, by: 'ben', reason: 'release day', at: 0 };
    expect(await say('approve')).toMatchObject({ result: 'refused', reason: expect.stringMatching(/ben stopped Kaizen/) });
    expect((await world.improvement()).status).toBe('awaiting-approval');
    expect(started).toEqual([]);
  });

  it('waits only where the tenant says so', async () => {
    const world = await createWorld();
    world.tenant({ approval: { needed: 'code', hours: 1 } });
    expect(await deploy(world.ports, world.settings, world.ref)).toMatchObject({ started: false });
    const tuning = await createWorld({ kind: 'tuning', files: [], configuration: { memoryMb: 256, timeoutSeconds: 10 } });
    tuning.tenant({ approval: { needed: 'code', hours: 1 } });
    expect(await deploy(tuning.ports, tuning.settings, tuning.ref)).toMatchObject({ started: true });
  });

  it('is asked for when the traffic shows too little', async () => {
    const world = await createWorld();
    world.service.requestsPerMinute = 2;
    expect(await deploy(world.ports, world.settings, world.ref)).toMatchObject({ started: false });
    expect(await world.improvement()).toMatchObject({
      status: 'awaiting-approval',
      reason: expect.stringMatching(/too little traffic to find/),
    });
  });
});

describe('taking back by a person', () => {
  it('ends a rollout at once, while Kaizen is stopped too', async () => {
    const world = await createWorld();
    const { say } = deciding(world);
    await deploy(world.ports, world.settings, world.ref);
    world.control.state = { stopped: true, by: 'ben', reason: 'release day', at: 0 };
    expect(await say('roll-back', 'the dashboards look odd')).toMatchObject({ result: 'rolled-back' });
    expect(world.service.alias).toMatchObject({ version: '3', canary: null });
    expect(await world.improvement()).toMatchObject({
      status: 'rolled-back',
      reason: expect.stringMatching(/anna took it back \(the dashboards look odd\)/),
    });
    expect(world.control.locks.size).toBe(0);
    expect(actions(world)).toEqual(['start-rollout', 'order-roll-back', 'roll-back', 'rolled-back']);
  });

  it('takes a promotion back, once', async () => {
    const world = await createWorld();
    world.ports.control.replaceOutcome = async () => undefined;
    const { say } = deciding(world);
    await runRollout(world);
    expect(world.service.alias).toMatchObject({ version: '4', canary: null });
    expect(await say('roll-back', 'a customer complained')).toMatchObject({ result: 'rolled-back' });
    expect(world.service.alias).toMatchObject({ version: '3', canary: null });
    expect((await world.improvement()).status).toBe('rolled-back');
    expect(await say('roll-back')).toMatchObject({ result: 'refused' });
    expect(world.control.locks.size).toBe(0);
  });

  it('leaves what somebody else deployed since', async () => {
    const world = await createWorld();
    const { say } = deciding(world);
    await runRollout(world);
    world.service.moveAlias({ version: '9', canary: null });
    expect(await say('roll-back')).toMatchObject({ result: 'refused', reason: expect.stringMatching(/somebody changed it since/) });
    expect(world.service.alias.version).toBe('9');
  });

  it('refuses what never served, and what is not there', async () => {
    const world = await createWorld();
    const { say } = deciding(world);
    expect(await say('roll-back')).toMatchObject({ result: 'refused', reason: 'imp-1 is validated: nothing of it serves traffic' });
    expect(await say('approve')).toMatchObject({ result: 'refused' });
    const workflows = { start: async () => 'started' as const };
    await expect(
      decide({ ...world.ports, workflows }, world.settings, {
        tenant: 'default',
        improvementId: 'x',
        word: 'approve',
        by: 'anna',
        reason: 'r',
      }),
    ).rejects.toMatchObject({ name: 'RecordNotFound' });
    expect(world.service.target.name).toBe(TARGET);
  });
});

describe('a verdict that a person is asked for', () => {
  const inconclusive = async (): Promise<World> => {
    const world = await createWorld({}, { slower: 1 });
    world.service.requestsPerMinute = 60;
    world.tenant({ whenInconclusive: 'ask', longestMonitoringSeconds: 30 * 60, monitoringSeconds: 15 * 60, lowTraffic: GO });
    return world;
  };

  it('is asked for once when the monitoring ends, and goes back when nobody answers', async () => {
    const world = await inconclusive();
    await runRollout(world);
    expect(world.messages.filter(({ subject }) => subject === 'Kaizen asks: keep the change of orders?')).toHaveLength(1);
    const improvement = await world.improvement();
    expect(improvement.status).toBe('rolled-back');
    expect(improvement.rollout?.observations.length).toBeGreaterThan(20);
    expect(actions(world)).toContain('ask-verdict');
  });

  it.each([
    ['approve', 'promoted', '4', /^promoted: anna decided \(looks right\)/],
    ['reject', 'rolled-back', '3', /^rolled back because anna decided \(looks right\)/],
  ] as const)('is what they say: %s', async (word, status, version, reason) => {
    const world = await inconclusive();
    const { say } = deciding(world);
    const answers: string[] = [];
    await runRollout(world, world.ports, async () => {
      if (typeof (await world.improvement()).rollout?.askedAt === 'number' && answers.length === 0) answers.push((await say(word)).result);
    });
    expect(answers).toEqual(['noted']);
    expect(await world.improvement()).toMatchObject({ status, reason: expect.stringMatching(reason) });
    expect(world.service.alias).toMatchObject({ version, canary: null });
  });

  it('is nobody’s to say before it is asked for', async () => {
    const world = await inconclusive();
    await deploy(world.ports, world.settings, world.ref);
    expect(await deciding(world).say('approve')).toMatchObject({ result: 'refused', reason: expect.stringMatching(/asks nobody/) });
  });
});

describe('an inconclusive rollout that may be extended', () => {
  it('goes on to its horizon, and is promoted by a pass that comes late', async () => {
    const world = await createWorld({}, { slower: 0.5 });
    world.service.requestsPerMinute = 120;
    world.tenant({ whenInconclusive: 'extend', monitoringSeconds: 15 * 60, longestMonitoringSeconds: 3600, lowTraffic: GO });
    await runRollout(world);
    const { status, rollout } = await world.improvement();
    expect(status).toBe('promoted');
    expect(rollout?.observations.length).toBeGreaterThan(15);
    expect(rollout?.plan).toMatchObject({ monitoringMinutes: 15, horizonMinutes: 60 });
  });
});

describe('the rollouts of a tenant', () => {
  it('are as many at a time as it may have, whichever cycles they come from', async () => {
    const world = await createWorld();
    world.tenant({ maxConcurrent: 1 });
    await world.control.acquirePermit('rollouts#default', 'imp-0', 1, HOUR_MS, world.now);
    expect(await deploy(world.ports, world.settings, world.ref)).toMatchObject({ started: false });
    expect((await world.improvement()).reason).toMatch(/tenant default has 1 rollouts under way, as many as it may/);
    expect([...world.control.locks.keys()]).toEqual(['permit rollouts#default imp-0']);
  });
});
