import { dayPartOf, halfHourOf, hourOfWeek } from '../../../../lambdas/shared/detection/time-slots.ts';
import { describe, expect, it } from 'vitest';

describe('slots of time', () => {
  it('are those of UTC', () => {
    // A Friday.
    const at = Date.UTC(2026, 10, 20, 13, 45);
    expect(halfHourOf(at)).toBe(27);
    expect(dayPartOf(at)).toBe(6);
    expect(hourOfWeek(at)).toBe(24 + 13);
  });

  it('are the same before 1970', () => {
    const at = Date.UTC(1969, 11, 31, 23, 59);
    expect(halfHourOf(at)).toBe(47);
    expect(dayPartOf(at)).toBe(11);
    expect(hourOfWeek(at)).toBe(167);
  });
});
