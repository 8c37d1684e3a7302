import process from 'node:process';
import { parseArgs } from 'node:util';
import { redact } from '../../lambdas/shared/redact/redact.ts';
import { DEVELOPMENT } from './development/development.ts';
import { MORE_LOOK_ALIKES } from './development/look-alikes.ts';
import { HELD_OUT } from './held-out/held-out.ts';
import { LOOK_ALIKES } from './held-out/look-alikes.ts';
import { SECOND } from './held-out/second.ts';
import { readLogHub } from './loghub.ts';
import { peersIn } from './peers.ts';
import { type KindScore, type LookAlikes, scoreLookAlikes, scoreSpecimens } from './score.ts';
import type { Specimen } from './specimen.ts';
import { speedOf, speeds } from './speed.ts';
import { cleanLines } from './clean-lines.ts';

/**
 * Secrets of all forms in lines of logs: how many the redaction finds, what it takes for one that is none, and how fast it is.
 *
 *   node bench/redact/run.ts [--seed 1] [--loghub <folder>] [--peers <folder with node_modules>] [--verbose]
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    loghub: { type: 'string' },
    peers: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
if (!Number.isSafeInteger(seed)) throw new RangeError(`--seed is ${values.seed}, expected an integer`);

const row = (cells: readonly (string | number)[]): void => console.log(`| ${cells.join(' | ')} |`);
const head = (cells: readonly string[]): void => {
  row(cells);
  row(cells.map((_, index) => (index === 0 ? '---' : '---:')));
};
const percent = (part: number, of: number): string => (of === 0 ? '–' : `${((part / of) * 100).toFixed(1)} %`);
const total = (scores: readonly KindScore[], of: (score: KindScore) => number): number => scores.reduce((sum, score) => sum + of(score), 0);
const tell = (title: string, cases: ReadonlyMap<string, { line: string; left: string }>): void => {
  if (values.verbose) for (const [name, { line, left }] of cases) console.log(`\n${title}: ${name}\n  ${line}\n  ${left}`);
};

const peers = values.peers === undefined ? [] : await peersIn(values.peers);

/** Lines without a secret: the goal is to leave them all as they are. */
function lookAlikes(lines: LookAlikes): void {
  const kept = scoreLookAlikes(lines, seed, redact);
  if (kept.lines === 0) return;
  const others = peers.map((peer) => scoreLookAlikes(lines, seed, peer.redact));
  row([
    'look-alikes left as they are',
    kept.lines,
    '',
    percent(kept.kept, kept.lines),
    ...others.map((each) => percent(each.kept, each.lines)),
  ]);
  tell('CHANGED', kept.changed);
}

/** Recall by kind; the goal is all of it. */
function recall(title: string, specimens: readonly Specimen[], alike: LookAlikes): boolean {
  console.log(`\n${title}\n`);
  const scores = scoreSpecimens(specimens, seed, redact);
  const others = peers.map((peer) => scoreSpecimens(specimens, seed, peer.redact));
  head(['kind', 'lines', 'recall', 'nothing else left out', ...peers.map(({ name }) => `recall of ${name}`)]);
  for (const [index, { kind, lines, clean, exact }] of scores.entries())
    if (lines > 0)
      row([kind, lines, percent(clean, lines), percent(exact, lines), ...others.map((each) => percent(each[index]?.clean ?? 0, lines))]);
  const lines = total(scores, (score) => score.lines);
  const clean = total(scores, (score) => score.clean);
  const exact = total(scores, (score) => score.exact);
  row([
    'all',
    lines,
    percent(clean, lines),
    percent(exact, lines),
    ...others.map((each) =>
      percent(
        total(each, (score) => score.clean),
        lines,
      ),
    ),
  ]);

  lookAlikes(alike);
  for (const { kind, leaks } of scores) tell(`LEAK, ${kind}`, leaks);
  for (const { kind, inexact } of scores) tell(`more than the secret, ${kind}`, inexact);
  return clean === lines;
}

const isWhole = [
  recall('Written before the rules', HELD_OUT, LOOK_ALIKES),
  recall('Written with the rules', DEVELOPMENT, MORE_LOOK_ALIKES),
  recall('Written when the rules were done', SECOND, {}),
].every(Boolean);

const loghub = values.loghub === undefined ? [] : readLogHub(values.loghub);
if (loghub.length > 0) {
  console.log('\nLines of LogHub of which something is left out\n');
  head(['system', 'lines', 'changed', 'kinds']);
  for (const { system, lines, changed, kinds } of loghub) {
    row([
      system,
      lines.length,
      changed.length,
      Object.entries(kinds)
        .map(([kind, count]) => `${count} ${kind}`)
        .join(', '),
    ]);
    tell(system, new Map(changed.map((each, index) => [`line ${index + 1} of the changed`, each])));
  }
}

console.log('\nSpeed, processor time of one core\n');
head(['what', 'lines a second', 'µs for 100 characters']);
for (const [what, { linesPerSecond, microseconds }] of Object.entries(
  speeds(seed, loghub.length === 0 ? {} : { 'LogHub, all systems': loghub.flatMap(({ lines }) => lines) }),
))
  row([what, Math.round(linesPerSecond), microseconds.toFixed(2)]);
const some = cleanLines(500, seed);
for (const { name, redact: peer } of peers) {
  const { linesPerSecond, microseconds } = speedOf(some, peer);
  row([`lines without a secret, ${name}`, Math.round(linesPerSecond), microseconds.toFixed(2)]);
}

console.log(`\ngoal: every secret found: ${isWhole ? 'met' : 'MISSED'}`);
process.exitCode = isWhole ? 0 : 1;
