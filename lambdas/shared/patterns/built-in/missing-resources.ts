import { patternsOf } from '../built-in-pattern.ts';

const NO_SUCH_NAME = [
  'check-environment',
  'See which name and region the function is given; the resource may be of another account or not deployed yet.',
  'aws lambda get-function-configuration --function-name {target} --query Environment.Variables',
] as const;

/** What a call names and is not there. */
export const missingResources = patternsOf('integration', [
  {
    id: 's3-no-such-key',
    title: 'S3: there is no such object',
    description:
      'No object has that key now: it was deleted or never written, or the key of an event was used as it came, where spaces are + and others are encoded.',
    forms: [
      'NoSuchKey',
      'The specified key does not exist',
      '(404) when calling the HeadObject operation',
      'NotFound: UnknownError',
      'The specified version does not exist',
      'NoSuchVersion',
    ],
    solutions: [
      ['decode-key', 'Decode keys of S3 events: decodeURIComponent(key.replaceAll("+", " ")), urllib.parse.unquote_plus.'],
      ['check-key', 'See what is there.', 'aws s3api list-objects-v2 --bucket {bucket} --max-items 20'],
      ['handle-absence', 'Treat the absence as the outcome that it may be (a late or repeated event).'],
    ],
  },
  {
    id: 's3-no-such-bucket',
    title: 'S3: there is no such bucket',
    description: 'The bucket does not exist: a wrong name in the configuration, another environment’s, or it was deleted.',
    forms: ['NoSuchBucket', 'The specified bucket does not exist'],
    solutions: [
      ['check-bucket-name', 'Compare the name with the buckets that are there.', 'aws s3api list-buckets --query "Buckets[].Name"'],
      NO_SUCH_NAME,
    ],
  },
  {
    id: 's3-wrong-region',
    title: 'S3: the bucket is in another region',
    description: 'The client asks in one region for a bucket of another; S3 answers with the endpoint that it should have asked.',
    forms: [
      'PermanentRedirect',
      'must be addressed using the specified endpoint',
      "the region '{*}' is wrong; expecting '{expected}'",
      'IllegalLocationConstraintException',
      'AuthorizationHeaderMalformed',
    ],
    solutions: [
      ['set-bucket-region', 'Make the client with the bucket’s region.', 'aws s3api head-bucket --bucket {bucket} --query BucketRegion'],
      ['follow-region', 'Or let it follow (followRegionRedirects in the SDK for JavaScript).'],
    ],
  },
  {
    id: 'queue-not-found',
    title: 'SQS: there is no such queue',
    description: 'The queue’s URL leads to none: another account, region or environment, or it was deleted within the last minute.',
    forms: ['AWS.SimpleQueueService.NonExistentQueue', 'QueueDoesNotExist', 'The specified queue does not exist', 'QueueDeletedRecently'],
    solutions: [['check-queue-url', 'Compare the URL with the queues of the region.', 'aws sqs list-queues'], NO_SUCH_NAME],
  },
  {
    id: 'secret-not-found',
    title: 'The secret or parameter is not there',
    description: 'No secret or parameter has that name in this account and region: another stage’s path, or it is scheduled for deletion.',
    forms: [
      "Secrets Manager can't find the specified secret",
      'ParameterNotFound',
      'ParameterVersionNotFound',
      "can't find the specified secret value for staging label",
      'was marked for deletion',
      'marked deleted',
    ],
    solutions: [
      ['check-secret-name', 'Compare the name with what is there.', 'aws secretsmanager list-secrets --query "SecretList[].Name"'],
      NO_SUCH_NAME,
    ],
  },
  {
    id: 'function-not-found',
    title: 'The function, version or alias is not there',
    description:
      'A function was called by a name or alias that does not exist in this account and region: it was renamed by a deployment, or is of another stage.',
    forms: [
      'Function not found: {resource}',
      'Cannot find alias arn',
      'Function not found',
      'Alias not found',
      'The resource you requested does not exist',
    ],
    solutions: [
      [
        'check-function-name',
        'Compare the name with the functions of the region.',
        'aws lambda list-functions --query "Functions[].FunctionName"',
      ],
      NO_SUCH_NAME,
    ],
  },
  {
    id: 'function-not-ready',
    title: 'The function is being updated',
    description:
      'A call or an update met a function that is not ready: an update is under way, it is inactive after weeks without use, or its network interfaces are being made.',
    forms: [
      'An update is in progress for resource',
      'The function is currently in the following state: Pending',
      'is currently in the following state',
      'ResourceNotReadyException',
      'ResourceConflictException',
      'CodeArtifactUserPendingException',
      'InvalidRuntimeException',
    ],
    solutions: [
      [
        'wait-for-update',
        'Wait until the update is through before the next step of the deployment.',
        'aws lambda wait function-updated-v2 --function-name {target}',
      ],
      [
        'see-state',
        'See its state and the reason.',
        'aws lambda get-function-configuration --function-name {target} --query "[State,StateReason,LastUpdateStatus,LastUpdateStatusReason]"',
      ],
    ],
  },
  {
    id: 'websocket-gone',
    title: 'WebSocket: the client is gone',
    description: 'A message was posted to a connection that has ended (after 10 idle minutes or 2 hours at most, or without a goodbye).',
    refines: ['upstream-4xx'],
    forms: ['GoneException', 'status code 410', 'GoneException: UnknownError', '410 Gone'],
    solutions: [
      ['drop-connection', 'Drop the connection’s id from the table when that answer comes; it is an outcome.'],
      ['heartbeat', 'Have clients send a heartbeat, to keep those that live.'],
    ],
  },
  {
    id: 'aws-resource-not-found',
    title: 'A resource of AWS is not there',
    description:
      'The call names a resource that does not exist in this account and region. The message behind the error’s name says which kind.',
    forms: [
      'ResourceNotFoundException',
      'NotFoundException',
      'NoSuchEntity',
      'EntityNotFoundException',
      'StateMachineDoesNotExist',
      'StreamNotFound',
      'DBClusterNotFoundFault',
      'TopicNotFound',
      'Topic does not exist',
      'ResourceNotFound',
      'KeyNotFoundException',
    ],
    solutions: [['check-region', 'See that the client asks in the right region and account.', 'aws sts get-caller-identity'], NO_SUCH_NAME],
    general: true,
  },
]);
