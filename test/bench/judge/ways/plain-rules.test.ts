import { describe, expect, it } from 'vitest';
import type { Figures, MinuteFigures } from '../../../../bench/judge/ways/minute-figures.ts';
import { ruleA, ruleB, ruleD, worstDegradation } from '../../../../bench/judge/ways/plain-rules.ts';

const BEFORE = { p95: 100, errorRate: 0.001, throughput: 600 };
const GOOD: Figures = { p95: 100, errorRate: 0, throughput: 600 };
const SLOW: Figures = { ...GOOD, p95: 160 };
const minutes = (...canaries: Figures[]): MinuteFigures[] => canaries.map((canary) => ({ canary, stable: GOOD }));

describe('the plain rules', () => {
  it('take the worst of latency, errors over at least 1 %, and throughput', () => {
    expect(worstDegradation({ ...GOOD, p95: 125 }, BEFORE)).toBeCloseTo(0.25, 12);
    expect(worstDegradation({ ...GOOD, errorRate: 0.004 }, BEFORE)).toBeCloseTo(0.3, 12);
    expect(worstDegradation({ ...GOOD, throughput: 480 }, BEFORE)).toBeCloseTo(0.2, 12);
    expect(worstDegradation({ p95: null, errorRate: null, throughput: 0 }, BEFORE)).toBe(1);
  });

  it('A needs one minute, B three in a row', () => {
    const once = minutes(GOOD, SLOW, GOOD, SLOW, SLOW, GOOD);
    expect([ruleA(once, BEFORE), ruleB(once, BEFORE)]).toEqual([2, null]);
    expect(ruleB([...once, ...minutes(SLOW, SLOW, SLOW)], BEFORE)).toBe(9);
    expect(ruleA(minutes(GOOD, { ...GOOD, p95: 109 }), BEFORE)).toBeNull();
  });

  it('D needs three of five minutes beyond 1 % errors or 1.5 times the p95', () => {
    const failing = { ...GOOD, errorRate: 0.02 };
    expect(ruleD(minutes(SLOW, GOOD, failing, GOOD, SLOW), BEFORE)).toBe(5);
    expect(ruleD(minutes(SLOW, GOOD, failing, GOOD, GOOD, SLOW), BEFORE)).toBeNull();
    expect(ruleD(minutes({ ...GOOD, p95: 149 }, { ...GOOD, errorRate: 0.01 }, GOOD), BEFORE)).toBeNull();
  });
});
