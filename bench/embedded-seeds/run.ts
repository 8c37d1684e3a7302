import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CycleReport } from '../../lambdas/reporting/cycle-report.ts';
import { judgeAlerts, judgeRun, type ProgressEvent, type RunCheck } from './judge-run.ts';

/**
 * `node bench/embedded-seeds/run.ts [--seeds 11,12,13] [--first 101 --count 10]`: runs the whole embedded cycle once a seed, each in a
 * new state directory, and says in how many runs everything held that a first user should see (see judge-run.ts).
 */
const { values } = parseArgs({
  options: { seeds: { type: 'string' }, first: { type: 'string', default: '101' }, count: { type: 'string', default: '10' } },
});
const seeds =
  values.seeds === undefined
    ? Array.from({ length: Number(values.count) }, (_, index) => Number(values.first) + index)
    : values.seeds.split(',').map(Number);
if (seeds.length === 0 || seeds.some((seed) => !Number.isInteger(seed))) {
  console.error(`seeds: found ${values.seeds ?? `${values.first}, ${values.count}`}; expected whole numbers`);
  process.exit(2);
}

const kaizen = new URL('../../bin/kaizen.ts', import.meta.url).pathname;

/** Runs one command of the CLI and gives its exit code and what it printed. */
function run(args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--no-warnings', kaizen, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

async function oneSeed(seed: number): Promise<{ checks: RunCheck[]; seconds: number }> {
  const state = mkdtempSync(join(tmpdir(), 'kaizen-seeds-'));
  try {
    const started = performance.now();
    const ended = await run(['run', '--json', '--seed', String(seed), '--state-dir', join(state, 'state')]);
    const seconds = (performance.now() - started) / 1000;
    const shown = await run(['report', '--json', '--state-dir', join(state, 'state')]);
    const audit = await run(['audit', 'verify', '--state-dir', join(state, 'state')]);
    if (ended.code !== 0 || shown.code !== 0) {
      return { checks: [{ what: `run ended with code ${ended.code}, report with ${shown.code}`, holds: false }], seconds };
    }
    const events = ended.output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as ProgressEvent);
    return { checks: [...judgeRun(CycleReport.parse(JSON.parse(shown.output)), audit.code === 0), ...judgeAlerts(events)], seconds };
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

console.log('seed   seconds  holds  missing');
let good = 0;
for (const seed of seeds) {
  const { checks, seconds } = await oneSeed(seed);
  const missing = checks.filter(({ holds }) => !holds).map(({ what }) => what);
  if (missing.length === 0) good += 1;
  console.log(
    `${String(seed).padEnd(6)} ${seconds.toFixed(0).padStart(7)}  ${missing.length === 0 ? 'yes  ' : 'NO   '}  ${missing.join('; ')}`,
  );
}
console.log(`${good} of ${seeds.length} runs hold (goal: at least 9 of 10)`);
process.exit(good >= Math.ceil(seeds.length * 0.9) ? 0 : 1);
