const TRACEBACK = 'Traceback (most recent call last):';

/**
 * The line that a record of several lines is told by: its first; of a Python traceback, which begins with its frames, the last that is not
 * indented. A record's other lines are its stack.
 */
export function headline(record: string): string {
  const end = record.indexOf('\n');
  if (end < 0) return record;
  const first = record.slice(0, end).trimEnd();
  if (!first.endsWith(TRACEBACK)) return first === '' ? headline(record.slice(end + 1)) : first;
  const told = record
    .slice(end + 1)
    .split('\n')
    .findLast((line) => /^\S/.test(line));
  return told === undefined ? first : `${first} ${told}`;
}
