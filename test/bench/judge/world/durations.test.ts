import { describe, expect, it } from 'vitest';
import { heavyTailed, withSlowerTail } from '../../../../bench/judge/world/durations.ts';
import { normalCdf } from '../../../../lambdas/shared/stats/normal-cdf.ts';

const durations = heavyTailed(0.5);

describe('simulated durations', () => {
  it('are log-normal in the middle and Pareto in the tail', () => {
    expect(durations.tail(0)).toBeCloseTo(0.98 * 0.5 + 0.02, 6);
    expect(durations.tail(0.6)).toBeCloseTo(0.98 * (1 - normalCdf(1.2)) + 0.02, 6);
    expect(durations.tail(Math.log(50))).toBeCloseTo(0.02 * (2.5 / 50) ** 1.5, 7);
  });

  it.each([0.9, 0.5, 0.25, 0.1, 0.05, 0.01, 0.001])('have a share of %f above its own quantile', (share) => {
    expect(durations.tail(durations.at(share))).toBeCloseTo(share, 7);
  });

  it('get slower in the slowest tenth only', () => {
    const slower = withSlowerTail(durations, 0.1, 1.5);
    const cut = durations.at(0.1);
    expect(slower.tail(cut - 0.1)).toBe(durations.tail(cut - 0.1));
    expect(slower.at(0.2)).toBe(durations.at(0.2));
    expect(slower.at(0.05) - durations.at(0.05)).toBeCloseTo(Math.log(1.5), 9);
    expect(slower.tail(cut + Math.log(1.5) - 0.01)).toBeCloseTo(0.1, 7);
    expect(slower.tail(slower.at(0.01))).toBeCloseTo(0.01, 7);
  });
});
