import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { virtualClock } from '../../../localstack/embedded/virtual-clock.ts';

describe('virtualClock', () => {
  it('runs a telemetry minute in minuteMs of real time, from the origin on', () => {
    let real = 5_000;
    const clock = virtualClock({ origin: 1_000_000, minuteMs: 1000, now: () => real });
    expect(clock()).toBe(1_000_000);
    real += 1000;
    expect(clock()).toBe(1_060_000);
    expect(clock.realOrigin).toBe(5_000);
  });

  it('never goes back when the machine clock does', () => {
    let real = 1_000;
    const clock = virtualClock({ origin: 0, realOrigin: 0, minuteMs: 60_000, now: () => real });
    expect(clock()).toBe(1_000);
    real = 400;
    expect(clock()).toBe(1_000);
  });

  it('turns real into virtual times and back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 41 }),
        fc.integer({ min: 1, max: 600_000 }),
        fc.integer({ min: -1e9, max: 1e9 }),
        (origin, minuteMs, offset) => {
          const clock = virtualClock({ origin, realOrigin: 1e12, minuteMs, now: () => 1e12 });
          expect(Math.abs(clock.realOf(clock.virtualOf(1e12 + offset)) - (1e12 + offset))).toBeLessThan(1);
        },
      ),
    );
  });

  it('names an option that it can not use', () => {
    expect(() => virtualClock({ origin: 0, minuteMs: 0, now: () => 0 })).toThrow(/minuteMs: found 0/);
    expect(() => virtualClock({ origin: Number.NaN, minuteMs: 1, now: () => 0 })).toThrow(/origin: found NaN/);
  });
});
