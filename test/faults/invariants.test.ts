import { beforeAll, describe, expect, it } from 'vitest';
import type { HandlerName } from '../../lambdas/shared/contract/names.ts';
import type { Ports } from '../../lambdas/shared/ports.ts';
import type { Setup } from './cloud/cloud.ts';
import type { LambdaSide } from './cloud/lambda-side.ts';
import { loadMachine, type Machine } from './cloud/load-machine.ts';
import { violations } from './invariants/all.ts';
import type { Planned } from './plan/fault.ts';
import { runHistory } from './run-history.ts';
import { scenarioNamed, SCENARIOS } from './scenarios.ts';

let machine: Machine;
beforeAll(async () => {
  machine = await loadMachine();
});

const setup = (scenario: string, change: Partial<Setup> = {}): Setup => ({
  scenario: scenarioNamed(scenario),
  seed: 0,
  planned: [],
  switching: 0,
  eventDelays: [500],
  ...change,
});

/** What is noticed when the ports of one handler are broken. */
async function noticed(
  scenario: string,
  handler: HandlerName,
  broken: (ports: Ports, lambda: LambdaSide) => Ports,
  planned: Planned[] = [],
): Promise<string[]> {
  const { history } = await runHistory(machine, setup(scenario, { broken: { [handler]: broken }, planned }));
  return violations(history).map(({ invariant, what }) => `${invariant}: ${what}`);
}

/** The first call of a handler in a rollout without faults. */
async function firstCall(scenario: string, handler: HandlerName): Promise<number> {
  const { calls } = await runHistory(machine, setup(scenario));
  return 1 + calls.findIndex((call) => call.handler === handler);
}

describe('a rollout without faults', () => {
  it.each(SCENARIOS.map(({ name }) => name))('violates nothing and ends as it should: %s', async (name) => {
    const { history } = await runHistory(machine, setup(name));
    expect(violations(history)).toEqual([]);
    expect(history.end.improvements.map(({ status }) => status)).toEqual([scenarioNamed(name).ends]);
    expect(history.end.executions.filter(({ status }) => status !== 'SUCCEEDED')).toEqual([]);
  });

  it('is the same for the same seed', async () => {
    const plan: Planned[] = [{ call: 60, fault: { kind: 'redeliver', afterSeconds: 0 } }];
    const one = await runHistory(machine, setup('harmed', { seed: 5, switching: 0.5, planned: plan }));
    const two = await runHistory(machine, setup('harmed', { seed: 5, switching: 0.5, planned: plan }));
    expect(two.history.trace).toEqual(one.history.trace);
    expect(two.history.end.audit).toEqual(one.history.end.audit);
  });
});

