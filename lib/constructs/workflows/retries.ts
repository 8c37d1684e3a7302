import { Duration } from 'aws-cdk-lib';
import { Errors, JitterType, type RetryProps } from 'aws-cdk-lib/aws-stepfunctions';
import { PERMANENT_ERRORS, RETRYABLE_ERRORS } from '../../../lambdas/shared/contract/errors.ts';

/**
 * Faults of Lambda itself, as Step Functions names them (Step Functions developer guide, "Handle transient Lambda service
 * exceptions"), and a function that ran out of time. Handlers are idempotent, so that repeating them is safe.
 */
export const LAMBDA_FAULTS = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.TooManyRequestsException',
  'Sandbox.Timedout',
  Errors.TIMEOUT,
];

/**
 * Three more tries after 2, 4 and 8 s, give or take: throttling and passing faults are over by then, and a rollout's minute is
 * not.
 */
export const TRANSIENT: RetryProps = {
  errors: [...RETRYABLE_ERRORS, ...LAMBDA_FAULTS],
  interval: Duration.seconds(2),
  backoffRate: 2,
  maxAttempts: 3,
  maxDelay: Duration.seconds(30),
  jitterStrategy: JitterType.FULL,
};

/** No try more: these say that repeating can't help. */
export const PERMANENT: RetryProps = { errors: [...PERMANENT_ERRORS], maxAttempts: 0 };

/**
 * Twelve more tries over at most 2 + 4 + 8 + 16 + 32 + 7 × 60 s = 8 minutes, whatever the error: while the rollback has not
 * gone through, the canary still takes traffic.
 */
export const PERSISTENT: RetryProps = {
  errors: [Errors.ALL],
  interval: Duration.seconds(2),
  backoffRate: 2,
  maxAttempts: 12,
  maxDelay: Duration.seconds(60),
};
