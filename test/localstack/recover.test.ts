import { describe, expect, it } from 'vitest';
import { HANDLERS, type HandlerName } from '../../lambdas/shared/contract/names.ts';
import { IMPROVEMENT_STATUSES, type Improvement } from '../../lambdas/shared/contract/records.ts';
import { AlertIn, ExecutionEnded, ImprovementRef, ReportIn } from '../../lambdas/shared/contract/workflow.ts';
import type { Handler } from '../../lambdas/shared/handler.ts';
import type { WorkStore } from '../../lambdas/shared/ports.ts';
import { recover } from '../../localstack/embedded/recover.ts';
import { cycle, improvement } from '../lambdas/fakes/samples.ts';
import { world } from '../lambdas/fakes/world.ts';

interface Call {
  handler: HandlerName;
  event: unknown;
}

/** Handlers that write their calls down, and in the records what the real ones leave there. */
function fakes(work: WorkStore) {
  const calls: Call[] = [];
  const rollBack = async (event: unknown): Promise<void> => {
    const { tenant, improvementId } = ImprovementRef.parse(JSON.parse(ExecutionEnded.parse(event).detail.input));
    const record = await work.improvements.get(tenant, improvementId);
    if (record !== null) await work.improvements.update({ ...record, status: 'rolled-back' });
  };
  const report = async (event: unknown): Promise<void> => {
    const { tenant, cycleId, ended } = ReportIn.parse(event);
    const record = await work.cycles.get(tenant, cycleId);
    if (record !== null && ended === 'failed') await work.cycles.update({ ...record, status: 'failed' });
  };
  const acts: Partial<Record<HandlerName, (event: unknown) => Promise<void>>> = {
    'rollout/roll-back': rollBack,
    'learning/learn': async (event) => void ImprovementRef.parse(event),
    'reporting/report': report,
    'reporting/alert': async (event) => void AlertIn.parse(event),
  };
  const handlers = Object.fromEntries(
    HANDLERS.map((handler): [HandlerName, Handler<unknown>] => [
      handler,
      async (event) => {
        calls.push({ handler, event });
        await acts[handler]?.(event);
      },
    ]),
  ) as Record<HandlerName, Handler<unknown>>;
  return { calls, handlers };
}

const CAUSE = 'an earlier run ended in the middle of it';
const error = { Error: 'Interrupted', Cause: CAUSE };

async function recovering(improvements: Improvement[], cycles = [cycle({ id: 'cycle-0', status: 'rolling-out' })]) {
  const { work } = world().ports;
  for (const record of improvements) await work.improvements.create(record);
  for (const record of cycles) await work.cycles.create(record);
  const { calls, handlers } = fakes(work);
  return { calls, run: () => recover({ tenants: ['default', 'shop'], work, handlers, cause: CAUSE }) };
}

describe('recover', () => {
  it.each(['rolling-out', 'validated'] as const)(
    'rolls a %s improvement back as an aborted execution, learns and reports',
    async (status) => {
      const { calls, run } = await recovering([improvement({ status })]);
      expect(await run()).toEqual({ rollouts: ['orders'], cycles: [] });
      const ref = { tenant: 'default', cycleId: 'cycle-0', improvementId: 'imp-1' };
      expect(calls).toEqual([
        {
          handler: 'rollout/roll-back',
          event: {
            source: 'aws.states',
            'detail-type': 'Step Functions Execution Status Change',
            detail: { status: 'ABORTED', input: JSON.stringify(ref) },
          },
        },
        { handler: 'learning/learn', event: ref },
        { handler: 'reporting/report', event: { ...ref, ended: 'rollout', error } },
      ]);
      for (const { handler, event } of calls) {
        const schema = handler === 'rollout/roll-back' ? ExecutionEnded : handler === 'learning/learn' ? ImprovementRef : ReportIn;
        expect(schema.parse(event)).toEqual(event);
      }
    },
  );

  it('leaves every other improvement alone', async () => {
    const others = IMPROVEMENT_STATUSES.filter((status) => status !== 'rolling-out' && status !== 'validated');
    const { calls, run } = await recovering(others.map((status) => improvement({ id: status, status })));
    expect(await run()).toEqual({ rollouts: [], cycles: [] });
    expect(calls).toEqual([]);
  });

  it('closes running cycles as failed, after the rollouts, and no others', async () => {
    const cycles = (['running', 'rolling-out', 'completed', 'failed', 'skipped'] as const).map((status) => cycle({ id: status, status }));
    const { calls, run } = await recovering([improvement({ status: 'rolling-out' })], cycles);
    expect(await run()).toEqual({ rollouts: ['orders'], cycles: ['running'] });
    expect(calls.map(({ handler }) => handler)).toEqual(['rollout/roll-back', 'learning/learn', 'reporting/report', 'reporting/report']);
    expect(calls.at(-1)?.event).toEqual({ tenant: 'default', cycleId: 'running', ended: 'failed', error });
    expect(ReportIn.parse(calls.at(-1)?.event)).toEqual(calls.at(-1)?.event);
  });

  it('looks after every tenant', async () => {
    const shop = { tenant: 'shop', status: 'rolling-out' } as const;
    const { calls, run } = await recovering(
      [improvement({ status: 'rolling-out' }), improvement({ ...shop, id: 'imp-2', target: 'carts' })],
      [cycle({ id: 'cycle-2', tenant: 'shop' })],
    );
    expect(await run()).toEqual({ rollouts: ['orders', 'carts'], cycles: ['cycle-2'] });
    expect(calls.filter(({ handler }) => handler === 'learning/learn').map(({ event }) => event)).toEqual([
      { tenant: 'default', cycleId: 'cycle-0', improvementId: 'imp-1' },
      { tenant: 'shop', cycleId: 'cycle-0', improvementId: 'imp-2' },
    ]);
  });

  it('does nothing the second time', async () => {
    const { calls, run } = await recovering([improvement({ status: 'rolling-out' })], [cycle()]);
    await run();
    const before = calls.length;
    expect(await run()).toEqual({ rollouts: [], cycles: [] });
    expect(calls).toHaveLength(before);
  });
});
