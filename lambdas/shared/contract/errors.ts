/**
 * Names of the errors that cross a state machine. Step Functions matches `Retry` and `Catch` by these names; a test holds
 * the state machines and the classes together. Imports nothing.
 */
export const RETRYABLE_ERRORS = [
  /** AWS or the embedded cloud answered with throttling or a passing fault. */
  'DependencyUnavailable',
  /** Somebody else wrote the same record in between; reading it again and repeating is safe. */
  'StaleRecord',
] as const;

export const PERMANENT_ERRORS = [
  /** The event does not fit the handler's schema. */
  'InvalidEvent',
  /** A record that the event points at does not exist. */
  'RecordNotFound',
  /** The stored record does not fit its schema. */
  'CorruptRecord',
  /** The environment of the handler is not valid. */
  'InvalidEnvironment',
  /** The alias or a version is not what the rollout recorded: somebody else deployed. */
  'TargetChanged',
] as const;

export type RetryableErrorName = (typeof RETRYABLE_ERRORS)[number];
export type PermanentErrorName = (typeof PERMANENT_ERRORS)[number];
