import { parseArgs } from 'node:util';
import { loadMachine } from '../../test/faults/cloud/load-machine.ts';
import { violations } from '../../test/faults/invariants/all.ts';
import { faultName } from '../../test/faults/plan/fault.ts';
import { randomSetup } from '../../test/faults/plan/random-plan.ts';
import { systematicPlans } from '../../test/faults/plan/systematic.ts';
import { runHistory } from '../../test/faults/run-history.ts';
import { SCENARIOS } from '../../test/faults/scenarios.ts';
import type { Setup } from '../../test/faults/cloud/cloud.ts';
import { createTally } from './tally.ts';

/**
 * Rollouts with faults: every side effect with every kind of fault, then random histories with several faults each, in an order that the
 * seed decides. Prints the histories by kind of fault, and each violation with its seed; `--trace` prints the history of one seed.
 *
 *   node bench/faults/run.ts [--histories 1000] [--seed 1] [--systematic no] [--trace <seed>]
 */
const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    systematic: { type: 'string', default: 'yes' },
    trace: { type: 'string' },
  },
});

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new RangeError(`--${name} is ${text}, expected a whole number from 0`);
  return value;
}

const machine = await loadMachine();
const QUIET = { seed: 0, switching: 0, eventDelays: [500] };
const calls = new Map(
  await Promise.all(
    SCENARIOS.map(async (scenario) => [scenario.name, (await runHistory(machine, { ...QUIET, scenario, planned: [] })).calls] as const),
  ),
);
const callsOf = (name: string) => calls.get(name) ?? [];

async function tell(seed: number): Promise<void> {
  const setup = randomSetup(seed, (name) => callsOf(name).length);
  const { history } = await runHistory(machine, setup);
  console.log(history.trace.join('\n'));
  for (const moment of history.moments) if (moment.kind !== 'quiet') console.log(JSON.stringify(moment));
  for (const { sequence, key, summary } of history.end.audit) console.log(`audit ${sequence} ${key}: ${summary}`);
  for (const { id, status, reason } of history.end.improvements) console.log(`${id}: ${status}: ${reason}`);
  console.log(`locks ${JSON.stringify(history.end.locks)}`);
  for (const { invariant, what } of violations(history)) console.log(`VIOLATION ${invariant}: ${what}`);
}

async function all(): Promise<void> {
  const tally = createTally();
  const one = async (name: string, setup: Setup): Promise<void> => {
    const { history } = await runHistory(machine, setup);
    tally.add(
      name,
      history.planned.map(({ fault }) => faultName(fault)),
      violations(history),
      history,
    );
  };
  if (values.systematic === 'yes') {
    for (const scenario of SCENARIOS) {
      for (const planned of systematicPlans(callsOf(scenario.name))) {
        await one(`${scenario.name} call ${planned[0]?.call} ${planned.map(({ fault }) => faultName(fault)).join()}`, {
          ...QUIET,
          scenario,
          planned,
        });
      }
    }
  }
  const first = whole('seed', values.seed);
  for (let seed = first; seed < first + whole('histories', values.histories); seed += 1) {
    await one(
      `seed ${seed}`,
      randomSetup(seed, (name) => callsOf(name).length),
    );
  }
  console.log(tally.report().join('\n'));
  process.exit(tally.broken() === 0 ? 0 : 1);
}

await (values.trace === undefined ? all() : tell(whole('trace', values.trace)));
