import { parseArgs } from 'node:util';
import { redact } from '../../lambdas/shared/redact/redact.ts';
import { HELD_OUT } from './held-out/held-out.ts';
import { LOOK_ALIKES } from './held-out/look-alikes.ts';
import { scoreLookAlikes, scoreSpecimens } from './score.ts';

/**
 * Secrets of all forms in lines of logs: how many the redaction finds, and what it takes for one that is none.
 *
 *   node bench/redact/run.ts [--seed 1] [--verbose]
 */
const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' }, verbose: { type: 'boolean', default: false } } });

const seed = Number(values.seed);
const row = (cells: readonly (string | number)[]): void => console.log(`| ${cells.join(' | ')} |`);
const percent = (part: number, of: number): string => (of === 0 ? '–' : `${((part / of) * 100).toFixed(1)} %`);

row(['kind', 'lines', 'recall', 'nothing else left out']);
row(['---', '---:', '---:', '---:']);
const scores = scoreSpecimens(HELD_OUT, seed, redact);
for (const { kind, lines, clean, exact } of scores) row([kind, lines, percent(clean, lines), percent(exact, lines)]);
const sum = (of: (score: (typeof scores)[number]) => number): number => scores.reduce((total, score) => total + of(score), 0);
row([
  'all',
  sum(({ lines }) => lines),
  percent(
    sum(({ clean }) => clean),
    sum(({ lines }) => lines),
  ),
  percent(
    sum(({ exact }) => exact),
    sum(({ lines }) => lines),
  ),
]);

const alike = scoreLookAlikes(LOOK_ALIKES, seed, redact);
console.log(`\nlines that only look like it: ${alike.lines}, left as they are: ${percent(alike.kept, alike.lines)}`);
if (values.verbose) {
  for (const { kind, leaks } of scores)
    for (const [name, { line, left }] of leaks) console.log(`\nLEAK ${kind}: ${name}\n  ${line}\n  ${left}`);
  for (const { kind, inexact } of scores)
    for (const [name, { line, left }] of inexact) console.log(`\nmore than the secret, ${kind}: ${name}\n  ${line}\n  ${left}`);
  for (const [name, { line, left }] of alike.changed) console.log(`\nCHANGED ${name}\n  ${line}\n  ${left}`);
}
