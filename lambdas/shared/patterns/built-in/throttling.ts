import { patternsOf } from '../built-in-pattern.ts';
import { throttledBy } from '../throttled-by.ts';

const BACK_OFF = [
  'adaptive-retry',
  'Let the SDK retry longer and at its own pace (retryMode adaptive, maxAttempts 8), within the function’s timeout.',
] as const;
const CONCURRENCY = 'metric AWS/Lambda ConcurrentExecutions and Throttles, beside the account’s quota of concurrent executions';
const quotas = (service: string): string => `aws service-quotas list-service-quotas --service-code ${service}`;

/** Services that take no more for now. */
export const throttling = patternsOf('throttling', [
  {
    id: 'lambda-throttled',
    title: 'Lambda: too many concurrent executions',
    description:
      'A function was asked to run more often at once than its reserved concurrency or the account’s (1,000 by default, less on new accounts) allows, or faster than it may scale (1,000 more every 10 seconds). Synchronous callers get 429; queues and streams wait.',
    refines: ['aws-throttled'],
    forms: [
      ...throttledBy({
        name: 'Lambda',
        client: 'client-lambda',
        java: ['Lambda', 'AWSLambda'],
        operations: ['Invoke', 'InvokeAsync', 'InvokeWithResponseStream', 'UpdateFunctionCode', 'GetFunction', 'ListFunctions'],
      }),
      'ReservedFunctionConcurrentInvocationLimitExceeded',
      'ConcurrentInvocationLimitExceeded',
      'FunctionInvocationRateLimitExceeded',
      'ReservedFunctionInvocationRateLimitExceeded',
      'CallerRateLimitExceeded',
      'Lambda.TooManyRequestsException',
      'TooManyRequestsException: Rate Exceeded.',
    ],
    solutions: [
      [
        'reserve-concurrency',
        'Give the function a reserved concurrency that covers its peak, or raise the one it has.',
        'aws lambda get-function-concurrency --function-name {target}',
      ],
      ['shorter-runs', 'Concurrency is rate times duration: shorter runs and batches from queues need less.'],
      [
        'raise-account-concurrency',
        'Have the account’s quota raised.',
        'aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value {newConcurrency}',
      ],
    ],
    lookAt: [CONCURRENCY],
  },
  {
    id: 'dynamodb-throttled',
    title: 'DynamoDB: the table’s throughput is exceeded',
    description:
      'More was read or written than the table or one partition takes: 3,000 read and 1,000 write units a second for one partition whatever the mode, the provisioned capacity, or twice the previous peak of an on-demand table within half an hour.',
    refines: ['aws-throttled'],
    forms: [
      ...throttledBy({
        name: 'DynamoDB',
        client: 'client-dynamodb',
        java: ['DynamoDb', 'AmazonDynamoDBv2'],
        operations: [
          'GetItem',
          'PutItem',
          'UpdateItem',
          'DeleteItem',
          'Query',
          'Scan',
          'BatchGetItem',
          'BatchWriteItem',
          'TransactWriteItems',
          'TransactGetItems',
          'DescribeTable',
        ],
      }),
      'ProvisionedThroughputExceededException',
      'The level of configured provisioned throughput for the table was exceeded',
      'The level of configured provisioned throughput for one or more global secondary indexes of the table was exceeded',
      'Throughput exceeds the current capacity of your table or index',
      'Throughput exceeds the current throughput limit for your account',
      'ThroughputExceeded',
    ],
    solutions: [
      [
        'find-hot-key',
        'See whether one key is hot (CloudWatch Contributor Insights), and spread it: a suffix, a cache, or writing sums.',
        'aws dynamodb update-contributor-insights --table-name {table} --contributor-insights-action ENABLE',
      ],
      [
        'on-demand-mode',
        'Move the table to on-demand, or raise its capacity or autoscaling’s maximum.',
        'aws dynamodb update-table --table-name {table} --billing-mode PAY_PER_REQUEST',
      ],
      BACK_OFF,
    ],
    lookAt: ['metric AWS/DynamoDB ReadThrottleEvents, WriteThrottleEvents and ConsumedWriteCapacityUnits of {table}'],
  },
  {
    id: 'sqs-throttled',
    title: 'SQS: too many requests for the queue',
    description:
      'A FIFO queue takes 300 calls a second for each action (3,000 messages in batches; far more in high-throughput mode). Standard queues have nearly no limit, but 120,000 messages may be in flight.',
    refines: ['aws-throttled'],
    forms: [
      ...throttledBy({
        name: 'SQS',
        client: 'client-sqs',
        java: ['Sqs', 'AmazonSQS'],
        operations: [
          'SendMessage',
          'SendMessageBatch',
          'ReceiveMessage',
          'DeleteMessage',
          'DeleteMessageBatch',
          'ChangeMessageVisibility',
          'GetQueueAttributes',
          'GetQueueUrl',
        ],
      }),
      'OverLimit',
      'AWS.SimpleQueueService.OverLimit',
      'RequestThrottled',
    ],
    solutions: [
      ['batch-messages', 'Send and delete in batches of ten.'],
      [
        'fifo-high-throughput',
        'Use high-throughput FIFO with many message groups.',
        'aws sqs set-queue-attributes --queue-url {queueUrl} --attributes DeduplicationScope=messageGroup,FifoThroughputLimit=perMessageGroupId',
      ],
    ],
    lookAt: ['metric AWS/SQS ApproximateNumberOfMessagesNotVisible of the queue'],
  },
  {
    id: 'sns-throttled',
    title: 'SNS: too many requests',
    description:
      'More was published than the account may in this region (9,000 to 30,000 messages a second in large regions, 300 in small ones), or the SMS quota is used up.',
    refines: ['aws-throttled'],
    forms: throttledBy({
      name: 'SNS',
      client: 'client-sns',
      java: ['Sns', 'AmazonSNS'],
      operations: [
        'Publish',
        'PublishBatch',
        'CreateTopic',
        'Subscribe',
        'CreatePlatformEndpoint',
        'ListTopics',
        'ListSubscriptionsByTopic',
      ],
    }),
    solutions: [
      ['publish-batch', 'Publish in batches of ten; create topics and subscriptions when deploying, not per request.'],
      BACK_OFF,
      ['raise-quota', 'Have the quota raised.', quotas('sns')],
    ],
    lookAt: ['metric AWS/SNS NumberOfMessagesPublished'],
  },
  {
    id: 'kinesis-throttled',
    title: 'Kinesis: a shard takes no more',
    description:
      'A shard takes 1 MB or 1,000 records a second and gives 2 MB in 5 calls a second. One partition key that gets most records makes one shard hot.',
    refines: ['aws-throttled'],
    forms: [
      ...throttledBy({
        name: 'Kinesis',
        client: 'client-kinesis',
        java: ['Kinesis', 'AmazonKinesis'],
        operations: ['PutRecord', 'PutRecords', 'GetRecords', 'GetShardIterator', 'DescribeStream', 'ListShards'],
      }),
      'Rate exceeded for shard {key} in stream {target} under account',
      'Rate exceeded for shard',
      'Rate exceeded for stream',
      { says: 'ProvisionedThroughputExceededException', near: 'kinesis' },
    ],
    solutions: [
      ['spread-partition-key', 'Choose a partition key with many values, and send failed records of PutRecords again with jitter.'],
      [
        'more-shards',
        'Move the stream to on-demand, or give it more shards.',
        'aws kinesis update-stream-mode --stream-arn {streamArn} --stream-mode-details StreamMode=ON_DEMAND',
      ],
      ['enhanced-fan-out', 'If readers are refused, use enhanced fan-out for each of them.'],
    ],
    lookAt: ['metric AWS/Kinesis WriteProvisionedThroughputExceeded and ReadProvisionedThroughputExceeded'],
  },
  {
    id: 's3-slow-down',
    title: 'S3: the prefix takes no more',
    description: 'S3 takes 3,500 writes and 5,500 reads a second for each prefix, and grows into more only by and by.',
    refines: ['aws-throttled'],
    forms: [
      ...throttledBy({
        name: 'S3',
        client: 'client-s3',
        java: ['S3', 'Amazon S3'],
        operations: ['GetObject', 'PutObject', 'HeadObject', 'ListObjectsV2', 'CopyObject', 'DeleteObject', 'DeleteObjects'],
      }),
      'SlowDown',
      'Please reduce your request rate',
      'Reduce your request rate',
      '503 Slow Down',
    ],
    solutions: [['spread-prefixes', 'Spread keys over more prefixes, or cache what is read again and again.'], BACK_OFF],
    lookAt: ['metric AWS/S3 5xxErrors (request metrics of the bucket)'],
  },
  {
    id: 'secrets-throttled',
    title: 'Secrets Manager: read too often',
    description: 'Secrets are read on each invocation. Secrets Manager takes 10,000 reads a second, and each is a bill of its own.',
    refines: ['aws-throttled'],
    forms: throttledBy({
      name: 'Secrets Manager',
      client: 'client-secrets-manager',
      java: ['SecretsManager', 'AWSSecretsManager'],
      operations: ['GetSecretValue', 'BatchGetSecretValue', 'DescribeSecret', 'ListSecrets', 'PutSecretValue'],
    }),
    solutions: [
      [
        'cache-secret',
        'Read the secret once for each environment and keep it for some minutes (Powertools parameters, or the Parameters and Secrets extension).',
      ],
      BACK_OFF,
    ],
  },
  {
    id: 'ssm-throttled',
    title: 'Parameter Store: read too often',
    description:
      'Parameters are read on each invocation. Parameter Store takes 40 reads a second by default (10,000 with higher throughput, which is billed).',
    refines: ['aws-throttled'],
    forms: throttledBy({
      name: 'SSM',
      client: 'client-ssm',
      java: ['Ssm', 'AWSSimpleSystemsManagement'],
      operations: ['GetParameter', 'GetParameters', 'GetParametersByPath', 'PutParameter', 'DescribeParameters'],
    }),
    solutions: [
      [
        'cache-parameter',
        'Read parameters once for each environment and keep them for some minutes (Powertools parameters, or the Parameters and Secrets extension), several by one GetParameters.',
      ],
      [
        'higher-throughput',
        'Or switch higher throughput on.',
        'aws ssm update-service-setting --setting-id /ssm/parameter-store/high-throughput-enabled --setting-value true',
      ],
    ],
  },
  {
    id: 'kms-throttled',
    title: 'KMS: too many cryptographic calls',
    description:
      'All uses of symmetric keys share one quota of the account and region (5,500 to 50,000 a second); encrypted S3 objects, queues and secrets count as well.',
    refines: ['aws-throttled'],
    forms: [
      ...throttledBy({
        name: 'KMS',
        client: 'client-kms',
        java: ['Kms', 'AWSKMS'],
        operations: ['Decrypt', 'Encrypt', 'GenerateDataKey', 'ReEncrypt', 'Sign', 'Verify'],
      }),
      'You have exceeded the rate at which you may call KMS',
      'KMSThrottlingException',
      'KmsThrottled',
    ],
    solutions: [
      [
        'bucket-keys',
        'Use S3 Bucket Keys, a longer data key reuse period of SQS, and cached data keys.',
        'aws s3api get-bucket-encryption --bucket {bucket}',
      ],
      BACK_OFF,
      ['raise-quota', 'Have the quota raised.', quotas('kms')],
    ],
  },
  {
    id: 'step-functions-throttled',
    title: 'Step Functions: too many executions or transitions',
    description:
      'Starts and state transitions come from token buckets for each account and region; a million executions of the type Standard may be open.',
    refines: ['aws-throttled'],
    forms: [
      ...throttledBy({
        name: 'SFN',
        client: 'client-sfn',
        java: ['Sfn', 'AWSStepFunctions'],
        operations: [
          'StartExecution',
          'StartSyncExecution',
          'SendTaskSuccess',
          'SendTaskFailure',
          'DescribeExecution',
          'GetExecutionHistory',
        ],
      }),
      'ExecutionLimitExceeded',
      'States.ExceedToleratedFailureThreshold',
    ],
    solutions: [
      ['express-workflow', 'Use Express workflows for short, frequent runs, or put a queue before the starts.'],
      BACK_OFF,
      ['raise-quota', 'Have the quota raised.', quotas('states')],
    ],
    lookAt: ['metric AWS/States ThrottledEvents'],
  },
  {
    id: 'bedrock-throttled',
    title: 'Bedrock: too many requests or tokens',
    description: 'Each model has a quota of requests and tokens a minute in a region; max_tokens counts against it from the start.',
    refines: ['aws-throttled'],
    forms: [
      ...throttledBy({
        name: 'Bedrock Runtime',
        client: 'client-bedrock',
        java: ['BedrockRuntime', 'AmazonBedrockRuntime'],
        operations: [
          'InvokeModel',
          'InvokeModelWithResponseStream',
          'Converse',
          'ConverseStream',
          'Retrieve',
          'RetrieveAndGenerate',
          'InvokeAgent',
        ],
      }),
      'Too many requests, please wait before trying again',
      'Too many tokens, please wait before trying again',
      'Too many tokens per day, please wait before trying again',
      'Your request rate is too high',
      'ModelNotReadyException',
    ],
    solutions: [
      ['inference-profile', 'Use a cross-region inference profile, which has more throughput.', 'aws bedrock list-inference-profiles'],
      ['fewer-tokens', 'Set max_tokens to what is needed, shorten prompts, and queue what can wait.'],
      ['raise-quota', 'Have the quota raised.', quotas('bedrock')],
    ],
    lookAt: ['metric AWS/Bedrock InvocationThrottles'],
  },
  {
    id: 'cloudwatch-throttled',
    title: 'CloudWatch: too many calls',
    description:
      'Metrics or logs are written, or read, by more calls than the account may make: PutMetricData for each request, or GetMetricStatistics from dashboards.',
    refines: ['aws-throttled'],
    forms: throttledBy({
      name: 'CloudWatch',
      client: 'client-cloudwatch',
      java: ['CloudWatch', 'AmazonCloudWatch', 'CloudWatchLogs', 'AWSLogs'],
      operations: [
        'PutMetricData',
        'GetMetricData',
        'GetMetricStatistics',
        'PutLogEvents',
        'CreateLogStream',
        'FilterLogEvents',
        'DescribeLogStreams',
        'DescribeLogGroups',
        'StartQuery',
        'GetQueryResults',
        'DescribeAlarms',
      ],
    }),
    solutions: [
      ['embedded-metrics', 'Write metrics as log lines in the embedded metric format: no call at all.'],
      ['batch-metrics', 'Put up to 1,000 metrics into one PutMetricData; read by GetMetricData, 500 at once.'],
      BACK_OFF,
    ],
  },
  {
    id: 'eventbridge-throttled',
    title: 'EventBridge: too many events or calls',
    description: 'PutEvents has a quota a second that differs by region (10,000 in large ones); schedules and rules have their own.',
    refines: ['aws-throttled'],
    forms: throttledBy({
      name: 'EventBridge',
      client: 'client-eventbridge',
      java: ['EventBridge', 'AmazonEventBridge', 'CloudWatchEvents'],
      operations: ['PutEvents', 'PutRule', 'PutTargets', 'CreateSchedule', 'ListRules'],
    }),
    solutions: [
      ['batch-events', 'Put ten events into one call, and send again the entries that FailedEntryCount tells of.'],
      BACK_OFF,
      ['raise-quota', 'Have the quota raised.', quotas('events')],
    ],
    lookAt: ['metric AWS/Events ThrottledRules and PutEventsThrottledEntriesCount'],
  },
  {
    id: 'cognito-throttled',
    title: 'Cognito: too many requests',
    description:
      'Each category of Cognito’s calls has a quota (120 sign-ins a second by default), and attempts of one user are bounded besides.',
    refines: ['aws-throttled'],
    forms: [
      ...throttledBy({
        name: 'Cognito',
        client: 'client-cognito',
        java: ['CognitoIdentityProvider', 'AWSCognitoIdentityProvider'],
        operations: [
          'InitiateAuth',
          'AdminInitiateAuth',
          'RespondToAuthChallenge',
          'GetUser',
          'AdminGetUser',
          'ListUsers',
          'SignUp',
          'ForgotPassword',
          'GetId',
          'GetCredentialsForIdentity',
        ],
      }),
      'Attempt limit exceeded, please try after some time',
      'Attempt limit exceeded',
      'TooManyFailedAttemptsException',
    ],
    solutions: [
      [
        'cache-tokens',
        'Keep tokens until they expire, and verify them locally by the key set, instead of asking Cognito for each request.',
      ],
      BACK_OFF,
      ['raise-quota', 'Have the quota of the category raised.', quotas('cognito-idp')],
    ],
    lookAt: ['metric AWS/Cognito ThrottleCount'],
  },
  {
    id: 'sts-throttled',
    title: 'STS or IAM: too many calls',
    description:
      'A role is assumed for each request, or policies are read in a loop. IAM and STS have low quotas, and IAM one for the whole account.',
    refines: ['aws-throttled'],
    forms: throttledBy({
      name: 'STS',
      client: 'client-sts',
      java: ['Sts', 'AWSSecurityTokenService', 'AmazonIdentityManagement', 'Iam'],
      operations: [
        'AssumeRole',
        'AssumeRoleWithWebIdentity',
        'GetCallerIdentity',
        'GetRole',
        'ListRoles',
        'CreateRole',
        'AttachRolePolicy',
      ],
    }),
    solutions: [['cache-credentials', 'Keep assumed credentials until shortly before they expire (the SDK’s provider does).'], BACK_OFF],
  },
  {
    id: 'ses-throttled',
    title: 'SES: the sending rate or quota is reached',
    description: 'More e-mail than the account may send in a second or a day; in the sandbox that is one a second and 200 a day.',
    refines: ['aws-throttled'],
    forms: [
      ...throttledBy({
        name: 'SES',
        client: 'client-ses',
        java: ['Ses', 'AmazonSimpleEmailService'],
        operations: ['SendEmail', 'SendRawEmail', 'SendTemplatedEmail', 'SendBulkTemplatedEmail'],
      }),
      'Maximum sending rate exceeded',
      'Daily message quota exceeded',
    ],
    solutions: [
      ['queue-emails', 'Send from a queue whose consumer has a small concurrency.', 'aws ses get-send-quota'],
      ['raise-quota', 'Leave the sandbox, or have the quota raised.', quotas('ses')],
    ],
  },
  {
    id: 'api-gateway-throttled',
    title: 'API Gateway refused requests with 429',
    description:
      'A usage plan, a stage’s throttle or the account’s limit (10,000 requests a second with a burst of 5,000) was reached; so it answered without calling the function.',
    refines: ['aws-throttled'],
    forms: [
      "{'message':'Too Many Requests'}",
      "{'message':'Limit Exceeded'}",
      "'message': 'Too Many Requests'",
      'Limit Exceeded Exception',
      'Usage Plan {*} exceeded',
      'key throttle limit exceeded',
    ],
    solutions: [
      [
        'raise-stage-throttle',
        'Look at the throttle of the stage and of the usage plan that the key belongs to, and raise it.',
        'aws apigateway get-usage-plans',
      ],
      ['slow-client', 'Have the client wait as Retry-After says, with jitter; cache answers that may be cached.'],
      ['raise-quota', 'Have the account’s limit raised.', quotas('apigateway')],
    ],
    lookAt: ['metric AWS/ApiGateway 4XXError and Count'],
  },
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
