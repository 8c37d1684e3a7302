import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSampled, sampledFirstDigits } from '../../../../lambdas/shared/adapters/is-sampled.ts';

const rate = fc.double({ min: 0, max: 1, noNaN: true });
const id = fc.oneof(fc.uuid(), fc.string());

describe('isSampled', () => {
  it('goes by the first four hex digits of a UUID', () => {
    expect(isSampled('7fff0000-e9a3-41e6-939a-754dd98c7be3', 0.5)).toBe(true);
    expect(isSampled('80000000-e9a3-41e6-939a-754dd98c7be3', 0.5)).toBe(false);
    expect(isSampled('00000000-e9a3-41e6-939a-754dd98c7be3', 1 / 65_536)).toBe(true);
    expect(isSampled('00010000-e9a3-41e6-939a-754dd98c7be3', 1 / 65_536)).toBe(false);
  });

  it('keeps all at 1 and none at 0', () => {
    fc.assert(
      fc.property(id, (request) => {
        expect(isSampled(request, 1)).toBe(true);
        expect(isSampled(request, 0)).toBe(false);
      }),
    );
  });

  it('keeps at a higher rate what it keeps at a lower one', () => {
    fc.assert(
      fc.property(id, rate, rate, (request, a, b) => {
        if (isSampled(request, Math.min(a, b))) expect(isSampled(request, Math.max(a, b))).toBe(true);
      }),
    );
  });

  it('keeps about its share of ids of other forms', () => {
    const kept = Array.from({ length: 2000 }, (_, index) => `request-${index}`).filter((request) => isSampled(request, 0.3));
    // Four standard deviations of 2000 draws at 0.3.
    expect(Math.abs(kept.length - 600)).toBeLessThan(4 * Math.sqrt(2000 * 0.3 * 0.7));
  });
});

describe('sampledFirstDigits', () => {
  it.each([
    [0, ''],
    [0.001, '0'],
    [1 / 16, '0'],
    [0.25, '0123'],
    [0.26, '01234'],
    [1, '0123456789abcdef'],
  ])('at %d are %j', (sampling, digits) => {
    expect(sampledFirstDigits(sampling)).toBe(digits);
  });

  it('begin every sampled UUID', () => {
    fc.assert(
      fc.property(fc.uuid(), rate, (request, sampling) => {
        if (isSampled(request, sampling)) expect(sampledFirstDigits(sampling)).toContain(request[0]);
      }),
    );
  });
});
