import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One file of the benchmark: moments (epoch ms, rising) and values. */
export interface BenchSeries {
  category: string;
  name: string;
  at: readonly number[];
  values: readonly number[];
}

/**
 * All series of a directory `data/<category>/<file>.csv` with the columns `timestamp,value`, times in UTC. Rows at or before the last one
 * (the autumn hour of some files) are left out for all forecasters alike.
 * @throws Error naming file, line and what was expected.
 */
export function readSeries(directory: string): BenchSeries[] {
  const root = join(directory, 'data');
  return readdirSync(root)
    .toSorted()
    .flatMap((category) =>
      readdirSync(join(root, category))
        .filter((file) => file.endsWith('.csv'))
        .toSorted()
        .map((file) => parse(category, file, readFileSync(join(root, category, file), 'utf8'))),
    );
}

function parse(category: string, file: string, text: string): BenchSeries {
  const at: number[] = [];
  const values: number[] = [];
  const [header, ...lines] = text.trim().split(/\r?\n/);
  if (header !== 'timestamp,value') throw new Error(`${file}, line 1: found ${JSON.stringify(header)}; expected timestamp,value`);
  for (const [index, line] of lines.entries()) {
    const [stamp = '', figure = ''] = line.split(',');
    const time = Date.parse(`${stamp.replace(' ', 'T')}Z`);
    const value = figure === '' ? Number.NaN : Number(figure);
    if (Number.isNaN(time) || Number.isNaN(value)) {
      throw new Error(`${file}, line ${index + 2}: found ${JSON.stringify(line)}; expected a time and a number`);
    }
    if (time <= (at.at(-1) ?? -Infinity)) continue;
    at.push(time);
    values.push(value);
  }
  return { category, name: file.replace(/\.csv$/, ''), at, values };
}
