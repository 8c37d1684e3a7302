import { beforeAll, describe, expect, it } from 'vitest';
import { loadMachine, type Machine } from './cloud/load-machine.ts';
import { violations } from './invariants/all.ts';
import { faultName } from './plan/fault.ts';
import { distinctPlans } from './plan/systematic.ts';
import { runHistory } from './run-history.ts';
import { SCENARIOS } from './scenarios.ts';

let machine: Machine;
beforeAll(async () => {
  machine = await loadMachine();
});

/** Tried at each of their calls; the others where they go another way. All of it is `npm run bench -- faults`. */
const WHOLE = new Set(['promoted', 'harmed', 'inconclusive', 'tuned-without-split']);
const QUIET = { seed: 0, switching: 0, eventDelays: [500] };

describe('a fault at any call that has an effect', { timeout: 120_000 }, () => {
  const known = new Set<string>();

  it.each(SCENARIOS.map(({ name }) => name))('leaves nothing unexplained: %s', async (name) => {
    const scenario = SCENARIOS.find((each) => each.name === name) ?? expect.fail('no such scenario');
    const { calls } = await runHistory(machine, { ...QUIET, scenario, planned: [] });
    const found: string[] = [];
    const plans = distinctPlans(calls, WHOLE.has(name) ? new Set() : known);
    for (const { handler, call } of calls) known.add(`${handler} ${call.name}`);
    expect(plans.length).toBeGreaterThan(WHOLE.has(name) ? 150 : 5);
    for (const planned of plans) {
      const { history } = await runHistory(machine, { ...QUIET, scenario, planned });
      const where = planned.map(({ call, fault }) => `call ${call} ${faultName(fault)}`).join();
      found.push(...violations(history).map(({ invariant, what }) => `${where}: ${invariant}: ${what}`));
    }
    expect(found).toEqual([]);
  });
});
