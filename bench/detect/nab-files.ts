import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabelledSeries } from './labelled-series.ts';

const MOMENT = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:[.](\d{1,3})\d*)?$/;

/** A NAB timestamp as epoch ms. NAB names no zone: taken as UTC. */
function moment(text: string, where: string): number {
  const [, day, time, fraction = '0'] = MOMENT.exec(text.trim()) ?? [];
  const at = day === undefined ? Number.NaN : Date.parse(`${day}T${time}.${fraction.padEnd(3, '0')}Z`);
  if (Number.isNaN(at)) throw new RangeError(`${where}: found ${JSON.stringify(text)}, expected a time like 2014-04-10 16:15:00`);
  return at;
}

function readSeries(path: string): { at: number[]; values: number[] } {
  const [header = '', ...lines] = readFileSync(path, 'utf8').trimEnd().split(/\r?\n/);
  if (header.trim() !== 'timestamp,value') throw new RangeError(`${path}:1: found ${JSON.stringify(header)}, expected timestamp,value`);
  const at: number[] = [];
  const values: number[] = [];
  lines.forEach((line, index) => {
    const [time = '', text = '', ...more] = line.split(',');
    const value = Number(text);
    if (more.length > 0 || text.trim() === '' || !Number.isFinite(value)) {
      throw new RangeError(`${path}:${index + 2}: found ${JSON.stringify(line)}, expected a time and a finite number`);
    }
    at.push(moment(time, `${path}:${index + 2}`));
    values.push(value);
  });
  return { at, values };
}

/**
 * The series of a copy of the Numenta Anomaly Benchmark: `data/<category>/<file>.csv` and `labels/combined_windows.json`, which names the files.
 *
 * @throws RangeError naming the path (and line) when the folder is not such a copy.
 */
export function readNab(directory: string): LabelledSeries[] {
  const labels = join(directory, 'labels', 'combined_windows.json');
  if (!existsSync(labels)) throw new RangeError(`--data ${directory}: found no labels/combined_windows.json there, expected a copy of NAB`);
  const windows = Object.entries(JSON.parse(readFileSync(labels, 'utf8')) as Record<string, [string, string][]>);
  return windows
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, spans]) => {
      const path = join(directory, 'data', name);
      if (!existsSync(path))
        throw new RangeError(`--data ${directory}: labels/combined_windows.json names data/${name}, but it is not there`);
      return {
        name,
        category: name.slice(0, name.indexOf('/')),
        ...readSeries(path),
        windows: spans.map(([start, end]) => [moment(start, labels), moment(end, labels)] as const),
      };
    });
}
