import { availableParallelism } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Cell } from './cell.ts';
import { EMBEDDED } from './embedded.ts';
import { goals } from './goals.ts';
import { figure, head, printGoals, printTable, row } from './print.ts';
import { THRESHOLDS, type Thresholds } from './read-simulated.ts';
import { runCells } from './run-cells.ts';
import { SCENARIOS } from './scenarios.ts';

/**
 * Simulates rollouts and counts the verdicts of the judge and of other rules, beside a prototype's figures; then the goals. Or the budget of the
 * embedded run: how many requests a telemetry minute its verdicts need. Or the list of scenarios: what each stands for.
 *
 *   node bench/judge/run.ts [--runs 1000] [--seed 1] [--only table|embedded|scenarios] [--scenario <name>,...] [--traffic 0.1,1,10,100]
 *                           [--thresholds calm|overall] [--json]
 */
const TABLES = ['table', 'embedded', 'scenarios'] as const;
/** Requests a second; the other rules are asked where the prototype's were. */
const TRAFFIC = [0.1, 1, 10, 100];
const PEERS_AT = 10;

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: 'table' },
    scenario: { type: 'string' },
    traffic: { type: 'string', default: TRAFFIC.join(',') },
    thresholds: { type: 'string', default: 'calm' },
    json: { type: 'boolean', default: false },
  },
});

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`--${name} is ${text}, expected a whole number from 1`);
  return value;
}

function oneOf<Choice extends string>(name: string, text: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new RangeError(`--${name} is ${text}, expected one of ${choices.join(', ')}`);
  return found;
}

function rates(text: string): number[] {
  return text.split(',').map((part) => {
    const rate = Number(part);
    const perMinute = Math.round(rate * 60);
    if (!(perMinute > 0))
      throw new RangeError(`--traffic is ${text}, expected requests a second, at least one a minute, separated by commas`);
    return perMinute;
  });
}

async function table(runs: number, seed: number, thresholds: Thresholds): Promise<void> {
  const names = SCENARIOS.map(({ name }) => name);
  const wanted = options.scenario?.split(',').map((name) => oneOf('scenario', name, names)) ?? names;
  const traffic = rates(options.traffic);
  const cells = SCENARIOS.filter(({ name }) => wanted.includes(name)).flatMap((scenario) =>
    traffic.map((requestsPerMinute): Cell => ({
      scenario,
      requestsPerMinute,
      peers: requestsPerMinute === 60 * PEERS_AT,
      thresholds,
      seed,
    })),
  );
  const summaries = await runCells(cells, runs, availableParallelism());
  if (options.json) {
    console.log(JSON.stringify({ runs, seed, thresholds, cells: summaries, goals: goals(summaries) }));
    return;
  }
  console.log(
    `Rolled back, % of ${runs} runs @ median minute (in brackets: the prototype's published figure); A to D at ${PEERS_AT} rps\n`,
  );
  printTable(summaries, traffic);
  console.log('\nGoals\n');
  printGoals(summaries);
  const { user } = process.cpuUsage();
  console.log(`\n${cells.length} cells, ${(user / 1e6).toFixed(0)} s of CPU, ${(performance.now() / 1000) | 0} s`);
}

async function embedded(runs: number, seed: number, thresholds: Thresholds): Promise<void> {
  const cells = EMBEDDED.map(({ scenario, requestsPerMinute }): Cell => ({ scenario, requestsPerMinute, peers: false, thresholds, seed }));
  const summaries = await runCells(cells, runs, availableParallelism());
  if (options.json) {
    console.log(JSON.stringify({ runs, seed, thresholds, cells: summaries }));
    return;
  }
  console.log(`Embedded budget: % of ${runs} runs, @ median minute; first step 10 %, then 50 % to the horizon\n`);
  head(['change', 'requests a minute', 'minutes at 10 %', 'horizon', 'harm', 'pass']);
  for (const [index, { scenario, requestsPerMinute }] of EMBEDDED.entries()) {
    const { steps } = scenario.world;
    const horizon = steps.reduce((sum, { minutes }) => sum + minutes, 0);
    const { harm, pass } = summaries[index] as (typeof summaries)[number];
    row([scenario.title, requestsPerMinute, steps[0]?.minutes ?? 0, horizon, figure(harm), figure(pass)]);
  }
}

function list(): void {
  head(['name', 'scenario', 'kind', 'what it stands for']);
  for (const { name, title, kind, why } of SCENARIOS) row([name, title, kind, why]);
}

const PROGRAMS = { table, embedded, scenarios: list };

try {
  const program = PROGRAMS[oneOf('only', options.only, TABLES)];
  await program(positive('runs', options.runs), positive('seed', options.seed), oneOf('thresholds', options.thresholds, THRESHOLDS));
} catch (error) {
  if (!(error instanceof RangeError)) throw error;
  console.error(`judge: ${error.message}`);
  process.exitCode = 2;
}
