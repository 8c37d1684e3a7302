import { BACK_OFF } from '../back-off.ts';
import { patternsOf } from '../built-in-pattern.ts';

/** Too many calls of a service outside of AWS, or of one that the text does not name. */
export const throttlingUnnamed = patternsOf('throttling', [
  {
    id: 'upstream-429',
    title: 'Another service asks for fewer requests',
    description:
      'A service outside of AWS answered 429: its rate limit for this key or address is reached. Parallel environments share that limit, but do not know of each other.',
    refines: ['upstream-4xx', 'aws-throttled'],
    forms: [
      'status code 429',
      'status code: 429',
      '429 Too Many Requests',
      '429 Client Error',
      'HTTP Error 429',
      'HTTP 429',
      'Rate limit reached for',
      'rate limit exceeded',
      'Rate limit exceeded',
      'rate_limit_exceeded',
      'API rate limit exceeded',
      'You exceeded your current quota',
      'RateLimitError',
      'status: 429',
      'TooManyRequests: {*}',
      'quota exceeded',
      'RESOURCE_EXHAUSTED',
    ],
    solutions: [
      ['respect-retry-after', 'Wait for as long as Retry-After says, and retry with jitter.'],
      [
        'queue-with-small-concurrency',
        'Put a queue between and bound its consumer’s concurrency.',
        'aws lambda put-function-concurrency --function-name {target} --reserved-concurrent-executions {newConcurrency}',
      ],
      ['cache-answers', 'Cache answers, and ask for several things in one request.'],
    ],
  },
  {
    id: 'aws-throttled',
    title: 'An AWS service asks for fewer requests',
    description:
      'The call was refused since too many came in a short time; the text does not say which service it was: the stack’s client or the call in the code does.',
    forms: [
      'ThrottlingException',
      'Throttling: Rate exceeded',
      'Throttling:',
      "'Throttling'",
      '(Throttling)',
      'ThrottledException',
      'Rate exceeded',
      'RequestLimitExceeded',
      'Request limit exceeded',
      'TooManyRequestsException',
      'Too Many Requests',
      'RequestThrottledException',
      'EC2ThrottledException',
      'BandwidthLimitExceeded',
      'LimitExceededException',
      'PriorRequestNotComplete',
    ],
    solutions: [
      BACK_OFF,
      ['fewer-calls', 'Make fewer calls: batch them, cache what is read often, spread what runs at the full hour.'],
      ['find-quota', 'Find the service’s quota (Service Quotas), and what is used of it.', 'aws service-quotas list-services'],
    ],
    lookAt: ['CloudTrail, Event history: events with the error code of throttling'],
  },
]);
