import { describe, expect, it } from 'vitest';
import { confidenceOf, riskClassOf, riskOf } from '../../../lambdas/analysis/estimate.ts';
import { byImportance, impactOf, priorityOf } from '../../../lambdas/analysis/impact.ts';
import { PROFILE_SETTINGS } from '../../../lambdas/shared/contract/settings.ts';

const plain = {
  gainPercent: 30,
  usersPerHour: 1000,
  occurrencesPerDay: 24,
  severity: 'medium',
  riskClass: 'low',
  confidence: 0.9,
} as const;

const score = (promoted: number, rolledBack: number, inconclusive = 0) => ({ strategy: 's', promoted, rolledBack, inconclusive });

describe('impactOf', () => {
  it('is SPEC’s example', () => {
    expect(impactOf(plain)).toBe(7200);
  });

  it.each([
    [{ severity: 'critical' } as const, 14_400],
    [{ severity: 'high' } as const, 10_800],
    [{ severity: 'low' } as const, 3600],
    [{ confidence: 0.69 }, 3600],
    [{ confidence: 0.7 }, 7200],
    [{ riskClass: 'high' } as const, 3600],
    [{ riskClass: 'medium' } as const, 5760],
  ])('weighs %j', (changes, impact) => {
    expect(impactOf({ ...plain, ...changes })).toBeCloseTo(impact, 9);
  });

  it('ranks by SPEC’s limits', () => {
    expect([5000.1, 5000, 1000.1, 1000, 100.1, 100, 0].map(priorityOf)).toEqual([
      'critical',
      'high',
      'high',
      'medium',
      'medium',
      'low',
      'low',
    ]);
  });

  it('orders by critical severity, impact, lower risk, higher confidence', () => {
    const base = { id: 'a', severity: 'high', impact: 10, risk: 0.1, confidence: 0.9 } as const;
    const sorted = [
      { ...base, id: 'by-id' },
      { ...base, id: 'sure', confidence: 0.95 },
      { ...base, id: 'safe', risk: 0.05, confidence: 0.5 },
      { ...base, id: 'big', impact: 11, risk: 0.5 },
      { ...base, id: 'critical', severity: 'critical' as const, impact: 1 },
    ].toSorted(byImportance);
    expect(sorted.map((each) => each.id)).toEqual(['critical', 'big', 'safe', 'sure', 'by-id']);
  });
});

describe('estimates', () => {
  it('start at 0.9 and 0.08 for code, 0.95 and 0.05 for tuning', () => {
    expect([confidenceOf('code', 500, undefined), riskOf('code', undefined)]).toEqual([0.9, 0.08]);
    expect([confidenceOf('tuning', 500, undefined), riskOf('tuning', undefined)]).toEqual([0.95, 0.05]);
  });

  it('survive one failure under basic, and not two', () => {
    const { qualityThreshold, riskTolerance } = PROFILE_SETTINGS.basic;
    expect(confidenceOf('code', 500, score(0, 1))).toBeGreaterThanOrEqual(qualityThreshold);
    expect(riskOf('code', score(0, 1))).toBeLessThanOrEqual(riskTolerance);
    expect(confidenceOf('code', 500, score(0, 2))).toBeLessThan(qualityThreshold);
    expect(riskOf('code', score(0, 2))).toBeGreaterThan(riskTolerance);
  });

  it('let conservative tune from the start', () => {
    const { qualityThreshold, riskTolerance } = PROFILE_SETTINGS.conservative;
    expect(confidenceOf('tuning', 500, undefined)).toBeGreaterThanOrEqual(qualityThreshold);
    expect(riskOf('tuning', undefined)).toBeLessThanOrEqual(riskTolerance);
  });

  it('rise with success, fall with an inconclusive end, and shrink with thin data', () => {
    expect(confidenceOf('code', 500, score(5, 0))).toBeGreaterThan(0.9);
    expect(confidenceOf('code', 500, score(0, 0, 1))).toBeLessThan(0.9);
    expect(confidenceOf('code', 100, undefined)).toBe(0.45);
    expect(riskOf('code', score(5, 0))).toBeLessThan(0.08);
  });

  it('are classed by what the profiles tolerate', () => {
    expect([0.05, 0.051, 0.1, 0.101].map(riskClassOf)).toEqual(['low', 'medium', 'medium', 'high']);
  });
});
