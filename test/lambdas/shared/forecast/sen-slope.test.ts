import { describe, expect, it } from 'vitest';
import { senSlope } from '../../../../lambdas/shared/forecast/sen-slope.ts';
import { normal, random } from './series.ts';

const times = Array.from({ length: 60 }, (_, index) => index);

describe('senSlope', () => {
  it('is the slope of a line, with no doubt', () => {
    const found = senSlope(
      times,
      times.map((time) => 3 + 2 * time),
    );
    expect([found.slope, found.low, found.high]).toEqual([2, 2, 2]);
    expect([found.confidenceAbove(1.9), found.confidenceAbove(2), found.confidenceAbove(2.1)]).toEqual([1, 0.5, 0]);
  });

  it('is hardly moved by a quarter of wild values', () => {
    const values = times.map((time) => (time % 4 === 0 ? 1e6 : 2 * time));
    expect(senSlope(times, values).slope).toBeCloseTo(2, 6);
  });

  it('has an interval that holds the true slope nine times of ten', () => {
    const next = random(1);
    let held = 0;
    for (let run = 0; run < 300; run++) {
      const { low, high } = senSlope(
        times,
        times.map((time) => 0.1 * time + normal(next)),
      );
      if (low <= 0.1 && 0.1 <= high) held++;
    }
    expect(held / 300).toBeGreaterThan(0.86);
    expect(held / 300).toBeLessThan(0.97);
  });

  it('has a confidence that agrees with the interval: 95 % above its low end, 5 % above its high end', () => {
    const next = random(2);
    const { slope, low, high, confidenceAbove } = senSlope(
      times,
      times.map((time) => 0.1 * time + normal(next)),
    );
    expect(confidenceAbove(low)).toBeCloseTo(0.95, 2);
    expect(confidenceAbove(slope)).toBeCloseTo(0.5, 2);
    expect(confidenceAbove(high)).toBeCloseTo(0.05, 2);
  });
});
