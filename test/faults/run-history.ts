import { HOUR_MS } from '../../lambdas/shared/time.ts';
import type { MemoryDynamo } from './cloud/memory-dynamo.ts';
import { createCloud, type Setup } from './cloud/cloud.ts';
import { TARGET } from './cloud/lambda-side.ts';
import type { Machine } from './cloud/load-machine.ts';
import { TABLES } from './cloud/ports.ts';
import { FIRST, START } from './cloud/records.ts';
import type { Wire } from './cloud/wire.ts';
import type { History } from './history.ts';

/** Longest virtual time of a history: several times the longest execution, with events that come hours late. */
const LONGEST_MS = 24 * HOUR_MS;

/** Runs one rollout with the faults that are planned for it, until nothing is left to happen. */
export async function runHistory(machine: Machine, setup: Setup): Promise<{ history: History; calls: Wire['calls'] }> {
  const { scheduler, executions, lambda, wire, stores, dynamo, moments, ref } = await createCloud(machine, setup);
  const start = lambda.state();
  executions.start(FIRST, ref(FIRST));
  const ended = await scheduler.run(START + LONGEST_MS);
  const history: History = {
    scenario: setup.scenario.name,
    seed: setup.seed,
    planned: [...setup.planned],
    moments,
    trace: wire.trace,
    ended,
    target: TARGET,
    start,
    end: {
      ...lambda.state(),
      at: scheduler.now(),
      improvements: await stores.work.improvements.list('default'),
      audit: await stores.audit.list('default'),
      locks: locksOf(dynamo),
      killSwitch: await stores.control.switchState(),
      executions: executions.views(),
    },
  };
  return { history, calls: wire.calls };
}

/** Who holds a lock or a permit. */
function locksOf(dynamo: MemoryDynamo): History['end']['locks'] {
  return dynamo.items(TABLES.control).flatMap(({ pk, owner, until, record }) => {
    const [kind = '', ...rest] = String(pk).split('#');
    const key = rest.join('#');
    if (kind === 'lock') return [{ key, owner: String(owner), until: Number(until) }];
    if (kind !== 'permits') return [];
    const holders = JSON.parse(String(record)) as Record<string, number>;
    return Object.entries(holders).map(([holder, lease]) => ({ key: `permit of ${key}`, owner: holder, until: lease }));
  });
}
