import { describe, expect, it } from 'vitest';
import { FailureGroups } from '../../../bin/logs/failure-groups.ts';

function groupsOf(...records: string[]) {
  const groups = new FailureGroups();
  for (const record of records) groups.add(record, record.split('\n').length);
  return groups;
}
const at = (minute: number, message: string) => `2026-03-01T08:0${minute}:00.000Z\tid\tERROR\t${message}`;

describe('FailureGroups', () => {
  it('puts the failures of one fingerprint together, and keeps the newest', () => {
    const groups = groupsOf(at(5, 'Error: order 1 is lost'), 'fine', at(2, 'Error: order 22 is lost'), at(3, 'Error: no luck'));
    const [most, other] = groups.groups();
    expect(most).toMatchObject({
      count: 2,
      firstLine: 1,
      lastLine: 3,
      firstSeen: Date.UTC(2026, 2, 1, 8, 2),
      lastSeen: Date.UTC(2026, 2, 1, 8, 5),
    });
    expect(most?.failure.message).toBe('order 22 is lost');
    expect(other).toMatchObject({ count: 1, firstLine: 4, lastLine: 4 });
    expect(groups).toMatchObject({ lines: 4, records: 4, others: 0 });
  });

  it('counts kinds beyond those that it keeps', () => {
    const letters = (number: number) => String(number).replaceAll(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)));
    const groups = groupsOf(...Array.from({ length: 2010 }, (_, index) => at(1, `Kind${letters(index)}Error: x`)));
    expect(groups.groups()).toHaveLength(2000);
    expect(groups.others).toBe(10);
  });

  it('takes bare messages by their patterns, unless their level says that nothing failed', () => {
    expect(groupsOf('connect ECONNREFUSED 10.0.0.1:5432').groups()).toHaveLength(1);
    expect(groupsOf('INFO: connect ECONNREFUSED 10.0.0.1:5432, trying again').groups()).toHaveLength(0);
    expect(groupsOf('REPORT RequestId: a\tDuration: 1 ms\tMemory Size: 128 MB\tMax Memory Used: 128 MB').groups()).toHaveLength(1);
    expect(groupsOf('x'.repeat(5000) + ' connect ECONNREFUSED 10.0.0.1:5432').groups()).toHaveLength(0);
  });
});
