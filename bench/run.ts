import { spawn } from 'node:child_process';
import process from 'node:process';

/** The benchmarks, each a program of its own that prints its figures: `npm run bench -- <name> [its options]`. */
const BENCHMARKS = {
  forecast: 'forecasts, trends to a limit and durations beside simple peers (--data <directory>)',
  judge: "false roll-backs and power of the judge beside plain rules, an alarm and Kayenta's method",
  detect: 'the anomaly detector on a copy of the Numenta Anomaly Benchmark, and on generated series, beside published detectors',
  cost: 'what the telemetry of a fleet costs a function-month, counted by the real code over a modelled month, beside its peers',
  throughput: 'points a second and bytes of state of the anomaly detector, with the price of storing it',
  codemods: 'codemods over small functions to improve and others that only look like them (--corpus <folder>), beside a linter',
  bundles: 'size of handlers and how long a fresh process takes to load them',
  faults: 'rollouts with faults: deaths, lost answers, throttling, repeated events and people in between, in every order',
  fingerprints:
    'failures before and after a deployment, as real builds print them: known again, and kept apart (--build <name>, --verbose)',
  gates: 'hostile, broken and good answers against the gates: rejected and accepted by class (--corpus <folder>, --static)',
  correlate: 'what goes with a cluster of failures: false alarms and power of each kind of correlation, over made-up clusters',
  mine: 'templates of log lines on a copy of LogHub (--data <folder>): grouping accuracy, lines a second, what is kept; beside Drain3 and Brain',
  patterns: 'messages that users of Lambda quoted, held out: which get the right failure pattern, and what a look-up takes (--all)',
  redact: 'secrets of all forms in lines of logs, and lines that only look like it (--loghub <folder>, --peers <folder>)',
  'embedded-seeds': 'whole embedded cycles over several seeds (about seven minutes each)',
} as const;

const [name = '', ...options] = process.argv.slice(2);
if (!Object.hasOwn(BENCHMARKS, name)) {
  const list = Object.entries(BENCHMARKS).map(([known, what]) => `  ${known.padEnd(16)} ${what}`);
  console.error(`benchmark: found ${JSON.stringify(name)}; expected one of\n${list.join('\n')}`);
  process.exit(2);
}
const script = new URL(`./${name}/run.ts`, import.meta.url).pathname;
spawn(process.execPath, ['--no-warnings', script, ...options], { stdio: 'inherit' }).once('close', (code) => process.exit(code ?? 1));
