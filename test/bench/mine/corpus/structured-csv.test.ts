import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { structuredCsv } from '../../../../bench/mine/corpus/structured-csv.ts';

it('numbers lines and events, and quotes what CSV asks for', () => {
  const csv = structuredCsv([
    { content: 'said "a, b"', template: 'said "<*>"' },
    { content: 'done', template: 'done' },
    { content: 'said "c"', template: 'said "<*>"' },
  ]);
  expect(parse(csv)).toEqual([
    ['LineId', 'Content', 'EventId', 'EventTemplate'],
    ['1', 'said "a, b"', 'E1', 'said "<*>"'],
    ['2', 'done', 'E2', 'done'],
    ['3', 'said "c"', 'E1', 'said "<*>"'],
  ]);
});
