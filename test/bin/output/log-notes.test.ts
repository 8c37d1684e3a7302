import { describe, expect, it } from 'vitest';
import type { LogFacts } from '../../../bin/input/read-log.ts';
import { notesOn, readingWords } from '../../../bin/output/log-notes.ts';
import { PLAIN_LOG } from '../input/plain-log.ts';

const FACTS: LogFacts = { name: 'a.log', bytes: 100, lines: 10, ...PLAIN_LOG };

describe('what is said of a log', () => {
  it('is nothing when there is nothing to say', () => {
    expect(notesOn(FACTS)).toEqual([]);
    expect(readingWords(FACTS)).toEqual([]);
  });

  it.each([
    [{ binary: true }, 'It looks like binary data, not like text: its templates will say little.'],
    [{ cutLines: 1, droppedBytes: 9_737_856 }, '1 line is longer than 256 KB: the rest, 9,737,856 bytes, is left out.'],
    [{ cutLines: 2, droppedBytes: 2 }, '2 lines are longer than 256 KB: the rest, 2 bytes, is left out.'],
    [{ invalid: 1 }, '1 place is no UTF-8, shown as U+FFFD.'],
    [{ invalid: 3, encoding: 'utf-16le' }, '3 places are no UTF-16LE, shown as U+FFFD.'],
    [{ nulBytes: 1_000_000 }, '1,000,000 NUL bytes are left out.'],
    [{ ansiSequences: 4 }, '4 terminal sequences are left out, as colours are.'],
    [{ unfinished: true }, 'It ends in the middle of a JSON document: the events before that are read.'],
    [{ shrunkBy: 5 }, 'It lost 5 bytes while it was read, and is read to the end that it had by then.'],
    [{ grownBy: 1 }, 'It grew by 1 byte while it was read: what was added is left out.'],
  ] as const)('of %j is a sentence', (facts, note) => {
    expect(notesOn({ ...FACTS, ...facts })).toEqual([note]);
  });

  it('tells how it was read', () => {
    expect(readingWords({ ...FACTS, compression: 'gzip', encoding: 'utf-16be', lineEnds: 'cr', content: 'document' })).toEqual([
      'packed by gzip',
      'UTF-16BE',
      'lines that end with a carriage return',
      'JSON with CloudWatch events, each of which counts as a line',
    ]);
  });
});