describe('each invariant notices the fault that it is for', () => {
  it('alias-explained: a rollback that forgets the weight', async () => {
    const found = await noticed('harmed', 'rollout/roll-back', (ports) => {
      let believed = false;
      const alias: Ports['fleet']['alias'] = async (name) => {
        const there = await ports.fleet.alias(name);
        return believed ? { ...there, canary: null } : there;
      };
      const setAlias: Ports['fleet']['setAlias'] = async (name) => {
        believed = true;
        return alias(name);
      };
      return { ...ports, fleet: { ...ports.fleet, alias, setAlias } };
    });
    expect(found).toContainEqual(expect.stringMatching(/^alias-explained: the alias rests on version 1 with 2@0.1/));
    expect(found).toContainEqual(expect.stringMatching(/^alias-explained: the alias ends at version 1 with 2@0.1/));
  });

  it('alias-explained: a step that nobody decided', async () => {
    const found = await noticed('promoted', 'rollout/step', (ports) => ({
      ...ports,
      audit: { ...ports.audit, append: async () => ({}) as never },
    }));
    expect(found).toEqual([expect.stringMatching(/^alias-explained: rollout\/step moved the alias .* without a decision raise-weight/)]);
  });

  it('restores-identical: a deployment that leaves its code in $LATEST', async () => {
    const found = await noticed('harmed', 'rollout/deploy', (ports, lambda) => ({
      ...ports,
      fleet: {
        ...ports.fleet,
        publish: async (...args) => {
          const published = await ports.fleet.publish(...args);
          lambda.model.deploy(args[0], { files: [...args[1].files] });
          return published;
        },
      },
    }));
    expect(found).toContainEqual(expect.stringMatching(/^restores-identical: \$LATEST is not as it was/));
  });

  it('one-audit-record-a-decision: a decision that is written once a try', async () => {
    let count = 0;
    const twice = (ports: Ports): Ports => ({
      ...ports,
      audit: {
        ...ports.audit,
        async append(entry) {
          await ports.audit.append({ ...entry, key: `${entry.key}/${(count += 1)}` });
          return ports.audit.append(entry);
        },
      },
    });
    expect(await noticed('harmed', 'rollout/judge', twice)).toContainEqual(
      expect.stringMatching(/^one-audit-record-a-decision: 2 records of the decision roll-back/),
    );
  });

  it('one-audit-record-a-decision: an outcome that is not written', async () => {
    const found = await noticed('promoted', 'rollout/promote', (ports) => ({
      ...ports,
      audit: { ...ports.audit, append: async () => ({}) as never },
    }));
    expect(found).toContainEqual(expect.stringMatching(/is promoted, but its audit says nothing$/));
  });

  it('lock-free: a lock that is not released', async () => {
    const found = await noticed('harmed', 'rollout/roll-back', (ports) => ({
      ...ports,
      control: { ...ports.control, releaseLock: async () => undefined },
    }));
    expect(found).toEqual([expect.stringMatching(/^lock-free: \S+-first still holds rollout#orders/)]);
  });

  it('person-told: a rollback that nobody hears of', async () => {
    const found = await noticed('harmed', 'rollout/roll-back', (ports) => ({ ...ports, notifier: { notify: async () => undefined } }));
    expect(found).toEqual([expect.stringMatching(/^person-told: \S+-first served and is rolled-back .* severity high$/)]);
  });

  it('no-side-effect-after-stop: a promotion that does not ask', async () => {
    const call = await firstCall('promoted', 'rollout/promote');
    const careless = (ports: Ports): Ports => ({
      ...ports,
      control: { ...ports.control, switchState: async () => ({ stopped: false, by: 'x', reason: 'x', at: 0 }) },
    });
    const stop: Planned[] = [{ call, fault: { kind: 'act', act: 'stop' } }];
    expect(await noticed('promoted', 'rollout/promote', careless, stop)).toEqual([
      expect.stringMatching(/^no-side-effect-after-stop: rollout\/promote moved the alias/),
    ]);
    expect(await noticed('promoted', 'rollout/promote', (ports) => ports, stop)).toEqual([]);
  });

  it('ends: a rollback that does nothing', async () => {
    const call = await firstCall('promoted', 'rollout/judge');
    const found = await noticed(
      'promoted',
      'rollout/roll-back',
      (ports) => ({
        ...ports,
        work: { ...ports.work, improvements: { ...ports.work.improvements, get: async () => ({ status: 'proposed' }) as never } },
      }),
      [{ call, fault: { kind: 'die-before', as: 'Lambda.Unknown' } }],
    );
    expect(found).toContainEqual(expect.stringMatching(/^ends: \S+-first is left rolling-out\/monitoring/));
  });

  it('fails-by-name: an error that nobody foresaw', async () => {
    const found = await noticed('harmed', 'rollout/judge', (ports) => ({
      ...ports,
      metrics: { ...ports.metrics, completeUntil: () => Promise.reject(new TypeError('no such property')) },
    }));
    expect(found).toContainEqual(expect.stringMatching(/^fails-by-name: rollout\/judge failed by TypeError/));
  });
});
