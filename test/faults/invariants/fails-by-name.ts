import { PERMANENT_ERRORS, RETRYABLE_ERRORS } from '../../../lambdas/shared/contract/errors.ts';
import type { Invariant } from '../history.ts';
import { DEATHS } from '../plan/fault.ts';

const NAMED: ReadonlySet<string> = new Set([...RETRYABLE_ERRORS, ...PERMANENT_ERRORS, ...DEATHS]);

/** A handler fails by one of the names that the state machines know, or because its process died: anything else is a bug that was not foreseen. */
export const failsByName: Invariant = {
  name: 'fails-by-name',
  check: ({ moments }) =>
    moments.flatMap((moment) =>
      moment.kind === 'failed' && !NAMED.has(moment.error) ? [`${moment.handler} failed by ${moment.error}: ${moment.cause}`] : [],
    ),
};
