import { describe, expect, it } from 'vitest';
import { logAddExp } from '../../../../lambdas/shared/stats/log-add-exp.ts';
import { logMeanExp } from '../../../../lambdas/shared/stats/log-mean-exp.ts';
import { logSumExp } from '../../../../lambdas/shared/stats/log-sum-exp.ts';

describe('sums of logarithms', () => {
  it('add up', () => {
    expect(logSumExp([Math.log(1), Math.log(2), Math.log(3)])).toBeCloseTo(Math.log(6), 14);
    expect(logAddExp(Math.log(2), Math.log(5))).toBeCloseTo(Math.log(7), 14);
    expect(logMeanExp([Math.log(1), Math.log(2), Math.log(3)])).toBeCloseTo(Math.log(2), 14);
  });

  it('neither overflow nor vanish', () => {
    expect(logSumExp([1000, 1000])).toBeCloseTo(1000 + Math.LN2, 10);
    expect(logAddExp(-2000, -2000)).toBeCloseTo(-2000 + Math.LN2, 10);
    expect(logAddExp(-2000, 3)).toBe(3);
  });

  it('take -Infinity for zero', () => {
    expect(logSumExp([])).toBe(-Infinity);
    expect(logSumExp([-Infinity, 0.5])).toBe(0.5);
    expect(logAddExp(-Infinity, -Infinity)).toBe(-Infinity);
    expect(logAddExp(-Infinity, 0.5)).toBe(0.5);
    expect(() => logMeanExp([])).toThrow('found no values');
  });
});
