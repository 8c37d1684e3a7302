import { parseTimestamp } from '../input/parse-timestamp.ts';

/** A time with its date at the beginning of a line, in brackets or behind a level: where loggers and Lambda put it. */
const AT_START = /^(?:\[?[A-Z]{4,8}\]?[\t ])?\[?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|[+-]\d\d:?\d\d))?)/;
/** The same as a field of a JSON line. */
const IN_JSON = /"(?:timestamp|time|@timestamp|ts)": ?"?(\d{4}-\d\d-\d\dT[0-9:.]{8,18}(?:Z|[+-]\d\d:?\d\d)?|\d{13}\b)/;
const LOOKED_AT = 1000;

/** When a record was written, epoch ms, by the time that stands in it; null: none does. */
export function recordTime(text: string): number | null {
  const head = text.slice(0, LOOKED_AT);
  const found = AT_START.exec(head) ?? (head.trimStart().startsWith('{') ? IN_JSON.exec(head) : null);
  return found?.[1] === undefined ? null : parseTimestamp(found[1]);
}
