import { setTimeout as timeout } from 'node:timers/promises';

export interface BackOffLimits {
  /** Waits at most; the calls are one more. */
  retries: number;
  /** The longest wait before the first retry; it doubles with each further one. */
  firstMs: number;
  /** No wait is longer. */
  longestMs: number;
}

/** What waiting rests on; given in tests. */
export interface Waiting {
  /** 0 (included) to 1. */
  random: () => number;
  sleep: (ms: number) => Promise<unknown>;
}

export const REAL_WAITING: Waiting = { random: Math.random, sleep: (ms) => timeout(ms) };

/**
 * One budget of retries: each call waits, and says whether to try again; false without a wait when the budget is used up. A wait is a
 * random share of a bound that doubles ("full jitter", M. Brooker, Exponential Backoff And Jitter, AWS Architecture Blog 2015): callers that
 * were throttled together don't come back together. All waits together are at most the sum of min(longest, first x 2^n).
 */
export function backOff(limits: BackOffLimits, { random, sleep }: Waiting): () => Promise<boolean> {
  let retries = 0;
  return async () => {
    if (retries >= limits.retries) return false;
    const bound = Math.min(limits.longestMs, limits.firstMs * 2 ** retries);
    retries += 1;
    await sleep(Math.floor(random() * bound));
    return true;
  };
}
