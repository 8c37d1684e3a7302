import { patternsOf } from '../built-in-pattern.ts';
import { statusFrom } from '../status-from.ts';

/** Between the function and what it is wired to. */
export const integration = patternsOf('integration', [
  {
    id: 'upstream-5xx',
    title: 'Another service failed',
    description:
      'The answer was a server error: the service behind the call is down, overloaded or has a fault of its own. 502 and 503 come from a proxy before it.',
    forms: [
      { says: 'failed with status code {status}', read: statusFrom(500, 599) },
      { says: 'status code {status}', read: statusFrom(500, 599) },
      { says: 'status code: {status}', read: statusFrom(500, 599) },
      { says: 'status: {status}', read: statusFrom(500, 599) },
      { says: '{status} Server Error', read: statusFrom(500, 599) },
      { says: 'HTTP Error {status}', read: statusFrom(500, 599) },
      { says: '({status}) when calling the {operation} operation', read: statusFrom(500, 599) },
      '502 Bad Gateway',
      '503 Service Unavailable',
      '503 Service Temporarily Unavailable',
      '500 Internal Server Error',
      'Bad Gateway',
      'Service Unavailable',
      'ServiceUnavailableException',
      'InternalServerErrorException',
      'InternalServerException',
      'InternalServerError',
      'InternalFailure',
      'InternalError',
      'HttpServerErrorException',
      'UNAVAILABLE: {*}',
      'overloaded_error',
    ],
    solutions: [
      ['retry-with-jitter', 'Retry what may be repeated, with growing waits and jitter, within the function’s own timeout.'],
      [
        'circuit-breaker',
        'If it lasts, stop asking for a while (a circuit breaker) and answer with what is known, or put the work into a queue.',
      ],
      [
        'tell-upstream',
        'Tell its owner the time and request id; look at its status page. For AWS: the Health Dashboard.',
        'aws health describe-events --filter eventStatusCodes=open',
      ],
    ],
  },
  {
    id: 'upstream-4xx',
    title: 'Another service refused the request',
    description:
      'The answer was a client error other than for credentials or too many requests: the address, the method or the content is not what the service expects.',
    forms: [
      { says: 'failed with status code {status}', read: statusFrom(400, 499) },
      { says: 'status code {status}', read: statusFrom(400, 499) },
      { says: 'response status code: {status}', read: statusFrom(400, 499) },
      { says: '({status}) when calling the {operation} operation', read: statusFrom(400, 499) },
      { says: 'status: {status}', read: statusFrom(400, 499) },
      { says: '{status} Client Error', read: statusFrom(400, 499) },
      { says: 'HTTP Error {status}', read: statusFrom(400, 499) },
      'ERR_BAD_REQUEST',
      'HttpClientErrorException',
      '404 Not Found',
      '400 Bad Request',
      '422 Unprocessable Entity',
    ],
    solutions: [
      ['log-answer', 'Log the body of the answer (without secrets): it mostly says which field is wrong.'],
      ['compare-with-reference', 'Compare address, method and content with the service’s reference; it may have a new version.'],
      ['do-not-retry', 'Do not retry it: the same request gets the same answer. Let it go to the dead-letter queue.'],
    ],
  },
  {
    id: 'webhook-signature',
    title: 'A webhook’s signature does not match',
    description:
      'What was signed is not what was checked. The body must be verified as the very bytes that came: parsed and printed again, or left in base64, it differs. Or the secret is that of another endpoint.',
    forms: [
      'No signatures found matching the expected signature for payload',
      'StripeSignatureVerificationError',
      'SignatureVerificationError',
      'Webhook signature verification failed',
      'Unable to extract timestamp and signatures from header',
      'Timestamp outside the tolerance zone',
      'Invalid webhook signature',
      'X-Hub-Signature',
      'No webhook payload was provided',
      'WebhookVerificationError',
      'signature mismatch',
    ],
    solutions: [
      ['verify-raw-body', 'Verify event.body as it came, decoded from base64 when isBase64Encoded says so, before any parsing.'],
      ['check-signing-secret', 'Compare the signing secret with that of this endpoint (test and live have different ones), and the clock.'],
    ],
  },
  {
    id: 'malformed-proxy-response',
    title: 'API Gateway could not read the function’s answer',
    description:
      'A proxy integration needs an object with statusCode and a body that is a text. The handler returned something else or nothing (a missing await or return), and the client got 502.',
    forms: [
      'Malformed Lambda proxy response',
      'Execution failed due to configuration error: Malformed Lambda proxy response',
      'Lambda response malformed',
      'Lambda was unable to parse',
      'InvalidLambdaResponse',
      'Unrecognizable lambda output',
    ],
    solutions: [
      [
        'return-proxy-response',
        'Return statusCode as a number, headers as an object, body by JSON.stringify, on every path, errors included.',
      ],
      ['return-promise', 'Return or await what is asynchronous; do not mix async with a callback.'],
    ],
    lookAt: ['API Gateway’s execution log: "Endpoint response body before transformations"'],
  },
  {
    id: 'batch-failed',
    title: 'All records of a batch failed',
    description:
      'A batch from a queue or stream was processed record by record, and none went through; the reasons are told one by one before. Without partial responses, one record that can’t be processed sends its whole batch back again and again.',
    forms: [
      'All records failed processing',
      'FullBatchFailureError',
      'SQSBatchProcessingError',
      'BatchProcessingError',
      'batchItemFailures',
      'PartialItemFailures',
    ],
    solutions: [
      [
        'report-item-failures',
        'Report failed items only (ReportBatchItemFailures).',
        'aws lambda update-event-source-mapping --uuid {newId} --function-response-types ReportBatchItemFailures',
      ],
      ['dead-letter-queue', 'Give the queue a dead-letter queue, and look at what lies there.', 'aws sqs list-queues'],
    ],
    lookAt: ['metric AWS/SQS ApproximateAgeOfOldestMessage of the queue'],
  },
  {
    id: 'event-source-problem',
    title: 'An event source can’t deliver',
    description:
      'Lambda’s poller could not read the queue, stream or topic, or the settings of the two do not fit: a queue’s visibility timeout must be at least the function’s timeout (AWS advises six times as long).',
    forms: [
      'is less than Function timeout',
      'Queue visibility timeout: {seconds} seconds is less than Function timeout',
      'PROBLEM: Function call failed',
      'PROBLEM: Connection error',
      'Your VPC must be able to connect to Lambda and STS',
      'PROBLEM: {*}',
      'An event source mapping with {*} already exists',
      'ExpiredIteratorException',
    ],
    solutions: [
      [
        'look-at-mapping',
        'See the state of the mapping, and its last result.',
        'aws lambda list-event-source-mappings --function-name {target}',
      ],
      [
        'visibility-timeout',
        'Set the visibility timeout to six times the function’s timeout.',
        'aws sqs set-queue-attributes --queue-url {queueUrl} --attributes VisibilityTimeout={newTimeout}',
      ],
    ],
  },
  {
    id: 'states-data-limit',
    title: 'Step Functions: the data of a state are too large',
    description:
      'Input and output of a state have at most 256 KiB. Results pile up in a Map or Parallel, or a document is handed on whole.',
    forms: [
      'States.DataLimitExceeded',
      'returned a result with a size exceeding the maximum number of bytes service limit',
      'size exceeding the maximum',
    ],
    solutions: [
      ['payload-through-s3', 'Write data to S3 and hand on the key; keep by ResultSelector and OutputPath only what later states need.'],
      ['distributed-map', 'Use a distributed Map with a result writer for many items.'],
    ],
  },
  {
    id: 'states-path-missing',
    title: 'Step Functions: a path is not in the input',
    description: 'A state reads a field that its input does not have: an earlier state left it out, or a ResultPath replaced the input.',
    forms: [
      'could not be found in the input',
      'States.ParameterPathFailure',
      'States.ResultPathMatchFailure',
      "Invalid path '{*}'",
      'States.Runtime',
      'States.QueryEvaluationError',
      'Unable to apply ReferencePath',
      'Unable to apply Path',
    ],
    solutions: [
      [
        'see-state-input',
        'See what the state was given.',
        'aws stepfunctions get-execution-history --execution-arn {executionArn} --reverse-order --max-items 20',
      ],
      ['keep-input', 'Keep the input beside the result (ResultPath: "$.result"), and make optional fields present before.'],
    ],
  },
  {
    id: 'sns-endpoint-disabled',
    title: 'SNS: the device’s endpoint is disabled',
    description: 'The push service (APNs, FCM) said that the token is no longer valid: the app was removed, or has a new token.',
    forms: ['EndpointDisabledException', 'EndpointDisabled', 'Endpoint is disabled', 'PlatformApplicationDisabledException'],
    solutions: [
      [
        'drop-endpoint',
        'Drop the endpoint, or have the app register its new token and enable it again.',
        'aws sns get-endpoint-attributes --endpoint-arn {endpointArn}',
      ],
      ['handle-disabled', 'Treat it as an outcome, not as a failure.'],
    ],
  },
  {
    id: 'ses-not-verified',
    title: 'SES: the address is not verified',
    description: 'The sender’s address or domain is not verified in this region; in the sandbox the recipients must be as well.',
    forms: ['Email address is not verified', 'MailFromDomainNotVerifiedException', 'failed the check in region'],
    solutions: [
      ['verify-identity', 'Verify the domain or address in the region of the call.', 'aws sesv2 list-email-identities'],
      ['leave-sandbox', 'Ask to leave the sandbox, to write to anybody.', 'aws sesv2 get-account'],
    ],
  },
  {
    id: 'recursive-loop',
    title: 'Lambda stopped a loop of invocations',
    description: 'The function’s own output called it again about 16 times: it writes to the bucket, queue or topic that triggers it.',
    forms: ['RecursiveInvocationException', 'recursive loop', 'Detected recursive invocation'],
    solutions: [
      ['other-destination', 'Write to another bucket, prefix or queue than the one that triggers the function.'],
      [
        'throttle-now',
        'While it runs and costs: stop it.',
        'aws lambda put-function-concurrency --function-name {target} --reserved-concurrent-executions 0',
      ],
    ],
    lookAt: ['metric AWS/Lambda RecursiveInvocationsDropped'],
  },
]);
