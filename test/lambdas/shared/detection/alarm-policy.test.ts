import { FIRST_AT, HEIGHT, NUMBERS, SINCE } from '../../../../lambdas/shared/detection/layout.ts';
import { NO_ALARM_YET, REFRACTORY_ROWS, THRESHOLD, applyPolicy } from '../../../../lambdas/shared/detection/alarm-policy.ts';
import { describe, expect, it } from 'vitest';

const YEAR = 365 * 86_400_000;

function fresh(): Float64Array {
  const numbers = new Float64Array(NUMBERS);
  numbers[SINCE] = NO_ALARM_YET;
  numbers[FIRST_AT] = 0;
  return numbers;
}

describe('applyPolicy', () => {
  it('gives the strength itself to a grown series that never alarmed', () => {
    expect(applyPolicy(fresh(), YEAR, 1)).toBeCloseTo(1, 12);
  });

  it('asks half as much again of a series that is new', () => {
    expect(applyPolicy(fresh(), 0, 1)).toBeCloseTo(1 / 1.5, 12);
  });

  it('forbids an alarm in the rows after one, however strong', () => {
    const numbers = fresh();
    expect(applyPolicy(numbers, YEAR, THRESHOLD + 0.01)).toBeGreaterThanOrEqual(THRESHOLD);
    for (let row = 0; row < REFRACTORY_ROWS; row += 1) expect(applyPolicy(numbers, YEAR, 1000)).toBe(0);
    expect(applyPolicy(numbers, YEAR, 1000)).toBeGreaterThan(THRESHOLD);
  });

  it('raises the bar by 12 % with each alarm, and forgets it over 5000 rows', () => {
    const numbers = fresh();
    applyPolicy(numbers, YEAR, 2);
    expect(numbers[HEIGHT]).toBeCloseTo(0.12, 6);
    for (let row = 0; row < 5000; row += 1) applyPolicy(numbers, YEAR, 0);
    expect(numbers[HEIGHT]).toBeCloseTo(0.12 / Math.E, 6);
    expect(applyPolicy(numbers, YEAR, 1)).toBeCloseTo(1 / (1 + 0.12 / Math.E), 4);
  });

  it('never scores below 0', () => {
    expect(applyPolicy(fresh(), YEAR, -3)).toBe(0);
  });
});
