import { parseArgs } from 'node:util';
import { EMBEDDED, PUBLISHED } from './scenarios.ts';
import { type Measured, measure } from './measure.ts';

/**
 * Simulates rollouts and counts the judge's verdicts, beside the published figures of the prototype (1,000 runs a cell, 10 requests a
 * second, weight 10 %), then the budget of the embedded run: how many requests a telemetry minute its verdicts need.
 *
 *   node bench/judge/run.ts [--runs 200] [--seed 1] [--only published|embedded]
 */
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' }, only: { type: 'string' } },
});

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`--${name} is ${text}, expected a whole number from 1`);
  return value;
}

const runs = positive('runs', values.runs);
const seed = positive('seed', values.seed);
const tables = ['published', 'embedded'];
if (values.only !== undefined && !tables.includes(values.only)) {
  throw new RangeError(`--only is ${values.only}, expected ${tables.join(' or ')}`);
}

const share = (value: number, minute: number | null): string => `${(100 * value).toFixed(1)}${minute === null ? '' : ` @${minute}`}`;
const row = (cells: readonly (string | number)[]): void => console.log(`| ${cells.join(' | ')} |`);
const verdicts = (found: Measured): [string, string] => [share(found.harm, found.harmMinute), share(found.pass, found.passMinute)];

if (values.only !== 'embedded') {
  console.log(`Published scenarios: % of ${runs} runs, @ median minute\n`);
  row(['scenario', 'rolled back for harm', 'the prototype', 'passed', 'the prototype']);
  row(['---', '---', '---', '---', '---']);
  for (const { name, scenario, harm, pass } of PUBLISHED) {
    const [harmed, passed] = verdicts(measure(scenario, runs, seed));
    row([name, harmed, harm, passed, pass ?? '–']);
  }
  console.log('');
}
if (values.only !== 'published') {
  console.log(`Embedded budget: % of ${runs} runs, @ median minute; first step 10 %, then 50 % to the horizon\n`);
  row(['change', 'sigma', 'requests a minute', 'minutes at 10 %', 'horizon', 'harm', 'pass']);
  row(['---', '---', '---', '---', '---', '---', '---']);
  for (const { name, scenario } of EMBEDDED) {
    const horizon = scenario.steps.reduce((sum, step) => sum + step.minutes, 0);
    row([
      name,
      scenario.sigma,
      scenario.requestsPerMinute,
      scenario.steps[0]?.minutes ?? 0,
      horizon,
      ...verdicts(measure(scenario, runs, seed)),
    ]);
  }
}
