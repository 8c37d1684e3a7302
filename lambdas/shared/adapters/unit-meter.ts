import type { Meter } from '../ports.ts';

/** A meter whose counts can be taken out once. */
export interface UnitMeter extends Meter {
  /** Everything counted since the last drain, by unit; the meter is empty afterwards. */
  drain(): Record<string, number>;
}

/**
 * Counts what costs money, by unit of the price table (shared/cost/prices.ts).
 * Throws RangeError for an amount that is not a finite number of at least 0: a bill must never shrink or turn NaN.
 */
export function createMeter(): UnitMeter {
  let counts = new Map<string, number>();
  return {
    count(unit, amount) {
      if (!Number.isFinite(amount) || amount < 0) {
        throw new RangeError(`meter: unit ${unit}: found ${amount}; expected a finite number of at least 0`);
      }
      if (amount > 0) counts.set(unit, (counts.get(unit) ?? 0) + amount);
    },
    drain() {
      const drained = Object.fromEntries(counts);
      counts = new Map();
      return drained;
    },
  };
}
