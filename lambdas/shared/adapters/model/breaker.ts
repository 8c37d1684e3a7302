import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleAll,
  noJitterGenerator,
  type CircuitBreakerPolicy,
} from 'cockatiel';
import type { KnownModel } from '../../model/order-models.ts';

/** Answers in a row, each with all of its tries, that may fail before a model is left alone. */
const FAILURES = 3;
/** How long it is left alone: a minute, then twice as long after each probe that fails, at most a quarter of an hour. */
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 15 * 60_000;

/** As cockatiel writes it; null: the model has not been asked yet. */
export type BreakerState = unknown;

function breakerOf(state: BreakerState): CircuitBreakerPolicy {
  return circuitBreaker(handleAll, {
    breaker: new ConsecutiveBreaker(FAILURES),
    halfOpenAfter: new ExponentialBackoff({
      initialDelay: FIRST_PAUSE_MS,
      maxDelay: LONGEST_PAUSE_MS,
      exponent: 2,
      generator: noJitterGenerator,
    }),
    ...(state === null ? {} : { initialState: state }),
  });
}

/** What the breaker of this state lets through. The state is only looked at: the probe is made by whoever asks the model. */
export async function breakerWord(state: BreakerState): Promise<KnownModel['breaker']> {
  const breaker = breakerOf(state);
  if (breaker.state === CircuitState.Closed) return 'closed';
  try {
    await breaker.execute(() => undefined);
    return 'probing';
  } catch (error) {
    if (error instanceof BrokenCircuitError) return 'open';
    throw error;
  }
}

/** The state after an answer that came, or failed. An outcome that comes while the breaker is open, from a call begun before, changes nothing. */
export async function breakerAfter(state: BreakerState, good: boolean): Promise<BreakerState> {
  const breaker = breakerOf(state);
  try {
    await breaker.execute(() => {
      if (!good) throw new Error('the model did not answer');
    });
  } catch {
    // The outcome itself, or that the breaker is open: the state says which.
  }
  return breaker.toJSON();
}
