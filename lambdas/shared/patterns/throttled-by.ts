import type { FormDraft } from './form.ts';

/** Error codes by which AWS says that too many requests came, of all services (SDKs retry by this same list). */
const CODES = [
  'ThrottlingException',
  'Throttling',
  'ThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'ProvisionedThroughputExceededException',
  'LimitExceededException',
  'SlowDown',
  'BandwidthLimitExceeded',
  'PriorRequestNotComplete',
  'ServiceUnavailable',
] as const;
/** Of a client that can be told from its package alone: those that mean nothing but throttling. */
const SURE_CODES = CODES.filter((code) => code !== 'LimitExceededException' && code !== 'ServiceUnavailable');

const SMALL_CODES = new Set(CODES.map((code) => code.toLowerCase()));

interface Service {
  /** As the Go SDK calls it. */
  name: string;
  /** End of the JavaScript SDK's package, which stands in the frames of its errors. */
  client: string;
  /** As the Java SDKs (2, then 1) call it. */
  java: readonly string[];
  /** As Python's SDK names them. */
  operations: readonly string[];
}

/** How the SDKs of JavaScript, Python, Java and Go say that a service throttled a call. */
export function throttledBy({ name, client, java, operations }: Service): FormDraft[] {
  const known = new Set(operations.map((operation) => operation.toLowerCase()));
  const isThrottle = ({ code = '' }: Record<string, string>): boolean => SMALL_CODES.has(code.toLowerCase());
  return [
    {
      says: '({code}) when calling the {operation} operation',
      near: 'when calling the',
      read: (values) => (isThrottle(values) && known.has((values['operation'] ?? '').toLowerCase()) ? values : null),
    },
    { says: `operation error ${name}: {operation}, {*}api error {code}`, read: (values) => (isThrottle(values) ? values : null) },
    ...SURE_CODES.map((code) => ({ says: code, near: `@aws-sdk/${client}` })),
    ...java.flatMap((service) => [
      { says: `Rate exceeded (Service: ${service}` },
      {
        says: `(Service: ${service}; Status Code: {status}; Error Code: {code};`,
        read: (values: Record<string, string>) => (isThrottle(values) ? values : null),
      },
    ]),
  ];
}
