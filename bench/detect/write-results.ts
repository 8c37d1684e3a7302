import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LabelledSeries } from './labelled-series.ts';

/** One CSV per series at `<directory>/<category>/<file>.csv`: timestamp (UTC), value, anomaly_score; one row for each row of the data. */
export function writeResults(directory: string, series: readonly LabelledSeries[], scores: ReadonlyMap<string, number[]>): void {
  for (const { name, at, values } of series) {
    const path = join(directory, name.endsWith('.csv') ? name : `${name}.csv`);
    mkdirSync(dirname(path), { recursive: true });
    const found = scores.get(name) ?? [];
    const rows = values.map((value, row) => {
      const time = new Date(at[row] as number).toISOString().slice(0, 19).replace('T', ' ');
      return `${time},${value},${found[row]}`;
    });
    writeFileSync(path, `timestamp,value,anomaly_score\n${rows.join('\n')}\n`);
  }
}
