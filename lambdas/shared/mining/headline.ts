const TRACEBACK = 'Traceback (most recent call last):';

/** What Node prints above an error that nobody caught: the place, then the code. */
const PLACE = /^(?:node:|file:|\/)\S*:\d+$/;
const ERROR = /^[A-Z]\w*(?:Error|Exception)\b/;

/**
 * The line that a record of several lines is told by: its first; of an error that ended Node, the one that names it; of a Python traceback, which
 * begins with its frames, the last that is not indented. A record's other lines are its stack.
 */
export function headline(record: string): string {
  const end = record.indexOf('\n');
  if (end < 0) return record;
  const first = record.slice(0, end).trimEnd();
  if (PLACE.test(first)) return record.split('\n').find((line) => ERROR.test(line)) ?? first;
  if (!first.endsWith(TRACEBACK)) return first === '' ? headline(record.slice(end + 1)) : first;
  const told = record
    .slice(end + 1)
    .split('\n')
    .findLast((line) => /^\S/.test(line));
  return told === undefined ? first : `${first} ${told}`;
}
