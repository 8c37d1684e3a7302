import { describe, expect, it } from 'vitest';
import { CANDIDATES } from '../../../../lambdas/shared/forecast/candidates.ts';
import { addPending, emptyPending, takeDue } from '../../../../lambdas/shared/forecast/pending-forecasts.ts';

const forecastsOf = (value: number): Float64Array => new Float64Array(CANDIDATES.length).fill(value);

describe('pending forecasts', () => {
  it('gives back each at its moment, whatever the order in which they were made', () => {
    const pending = emptyPending(3);
    addPending(pending, 1, 100, forecastsOf(10), 11);
    addPending(pending, 2, 50, forecastsOf(20), 21);
    addPending(pending, 3, 70, forecastsOf(30), 31);
    expect(takeDue(pending, 49)).toBeNull();
    expect(takeDue(pending, 60)).toEqual({ target: 50, forecasts: Float32Array.from(forecastsOf(20)), mixed: 21 });
    expect(takeDue(pending, 60)).toBeNull();
    addPending(pending, 61, 200, forecastsOf(40), 41);
    const due = [takeDue(pending, 300), takeDue(pending, 300), takeDue(pending, 300)].map((found) => [found?.target, found?.mixed]);
    expect(due.toSorted()).toEqual([
      [100, 11],
      [200, 41],
      [70, 31],
    ]);
    expect(takeDue(pending, 300)).toBeNull();
    expect(pending.tally).toEqual({ waiting: 0, made: 4, madeAt: 61 });
  });

  it('refuses one more than it has room for', () => {
    const pending = emptyPending(1);
    addPending(pending, 1, 2, forecastsOf(0), 0);
    expect(() => addPending(pending, 1, 2, forecastsOf(0), 0)).toThrow('pending forecasts: found 1; expected room for one more');
  });
});
