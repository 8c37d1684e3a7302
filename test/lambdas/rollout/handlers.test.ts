import { describe, expect, it } from 'vitest';
import { createHandler as deploy } from '../../../lambdas/rollout/deploy.handler.ts';
import { createHandler as judge } from '../../../lambdas/rollout/judge.handler.ts';
import { createHandler as promote } from '../../../lambdas/rollout/promote.handler.ts';
import { createHandler as rollBack } from '../../../lambdas/rollout/roll-back.handler.ts';
import { createHandler as step } from '../../../lambdas/rollout/step.handler.ts';
import { createWorld } from './fakes/world.ts';

const runtime = async () => {
  const world = await createWorld();
  const flushed: unknown[] = [];
  const flush = async (cycle: unknown): Promise<void> => void flushed.push(cycle);
  return { world, flushed, give: () => ({ ports: world.ports, settings: world.settings, flush }) };
};

describe('handlers of the rollout', () => {
  it.each([
    ['rollout/deploy', deploy],
    ['rollout/judge', judge],
    ['rollout/step', step],
    ['rollout/promote', promote],
    ['rollout/roll-back', rollBack],
  ])('%s refuses an event of another shape', async (name, create) => {
    const { give } = await runtime();
    const refusal = create(give)({ tenant: '' });
    await expect(refusal).rejects.toMatchObject({ name: 'InvalidEvent', message: expect.stringContaining(name) });
  });

  it('start, judge and end a rollout, each billed to its cycle', async () => {
    const { world, flushed, give } = await runtime();
    expect(await deploy(give)(world.ref)).toEqual({ ...world.ref, started: true });
    world.wait(1);
    expect(await judge(give)(world.ref)).toEqual({ ...world.ref, decision: 'continue' });
    await rollBack(give)({
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      detail: { status: 'ABORTED', input: JSON.stringify(world.ref) },
    });
    expect((await world.improvement()).status).toBe('rolled-back');
    expect(flushed).toEqual([1, 2, 3].map(() => expect.objectContaining({ tenant: 'default', cycleId: 'cycle-1' })));
  });
});
