import { parseArgs } from 'node:util';
import { KINDS, type Kind, rates } from './rates.ts';
import { HOUR_TIMES, PLANTED, type Scenario } from './world.ts';

/**
 * `npm run bench -- correlate [--runs 300] [--seed 1]`: clusters of failures that go with nothing, one by one and in bursts, and with one thing each:
 * in what share of them each kind of correlation is said to be there. The level is 1 % a kind.
 */
const { values } = parseArgs({ options: { runs: { type: 'string', default: '300' }, seed: { type: 'string', default: '1' } } });
const [runs, seed] = [Number(values.runs), Number(values.seed)];
if (!(Number.isInteger(runs) && runs > 0 && Number.isInteger(seed))) {
  console.error(`--runs, --seed: found ${values.runs} and ${values.seed}; expected whole numbers, the runs above 0`);
  process.exit(2);
}

const DAY = { minutes: 1440, calls: 20 } as const;
const HALF_HOUR = { minutes: 28, calls: 28 } as const;
const kinds = Object.keys(KINDS) as Kind[];
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`.padStart(14);

function print(title: string, scenarios: [string, Scenario][]): void {
  console.log(`\n${title}\n${''.padEnd(44)}${kinds.map((kind) => kind.padStart(14)).join('')}`);
  for (const [name, scenario] of scenarios) {
    const found = rates(scenario, runs, seed);
    console.log(`${name.padEnd(44)}${kinds.map((kind) => percent(found[kind])).join('')}`);
  }
}

const nothing = { planted: 'nothing', times: 1 } as const;
print(`said of clusters that go with nothing (level 1 %, ${runs} clusters each)`, [
  ['a day, 72 failures', { ...DAY, ...nothing, share: 0.0025, burst: 1 }],
  ['a day, 290 failures', { ...DAY, ...nothing, share: 0.01, burst: 1 }],
  ['a day, 2,900 failures', { ...DAY, ...nothing, share: 0.1, burst: 1 }],
  ['a day, 290 failures in bursts of five', { ...DAY, ...nothing, share: 0.01, burst: 5 }],
  ['28 minutes, 78 failures (the sample fleet)', { ...HALF_HOUR, ...nothing, share: 0.1, burst: 1 }],
]);
for (const times of [2, 4]) {
  print(
    `said of clusters that fail ${times} times as often with what is planted: a day, from 290 failures on`,
    PLANTED.filter((planted) => planted !== 'nothing').map((planted) => [
      `with: ${planted}${planted === 'hour' ? ` (${HOUR_TIMES * times} times)` : ''}`,
      { ...DAY, planted, times, share: 0.01, burst: 1 },
    ]),
  );
}
