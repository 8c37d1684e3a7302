import { COUNT, LAST_AT } from './layout.ts';
import type { Scored } from './scored.ts';
import type { State } from './state.ts';
import { decodeState, encodeState } from './codec.ts';
import { emptyState } from './empty-state.ts';
import { foresee, learnPoint } from './learn-point.ts';

export { THRESHOLD } from './alarm-policy.ts';
export type { Scored } from './scored.ts';

/** A streaming anomaly detector of one series: one pass, bounded memory, the same constants for every series. */
export interface Detector {
  /**
   * Scores the point, then learns it. A non-finite value is a missing point: it is scored 0 and not learned. A point at or before the
   * last one (a duplicate, or out of order) is scored but not learned; the caller orders its points.
   *
   * @param at epoch ms
   * @param value any finite number; beyond ±1e30 it is taken for ±1e30
   * @throws RangeError when `at` is not a finite number
   */
  observe(at: number, value: number): Scored;
  /** The whole state, at most 8 KB (see layout.ts), self-describing (magic and layout version), little-endian. */
  save(): Uint8Array;
}

/** A detector that has seen nothing. */
export function createDetector(): Detector {
  return new StreamingDetector(emptyState());
}

/**
 * A detector that goes on, bit for bit, where the saved one stood. The bytes are copied.
 * @throws CorruptRecord when the bytes are of another version, truncated, or hold a non-finite number where none may be
 */
export function restoreDetector(bytes: Uint8Array): Detector {
  return new StreamingDetector(decodeState(bytes));
}

class StreamingDetector implements Detector {
  #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  observe(at: number, value: number): Scored {
    if (!Number.isFinite(at)) throw new RangeError(`at is ${at}, expected a time in epoch milliseconds`);
    if (!Number.isFinite(value)) return foresee(this.#state, at);
    const { numbers } = this.#state;
    if ((numbers[COUNT] as number) > 0 && at <= (numbers[LAST_AT] as number)) return this.#score(at, value);
    return learnPoint(this.#state, at, value);
  }

  save(): Uint8Array {
    return encodeState(this.#state);
  }

  /** Scores without learning: on a copy, which is rare enough not to need a second way through the method. */
  #score(at: number, value: number): Scored {
    return learnPoint(decodeState(encodeState(this.#state)), at, value);
  }
}
