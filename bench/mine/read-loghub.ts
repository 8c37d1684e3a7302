import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { LabelledLines } from './labelled-lines.ts';

/**
 * Reads a folder in the layout of LogHub's samples: `<System>/<System>_2k.log_structured.csv` with the columns Content and EventId, and where it is there
 * `_2k.log_structured_corrected.csv` with EventTemplate.
 * @throws Error when the folder holds no such file, or a file no such column.
 */
export function readLoghub(folder: string): LabelledLines[] {
  const systems = readdirSync(folder).filter((system) => existsSync(structured(folder, system, '')));
  if (systems.length === 0) throw new Error(`--data ${folder}: found no <System>/<System>_2k.log_structured.csv in it`);
  return systems.toSorted().map((system) => {
    const rows = readRows(structured(folder, system, ''));
    const corrected = structured(folder, system, '_corrected');
    return {
      system,
      lines: column(rows, 'Content', system),
      truth: column(rows, 'EventId', system),
      corrected: existsSync(corrected) ? column(readRows(corrected), 'EventTemplate', system) : null,
    };
  });
}

const structured = (folder: string, system: string, suffix: string): string =>
  join(folder, system, `${system}_2k.log_structured${suffix}.csv`);

function readRows(path: string): Record<string, string>[] {
  return parse<Record<string, string>>(readFileSync(path), { columns: true, bom: true, relax_quotes: true });
}

function column(rows: readonly Record<string, string>[], name: string, system: string): string[] {
  return rows.map((row, i) => {
    const value = row[name];
    if (value === undefined) throw new Error(`${system}: row ${i + 1}: found no column ${name}`);
    return value;
  });
}
