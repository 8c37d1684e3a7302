import { beforeAll, describe, expect, it } from 'vitest';
import { loadMachine, type Machine } from './cloud/load-machine.ts';
import type { Wire } from './cloud/wire.ts';
import type { History } from './history.ts';
import { violations } from './invariants/all.ts';
import type { Planned } from './plan/fault.ts';
import { findCall } from './plan/find-call.ts';
import { runHistory } from './run-history.ts';
import { scenarioNamed } from './scenarios.ts';

let machine: Machine;
beforeAll(async () => {
  machine = await loadMachine();
});

/** Runs a scenario with the faults that `plan` lays on its calls; nothing may be violated. */
async function explained(scenario: string, plan: (calls: Wire['calls']) => Planned[], switching = 0): Promise<History> {
  const quiet = { scenario: scenarioNamed(scenario), seed: 0, switching, eventDelays: [500] };
  const { calls } = await runHistory(machine, { ...quiet, planned: [] });
  const { history } = await runHistory(machine, { ...quiet, planned: plan(calls) });
  expect(violations(history)).toEqual([]);
  return history;
}

const statusOf = (history: History): string | undefined => history.end.improvements[0]?.status;

/** Histories that once ended badly, each with what went wrong. */
describe('what was found by trying', () => {
  it('a deployment that dies while it publishes left the code of its canary in $LATEST', async () => {
    for (const [name, kind] of [
      ['lambda:PublishVersion', 'die-before'],
      ['lambda:PublishVersion', 'die-after'],
    ] as const) {
      const history = await explained('promoted', (calls) => [
        { call: findCall(calls, 'rollout/deploy', name), fault: { kind, as: 'Runtime.ExitError' } },
      ]);
      expect(statusOf(history)).toBe('not-deployed');
      expect(history.end.latest).toEqual(history.start.latest);
    }
  });

  it('so did one that was stopped by the switch when it was tried again', async () => {
    const history = await explained('promoted', (calls) => {
      const call = findCall(calls, 'rollout/deploy', 'lambda:PublishVersion');
      return [
        { call, fault: { kind: 'act', act: 'stop' } },
        { call, fault: { kind: 'die-before', as: 'Sandbox.Timedout' } },
      ];
    });
    expect(statusOf(history)).toBe('not-deployed');
  });

  it('two runs of one deployment, the second on its way back: the first failed by a name that nobody knows', async () => {
    const history = await explained('promoted', (calls) => [
      { call: findCall(calls, 'rollout/deploy', 'improvement#'), fault: { kind: 'redeliver', afterSeconds: 0 } },
      { call: findCall(calls, 'rollout/deploy', 'lambda:UpdateFunctionCode') + 1, fault: { kind: 'slow-before', seconds: 3 } },
    ]);
    expect(statusOf(history)).toBe('promoted');
  });

  it('an alias that is deleted while it is moved was a failure by a name that nobody knows', async () => {
    const history = await explained('promoted', (calls) => [
      { call: findCall(calls, 'rollout/deploy', 'lambda:UpdateAlias'), fault: { kind: 'act', act: 'delete-alias' } },
    ]);
    expect(history.moments).toContainEqual(expect.objectContaining({ kind: 'failed', handler: 'rollout/deploy', error: 'TargetChanged' }));
  });

  it('a question whose answer was lost was put on the audit once a try', async () => {
    const history = await explained('approved', (calls) => [
      { call: findCall(calls, 'rollout/deploy', 'record#'), fault: { kind: 'error-after' } },
    ]);
    expect(history.end.audit.filter(({ action }) => action === 'ask-approval')).toHaveLength(1);
  });
});
