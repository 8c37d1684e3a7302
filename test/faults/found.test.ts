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

/**
 * Runs a scenario with the faults that the plans lay on its calls; nothing may be violated. Each plan sees the calls of the history with
 * the faults of those before it.
 */
async function explained(scenario: string, ...plans: ((calls: Wire['calls']) => Planned[])[]): Promise<History> {
  const quiet = { scenario: scenarioNamed(scenario), seed: 0, switching: 0, eventDelays: [500] };
  const planned: Planned[] = [];
  for (const plan of plans) planned.push(...plan((await runHistory(machine, { ...quiet, planned })).calls));
  const { history } = await runHistory(machine, { ...quiet, planned });
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

  it('so did one whose execution was stopped and that died while the rollback was on its way back', async () => {
    const history = await explained(
      'tuned-without-split',
      (calls) => [
        { call: findCall(calls, 'rollout/deploy', 'lambda:UpdateFunctionConfiguration') - 2, fault: { kind: 'act', act: 'abort' } },
        { call: findCall(calls, 'rollout/deploy', 'lambda:UpdateFunctionConfiguration') + 1, fault: { kind: 'slow-before', seconds: 2 } },
      ],
      (calls) => [
        {
          call: findCall(calls, 'rollout/roll-back', 'lambda:UpdateFunctionConfiguration'),
          fault: { kind: 'slow-before', seconds: 1.4 },
        },
      ],
      (calls) => [
        { call: findCall(calls, 'rollout/deploy', 'lambda:PublishVersion') + 1, fault: { kind: 'die-before', as: 'Lambda.Unknown' } },
      ],
    );
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

  it('a share that somebody changed after the verdict was overwritten by the promotion', async () => {
    const history = await explained('promoted', (calls) => [
      { call: findCall(calls, 'rollout/promote', 'lambda:GetAlias'), fault: { kind: 'act', act: 'change-share' } },
    ]);
    expect(statusOf(history)).toBe('rolled-back');
  });

  it('a first share that came late, from a process that was dead, stayed on the alias of a rollout that was over', async () => {
    const history = await explained('promoted', (calls) => [
      {
        call: findCall(calls, 'rollout/deploy', 'lambda:UpdateAlias'),
        fault: { kind: 'die-with-late-effect', as: 'Runtime.ExitError', seconds: 3 },
      },
    ]);
    expect(statusOf(history)).toBe('not-deployed');
    expect(history.trace).toContainEqual(expect.stringMatching(/UpdateAlias comes late/));
  });

  it('a version that was taken off after its last judged minute was reported as promoted', async () => {
    for (const [scenario, run] of [
      ['promoted', 2],
      ['tuned-without-split', 1],
    ] as const) {
      const history = await explained(scenario, (calls) => [
        { call: findCall(calls, 'rollout/promote', 'GetItem opportunities', run), fault: { kind: 'act', act: 'canary-off' } },
      ]);
      expect(statusOf(history), scenario).toBe('rolled-back');
    }
  });

  it('a version that an alarm took off while it was being closed was reported as promoted', async () => {
    const history = await explained(
      'promoted',
      (calls) => [{ call: findCall(calls, 'rollout/promote', 'logs.reports'), fault: { kind: 'act', act: 'alarm' } }],
      (calls) => [{ call: findCall(calls, 'rollout/promote', 'PutItem opportunities', 2), fault: { kind: 'slow-before', seconds: 3 } }],
    );
    expect(statusOf(history)).toBe('rolled-back');
  });

  it('nobody heard of a canary that somebody took off before its first share was on record', async () => {
    const history = await explained('promoted', (calls) => [
      { call: findCall(calls, 'rollout/deploy', 'lambda:GetAlias', 3), fault: { kind: 'act', act: 'canary-off' } },
    ]);
    expect(statusOf(history)).toBe('not-deployed');
  });

  it('nobody heard that a repeated deployment stepped aside from one that had given the first share', async () => {
    const history = await explained('promoted', (calls) => [
      { call: findCall(calls, 'rollout/deploy', 'improvement#', 3), fault: { kind: 'die-before', as: 'Sandbox.Timedout' } },
      { call: findCall(calls, 'rollout/deploy', 'improvement#', 3) + 1, fault: { kind: 'act', act: 'deploy' } },
    ]);
    expect(statusOf(history)).toBe('not-deployed');
  });

  it('a message about a rollback that was given up was not sent when its process died', async () => {
    const history = await explained(
      'promoted',
      (calls) => [{ call: findCall(calls, 'rollout/judge', 'GetAlias', 3), fault: { kind: 'act', act: 'delete-alias' } }],
      (calls) => [{ call: findCall(calls, 'reporting/alert', 'notify'), fault: { kind: 'die-before', as: 'Lambda.Unknown' } }],
    );
    expect(history.end.executions[0]?.states).toContain('Alert');
  });

  it('a rejection that came with an approval stood on the audit as the outcome', async () => {
    const history = await explained(
      'approved',
      (calls) => {
        const call = findCall(calls, 'rollout/decide', 'GetItem audit');
        return [
          { call, fault: { kind: 'act', act: 'reject' } },
          { call, fault: { kind: 'slow-before', seconds: 2 } },
        ];
      },
      (calls) => [{ call: findCall(calls, 'rollout/decide', 'PutItem opportunities'), fault: { kind: 'slow-before', seconds: 5 } }],
    );
    expect(statusOf(history)).toBe('rolled-back');
  });
});
