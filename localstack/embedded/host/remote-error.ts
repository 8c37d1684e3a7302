import {
  CorruptRecord,
  DependencyUnavailable,
  InvalidEnvironment,
  InvalidEvent,
  type KaizenError,
  RecordNotFound,
  StaleRecord,
  TargetChanged,
} from '../../../lambdas/shared/errors.ts';
import type { PermanentErrorName, RetryableErrorName } from '../../../lambdas/shared/contract/errors.ts';

/** An error as it crosses between processes. */
export interface PlainError {
  name: string;
  message: string;
  stack: string;
}

const CLASSES: Record<RetryableErrorName | PermanentErrorName, new (message: string, options?: ErrorOptions) => KaizenError> = {
  DependencyUnavailable,
  StaleRecord,
  InvalidEvent,
  RecordNotFound,
  CorruptRecord,
  InvalidEnvironment,
  TargetChanged,
};

/** Takes an error apart for the way to another process. */
export function plainError(thrown: unknown): PlainError {
  if (!(thrown instanceof Error)) return { name: 'Error', message: String(thrown), stack: '' };
  return { name: thrown.name, message: thrown.message, stack: thrown.stack ?? '' };
}

/** The same error on the other side: one of Kaizen's own classes where the name is one of theirs, else an Error of that name. */
export function revivedError({ name, message, stack }: PlainError): Error {
  const remote = new Error(message);
  remote.name = name;
  remote.stack = stack;
  if (!Object.hasOwn(CLASSES, name)) return remote;
  return new CLASSES[name as keyof typeof CLASSES](message, { cause: remote });
}
