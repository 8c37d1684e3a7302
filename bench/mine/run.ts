import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { TemplateMiner } from '../../lambdas/shared/mining/template-miner.ts';
import { ALTERATIONS } from './alterations.ts';
import { bounded } from './bounded.ts';
import { linesOf } from './corpus/lines-of.ts';
import { HALVES } from './corpus/systems.ts';
import { groupingAccuracy } from './grouping-accuracy.ts';
import type { LabelledLines } from './labelled-lines.ts';
import { DRAIN3_GENERATED, PEERS } from './peers.ts';
import { readLoghub } from './read-loghub.ts';

/**
 * Groups the lines of a copy of LogHub's samples (the developers' half: 8 systems of 2,000 lines) without a setting, and measures lines a second and what
 * is kept of lines that are all different.
 *
 *   node bench/mine/run.ts --data <folder with <System>/<System>_2k.log_structured.csv> [--out <folder for LineId,TemplateId by system>]
 */
const { values: options } = parseArgs({ options: { data: { type: 'string' }, out: { type: 'string' } } });

/** Lines that the speed is measured over, at least. */
const SPEED_LINES = 320_000;
const SPEED_ROUNDS = 5;

const GENERATED_LINES = 2000;
const GENERATED_SEED = 1;

const share = (value: number): string => value.toFixed(4);
const row = (cells: readonly (string | number)[]): void => console.log(`| ${cells.join(' | ')} |`);
function head(cells: readonly string[]): void {
  row(cells);
  row(cells.map(() => '---'));
}
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Names of the templates of lines, by one miner that saw only them. */
function mine(lines: readonly string[]): string[] {
  const miner = new TemplateMiner();
  const groups = lines.map((line) => miner.add(line));
  const templates = miner.templates();
  return groups.map((group) => templates.of(group).id);
}

function accuracy(all: readonly LabelledLines[], out: string | undefined): void {
  head(['system', 'grouping accuracy', 'on the corrected truth', 'F1 of groups', 'templates', 'true']);
  const results = all.map((system) => {
    const found = mine(system.lines);
    if (out !== undefined) writePredictions(out, system.system, found);
    const own = groupingAccuracy(found, system.truth);
    const corrected = system.corrected === null ? null : groupingAccuracy(found, system.corrected).accuracy;
    row([system.system, share(own.accuracy), corrected === null ? '–' : share(corrected), share(own.groupF1), own.groups, own.trueGroups]);
    return { accuracy: own.accuracy, corrected: corrected ?? own.accuracy, groupF1: own.groupF1 };
  });
  row([
    'mean',
    share(mean(results.map((r) => r.accuracy))),
    share(mean(results.map((r) => r.corrected))),
    share(mean(results.map((r) => r.groupF1))),
    '',
    '',
  ]);
}

function alterations(all: readonly LabelledLines[]): void {
  console.log('\nThe same lines altered so that their templates stay, mean of the systems:\n');
  head(['lines', 'grouping accuracy', 'on the corrected truth']);
  for (const [name, change] of Object.entries(ALTERATIONS)) {
    const scored = all.map((system) => {
      const { lines, truth, corrected } = change(system);
      const found = mine(lines);
      return { own: groupingAccuracy(found, truth).accuracy, corrected: groupingAccuracy(found, corrected ?? truth).accuracy };
    });
    row([name, share(mean(scored.map((r) => r.own))), share(mean(scored.map((r) => r.corrected)))]);
  }
}

function writePredictions(folder: string, system: string, found: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  const rows = found.map((id, line) => `${line + 1},${id}\n`);
  writeFileSync(join(folder, `${system}.csv`), `LineId,TemplateId\n${rows.join('')}`);
}

function speed(all: readonly LabelledLines[]): void {
  const once = all.flatMap(({ lines }) => lines);
  const times = Math.ceil(SPEED_LINES / once.length);
  const lines = Array.from({ length: times }, () => once).flat();
  const rates = Array.from({ length: SPEED_ROUNDS }, () => {
    const miner = new TemplateMiner();
    const started = process.cpuUsage();
    for (const line of lines) miner.add(line);
    const { user, system } = process.cpuUsage(started);
    return lines.length / ((user + system) / 1e6);
  }).toSorted((a, b) => a - b);
  const rate = (at: number): string => Math.round(rates[at] ?? 0).toLocaleString('en');
  console.log(
    `\nAll systems in one miner, ${lines.length.toLocaleString('en')} lines, ${SPEED_ROUNDS} rounds, by the processor's time: ` +
      `${rate(Math.floor(SPEED_ROUNDS / 2))} lines a second of one core (${rate(0)} to ${rate(SPEED_ROUNDS - 1)})`,
  );
}

/** Lines made from the format strings of software that is in no sample: a half that may be looked at, and one that nobody tunes on. */
function generated(): void {
  for (const [half, systems] of Object.entries(HALVES)) {
    console.log(`\nGenerated, half ${half} (2,000 lines each; a line's label is its format string):\n`);
    accuracy(
      systems.map((system) => {
        const lines = linesOf(system, GENERATED_LINES, GENERATED_SEED);
        return {
          system: system.name,
          lines: lines.map(({ content }) => content),
          truth: lines.map(({ template }) => template),
          corrected: null,
        };
      }),
      undefined,
    );
    console.log(`\nDrain3, defaults, run on the same lines: ${DRAIN3_GENERATED[half as keyof typeof HALVES]}`);
  }
}

const all = options.data === undefined ? [] : readLoghub(options.data);
if (all.length > 0) {
  accuracy(all, options.out);
  alterations(all);
  speed(all);
  console.log('\nPeers, published:\n');
  head(['', 'grouping accuracy on these 8 systems', 'on the other 8', 'lines/s']);
  for (const peer of PEERS) row([peer.name, peer.own, peer.others, peer.rate]);
} else console.log('No --data <folder>: accuracy and speed are of LogHub-like samples, which are not part of this repository.');
generated();
bounded(row, head);
