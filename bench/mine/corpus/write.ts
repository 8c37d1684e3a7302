import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { structuredCsv } from './structured-csv.ts';
import { linesOf } from './lines-of.ts';
import { HALVES } from './systems.ts';

/**
 * `node bench/mine/corpus/write.ts --out <dir> [--lines 2000] [--seed 1]`: writes the corpus in LogHub's layout, a folder a system, below
 * `<dir>/dev` and `<dir>/test`.
 */
const { values } = parseArgs({
  options: { out: { type: 'string' }, lines: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' } },
});
const lines = Number(values.lines);
const seed = Number(values.seed);
if (values.out === undefined || !Number.isInteger(lines) || lines < 1 || !Number.isInteger(seed) || seed < 0) {
  console.error(
    `corpus: found --out ${values.out ?? 'nothing'} --lines ${values.lines} --seed ${values.seed}; ` +
      'expected a folder to write to, a whole number of lines from 1 and a whole seed from 0',
  );
  process.exit(2);
}

for (const [half, systems] of Object.entries(HALVES))
  for (const system of systems) {
    const folder = path.join(values.out, half, system.name);
    mkdirSync(folder, { recursive: true });
    // LogHub's name, whatever the number of lines.
    writeFileSync(path.join(folder, `${system.name}_2k.log_structured.csv`), structuredCsv(linesOf(system, lines, seed)));
    console.log(`${half} ${system.name}: ${lines} lines, ${system.templates.length} templates`);
  }
