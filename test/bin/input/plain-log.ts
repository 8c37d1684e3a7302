import type { LogFacts } from '../../../bin/input/read-log.ts';

/** What is known of a log of UTF-8 lines in which nothing is out of the ordinary. */
export const PLAIN_LOG: Omit<LogFacts, 'name' | 'bytes' | 'lines'> = {
  compression: null,
  encoding: 'utf-8',
  lineEnds: 'lf',
  content: 'lines',
  binary: false,
  cutLines: 0,
  droppedBytes: 0,
  invalid: 0,
  nulBytes: 0,
  ansiSequences: 0,
  unfinished: false,
  shrunkBy: 0,
  grownBy: 0,
};
