import { stringify } from 'csv-stringify/sync';
import type { ScoredRow } from '../series/scored-row.ts';

const COLUMNS = ['timestamp', 'value', 'anomaly_score', 'expected', 'low', 'high', 'anomaly'];

/** Digits of the band: nine tell a bound from its neighbours at any scale, and are read more easily than seventeen. */
const BAND_DIGITS = 9;

/**
 * The rows as CSV, after a header. Timestamp and value stand as they were read (quoted where a comma in them asks for it); the score has
 * all its digits, so that comparing it with the threshold gives the last column; without enough data the band is empty.
 */
export async function* scoredCsv(batches: AsyncIterable<ScoredRow[]>): AsyncGenerator<string> {
  // With the first rows, so that a file that can't be read gives nothing at all.
  let header = stringify([COLUMNS]);
  for await (const rows of batches) {
    yield header + stringify(rows.map(fields));
    header = '';
  }
  if (header !== '') yield header;
}

function fields({ timestamp, text, score, expected, low, high, anomaly }: ScoredRow): string[] {
  return [timestamp, text, String(score), bound(expected), bound(low), bound(high), anomaly ? '1' : '0'];
}

const bound = (value: number | null): string => (value === null ? '' : String(Number(value.toPrecision(BAND_DIGITS))));
