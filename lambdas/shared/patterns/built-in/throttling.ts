import { BACK_OFF, quotas } from '../back-off.ts';
import { patternsOf } from '../built-in-pattern.ts';
import { throttledBy } from '../throttled-by.ts';

const CONCURRENCY = 'metric AWS/Lambda ConcurrentExecutions and Throttles, beside the account’s quota of concurrent executions';

/** Compute, data and messages that take no more for now. */
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
]);
