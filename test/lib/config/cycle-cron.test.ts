import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cycleCron } from '../../../lib/config/cycle-cron.ts';

describe('cycleCron', () => {
  it.each([
    [24, '02:00', 'cron(0 2 * * ? *)'],
    [6, '20:15', 'cron(15 2,8,14,20 * * ? *)'],
    [168, '02:00', 'cron(0 2 ? * MON *)'],
  ])('every %i h from %s is %s', (hours, start, cron) => {
    expect(cycleCron(hours, start)).toBe(cron);
  });

  it.each([5, 7, 36, 48, 336])('has no fixed hours for every %i h', (hours) => {
    expect(cycleCron(hours, '02:00')).toBeNull();
  });

  it('spaces the starts of a day evenly and includes the start time', () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 3, 4, 6, 8, 12, 24), fc.nat(23), fc.nat(59), (interval, hour, minute) => {
        const cron = cycleCron(interval, `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`) ?? '';
        const [, found, list = ''] = /^cron\((\d+) ([\d,]+) \* \* \? \*\)$/.exec(cron) ?? [];
        const hours = list.split(',').map(Number);
        expect(Number(found)).toBe(minute);
        expect(hours).toContain(hour);
        expect(hours).toHaveLength(24 / interval);
        for (const [index, at] of hours.entries()) expect(((hours[(index + 1) % hours.length] ?? 0) - at + 24) % 24).toBe(interval % 24);
      }),
    );
  });
});
