import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KnownPattern, OPPORTUNITY_KINDS } from '../../../lambdas/shared/contract/records.ts';
import {
  clusterId,
  clustersOfTarget,
  learnedPatternId,
  MAX_ID_LENGTH,
  opportunityId,
  recommendationId,
} from '../../../lambdas/shared/ids.ts';

const NOON = Date.UTC(2026, 10, 20, 12);
const kind = fc.constantFrom(...OPPORTUNITY_KINDS);
const target = fc.string({ unit: fc.constantFrom(...'abcXYZ019-_.:/ é'), minLength: 1, maxLength: 200 });

describe('opportunityId', () => {
  it('is readable where the name is short', () => {
    expect(opportunityId(NOON, 'orders', 'latency')).toBe('001795176000-orders-latency');
  });

  it('always fits the name of an execution', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 32_503_680_000_000 }), target, kind, (at, name, of) => {
        expect(opportunityId(at, name, of)).toMatch(new RegExp(`^[A-Za-z0-9_-]{1,${MAX_ID_LENGTH}}$`));
      }),
    );
  });

  it('is the same for the same three, and another for others', () => {
    fc.assert(
      fc.property(target, target, kind, kind, (one, other, of, another) => {
        expect(opportunityId(NOON, one, of)).toBe(opportunityId(NOON, one, of));
        expect(opportunityId(NOON, one, of) === opportunityId(NOON, other, another)).toBe(one === other && of === another);
      }),
    );
  });

  it('tells long names apart that begin alike', () => {
    const long = 'a'.repeat(64);
    expect(opportunityId(NOON, `${long}1`, 'client-per-invocation')).not.toBe(opportunityId(NOON, `${long}2`, 'client-per-invocation'));
  });

  it('sorts by time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), fc.integer({ min: 1000, max: 1e12 }), target, target, (at, later, one, other) => {
        expect(opportunityId(at, one, 'latency') < opportunityId(at + later, other, 'idle')).toBe(true);
      }),
    );
  });
});

describe('recommendationId', () => {
  it('fits where an id stands, is the same for the same two, and another for others', () => {
    expect(recommendationId('orders', 'idle')).toBe('orders-idle');
    fc.assert(
      fc.property(target, target, kind, kind, (one, other, of, another) => {
        expect(recommendationId(one, of)).toMatch(new RegExp(`^[A-Za-z0-9_-]{1,${MAX_ID_LENGTH}}$`));
        expect(recommendationId(one, of) === recommendationId(other, another)).toBe(one === other && of === another);
      }),
    );
  });
});

describe('clusterId', () => {
  const name = fc.string({ unit: fc.constantFrom(...'abcXYZ019-_'), minLength: 1, maxLength: 140 });
  const fingerprint = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 16, maxLength: 16 });

  it('is readable, and begins like those of its target and of no other', () => {
    expect(clusterId('orders', '0123456789abcdef')).toBe('orders.0123456789abcdef');
    fc.assert(
      fc.property(name, name, fingerprint, (one, other, of) => {
        expect(clusterId(one, of).startsWith(clustersOfTarget(one))).toBe(true);
        expect(clusterId(one, of).startsWith(clustersOfTarget(other))).toBe(one === other);
      }),
    );
  });

  it('and the pattern of its fingerprint have ids that their records take', () => {
    fc.assert(
      fc.property(name, fingerprint, (target, of) => {
        expect(clusterId(target, of)).toMatch(/^[A-Za-z0-9_.-]{1,160}$/);
        expect(KnownPattern.shape.id.safeParse(learnedPatternId(of)).success).toBe(true);
      }),
    );
  });
});
