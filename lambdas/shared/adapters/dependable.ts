import { DependencyUnavailable } from '../errors.ts';

/**
 * Error names that AWS services give for "not now". From the SDK's own list of throttling and transient codes, and the
 * service references of DynamoDB, Lambda, CloudWatch and its logs, Step Functions, SNS, SQS and the tagging API. Where a service means
 * something else by a name (LimitExceededException of CloudWatch Logs: no room), its adapter looks at it first.
 */
const PASSING: ReadonlySet<string> = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'InternalFailure',
  'InternalServerError',
  'InternalServiceError',
  'InternalServiceException',
  'InternalServiceFault',
  'KMSThrottlingException',
  'LimitExceededException',
  'OperationAbortedException',
  'PaginationTokenExpiredException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestTimeout',
  'RequestTimeoutException',
  'ServiceException',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TimeoutError',
  'TooManyRequestsException',
  'TransactionInProgressException',
]);

/** Codes of Node's sockets and resolver for a peer that did not answer. */
const NETWORK: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
]);

interface Described {
  name?: unknown;
  code?: unknown;
  message?: unknown;
  cause?: unknown;
  $fault?: unknown;
  $metadata?: { httpStatusCode?: unknown };
}

/** Whether the same call may well succeed a little later: throttling, a fault of the service, or of the network. */
export function isPassing(error: unknown): boolean {
  if (error === null || typeof error !== 'object') return false;
  const { name, code, cause, $fault, $metadata } = error as Described;
  const status = $metadata?.httpStatusCode;
  return (
    (typeof name === 'string' && PASSING.has(name)) ||
    (typeof code === 'string' && NETWORK.has(code)) ||
    $fault === 'server' ||
    (typeof status === 'number' && (status >= 500 || status === 429)) ||
    (cause !== undefined && cause !== error && isPassing(cause))
  );
}

/** Whether an SDK error is the one of this name. */
export function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return error !== null && typeof error === 'object' && names.includes(String((error as Described).name));
}

/**
 * Makes a call to a dependency. A passing fault becomes DependencyUnavailable with its cause; `what` says in the message
 * which call it was. Any other error is left as it is.
 */
export async function dependable<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!isPassing(error)) throw error;
    const { name, message } = error as Described;
    throw new DependencyUnavailable(`${what}: ${String(name)}: ${String(message)}`, { cause: error });
  }
}
