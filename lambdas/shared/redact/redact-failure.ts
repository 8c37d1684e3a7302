import { redact } from './redact.ts';

/** What a log tells of a failure, in its own words. */
interface Told {
  requestId: string;
  type: string;
  message: string;
  stack: readonly string[];
}

/**
 * A failure as it leaves an adapter that reads logs: without secrets, so that nothing behind the adapter can keep, show or send one. Whoever cuts the
 * words does so afterwards: half a secret is not known as one.
 */
export const redactFailure = <T extends Told>(failure: T): T => ({
  ...failure,
  requestId: redact(failure.requestId),
  type: redact(failure.type),
  message: redact(failure.message),
  stack: failure.stack.map(redact),
});
