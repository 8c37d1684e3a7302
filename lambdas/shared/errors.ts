import type { PermanentErrorName, RetryableErrorName } from './contract/errors.ts';

/**
 * Base of every error that Kaizen throws on purpose. `name` is what Step Functions matches in Retry and Catch,
 * `retryable` says whether repeating the same call can help.
 */
export class KaizenError extends Error {
  override readonly name: RetryableErrorName | PermanentErrorName;
  readonly retryable: boolean;

  constructor(name: RetryableErrorName | PermanentErrorName, message: string, retryable: boolean, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
    this.retryable = retryable;
  }
}

/** AWS, or what stands for it, could not answer just now. */
export class DependencyUnavailable extends KaizenError {
  constructor(message: string, options?: ErrorOptions) {
    super('DependencyUnavailable', message, true, options);
  }
}

/** An optimistic write lost against another writer. */
export class StaleRecord extends KaizenError {
  constructor(message: string, options?: ErrorOptions) {
    super('StaleRecord', message, true, options);
  }
}

/** The event does not fit the handler's schema; the message names field, value and expectation. */
export class InvalidEvent extends KaizenError {
  constructor(message: string, options?: ErrorOptions) {
    super('InvalidEvent', message, false, options);
  }
}

/** A record that must exist does not. */
export class RecordNotFound extends KaizenError {
  constructor(message: string, options?: ErrorOptions) {
    super('RecordNotFound', message, false, options);
  }
}

/** A stored record does not fit its schema. */
export class CorruptRecord extends KaizenError {
  constructor(message: string, options?: ErrorOptions) {
    super('CorruptRecord', message, false, options);
  }
}

/** The environment does not fit the handler's schema. */
export class InvalidEnvironment extends KaizenError {
  constructor(message: string, options?: ErrorOptions) {
    super('InvalidEnvironment', message, false, options);
  }
}

/** The target is not in the state that the rollout recorded: somebody else deployed. */
export class TargetChanged extends KaizenError {
  constructor(message: string, options?: ErrorOptions) {
    super('TargetChanged', message, false, options);
  }
}
