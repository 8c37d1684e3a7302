import { beforeAll, describe, expect, it } from 'vitest';
import { loadMachine, type Machine } from './cloud/load-machine.ts';
import { violations } from './invariants/all.ts';
import { randomSetup } from './plan/random-plan.ts';
import { runHistory } from './run-history.ts';
import { SCENARIOS } from './scenarios.ts';

let machine: Machine;
const lengths = new Map<string, number>();
beforeAll(async () => {
  machine = await loadMachine();
  for (const scenario of SCENARIOS) {
    const { calls } = await runHistory(machine, { scenario, seed: 0, switching: 0, eventDelays: [500], planned: [] });
    lengths.set(scenario.name, calls.length);
  }
});

/** By `npm run bench -- faults --histories <n> --seed <n>` there are as many as one likes. */
const HISTORIES = 400;

describe('several faults in an order that the seed decides', { timeout: 120_000 }, () => {
  it(`leave nothing unexplained in ${HISTORIES} histories`, async () => {
    const found: string[] = [];
    const statuses = new Set<string>();
    for (let seed = 1; seed <= HISTORIES; seed += 1) {
      const { history } = await runHistory(
        machine,
        randomSetup(seed, (name) => lengths.get(name) ?? 0),
      );
      for (const { status } of history.end.improvements) statuses.add(status);
      found.push(...violations(history).map(({ invariant, what }) => `seed ${seed}: ${invariant}: ${what}`));
    }
    expect(found).toEqual([]);
    // The plans reach every way a rollout can end.
    expect([...statuses]).toEqual(expect.arrayContaining(['promoted', 'rolled-back', 'not-deployed']));
  });
});
