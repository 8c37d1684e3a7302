import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CADENCES } from '../../../lambdas/shared/contract/records.ts';
import { type CadenceInput, cadenceOf, isDue, NORMAL_RATE, QUIET_RATE, rateAfter } from '../../../lambdas/telemetry/cadence.ts';
import { NOW } from '../fakes/world.ts';

const calm: CadenceInput = { priority: 'normal', canary: false, fastUntil: 0, now: NOW, rate: 10 };
const rates = fc.option(fc.double({ min: 0, max: 1000, noNaN: true }), { nil: null });
const inputs: fc.Arbitrary<CadenceInput> = fc.record({
  priority: fc.constantFrom('low', 'normal', 'high'),
  canary: fc.boolean(),
  fastUntil: fc.integer({ min: NOW - 10, max: NOW + 10 }),
  now: fc.constant(NOW),
  rate: rates,
});
const rank = (input: CadenceInput): number => CADENCES.indexOf(cadenceOf(input).cadence);

describe('cadenceOf', () => {
  it.each<[string, Partial<CadenceInput>, string]>([
    ['a rollout', { canary: true, priority: 'low', rate: 0 }, 'fast'],
    ['something out of order', { fastUntil: NOW + 1, priority: 'low', rate: 0 }, 'fast'],
    ['what is over', { fastUntil: NOW }, 'normal'],
    ['high priority', { priority: 'high', rate: 0 }, 'fast'],
    ['one call a minute', { rate: NORMAL_RATE }, 'normal'],
    ['less than one a minute', { rate: NORMAL_RATE * 0.99 }, 'quiet'],
    ['one call an hour', { rate: QUIET_RATE }, 'quiet'],
    ['less than one an hour', { rate: QUIET_RATE * 0.99 }, 'idle'],
    ['traffic that is not known', { rate: null }, 'normal'],
    ['traffic at low priority', { rate: 100, priority: 'low' }, 'quiet'],
    ['no traffic at low priority', { rate: 0, priority: 'low' }, 'idle'],
  ])('with %s', (_, changes, cadence) => {
    expect(cadenceOf({ ...calm, ...changes }).cadence).toBe(cadence);
    expect(cadenceOf({ ...calm, ...changes }).reason).not.toBe('');
  });

  it('is never slower for more traffic, more priority, a canary or a wake-up', () => {
    fc.assert(
      fc.property(inputs, rates, (input, other) => {
        const less = Math.min(input.rate ?? NORMAL_RATE, other ?? NORMAL_RATE);
        const more = Math.max(input.rate ?? NORMAL_RATE, other ?? NORMAL_RATE);
        expect(rank({ ...input, rate: more })).toBeLessThanOrEqual(rank({ ...input, rate: less }));
        expect(rank({ ...input, priority: 'normal' })).toBeLessThanOrEqual(rank({ ...input, priority: 'low' }));
        expect(rank({ ...input, priority: 'high' })).toBe(0);
        expect(rank({ ...input, canary: true })).toBe(0);
        expect(rank({ ...input, fastUntil: NOW + 1 })).toBe(0);
        expect(rank(input)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('isDue', () => {
  const seconds = { fast: 60, normal: 300, quiet: 900, idle: 3600 };
  it('forgives a tick that comes up to half a fast interval early', () => {
    expect(isDue({ nextPollAt: NOW + 30_000 }, NOW, seconds)).toBe(true);
    expect(isDue({ nextPollAt: NOW + 30_001 }, NOW, seconds)).toBe(false);
  });
});

describe('rateAfter', () => {
  it('is the mean at first, and stays what it was without new minutes', () => {
    expect(rateAfter(null, 30, 60)).toBe(0.5);
    expect(rateAfter(3, 0, 0)).toBe(3);
    expect(rateAfter(null, 0, 0)).toBeNull();
  });

  it('lies between what it was and what the new minutes say, nearer to them the more they are', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        fc.nat(1_000_000),
        fc.integer({ min: 1, max: 360 }),
        (before, calls, minutes) => {
          const after = rateAfter(before, calls, minutes) ?? Number.NaN;
          const mean = calls / minutes;
          const slack = 1e-9 * Math.max(before, mean);
          expect(after).toBeGreaterThanOrEqual(Math.min(before, mean) - slack);
          expect(after).toBeLessThanOrEqual(Math.max(before, mean) + slack);
          const longer = rateAfter(before, 2 * calls, 2 * minutes) ?? Number.NaN;
          expect(Math.abs(longer - mean)).toBeLessThanOrEqual(Math.abs(after - mean) + slack);
        },
      ),
    );
  });
});
