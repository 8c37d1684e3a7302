import type { Invariant } from '../history.ts';

/** Locks that are windows: nobody releases them, by design. */
const WINDOW = 'alarm/';

/** In the end nobody holds a lock of a target. One that is still leased to an open improvement is the matter of `ends`. */
export const lockFree: Invariant = {
  name: 'lock-free',
  check: ({ end }) => {
    const open = new Set(end.improvements.filter(({ status }) => status === 'rolling-out').map(({ id }) => id));
    return end.locks
      .filter(({ key, owner }) => !key.startsWith(WINDOW) && !open.has(owner))
      .map(
        ({ key, owner, until }) =>
          `${owner} still holds ${key}, until ${new Date(until).toISOString()} (the history ended at ${new Date(end.at).toISOString()})`,
      );
  },
};
