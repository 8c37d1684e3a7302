/**
 * How long what is asked over HTTP may take. The configured timeout of a function can't be seen in its code, so the shortest that is usual is
 * taken, Lambda's default of 3 s, and half a second of it is left to the function itself: 2.5 s for one question, with all its tries and pauses.
 */
export const BUDGET_MS = 2_500;

/**
 * One try of a read by `fetch`. After one that timed out, 1 s is left of the budget for another; three tries that fail at once, with pauses of
 * at most 100 and 200 ms, are over long before.
 */
export const FETCH_TRY_MS = 1_500;
/** Repetitions of a read: two. One in a hundred failing by chance becomes one in a million, and a third would find a server that is down. */
export const FETCH_RETRIES = 2;
/** First pause is random between 0 and this, the next up to twice of it (full jitter: callers that failed together don't come back together). */
export const PAUSE_MS = 100;

/**
 * Of a client of the AWS SDK: its three tries of 700 ms and its pauses (full jitter as well, at most 100 and 200 ms) take 2.4 s at most. The
 * reads that this is for answer within tens of milliseconds.
 */
export const SDK_TRIES = 3;
export const SDK_TRY_MS = 700;
/** A connection within a region stands within milliseconds; on the smallest function, whose CPU share makes TLS slow, within a few hundred. */
export const SDK_CONNECT_MS = 500;
