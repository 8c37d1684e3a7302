/**
 * Clients of the AWS SDK v2 that have a module of their own, `aws-sdk/clients/<name in lower case>` (its clients/all.js, by which
 * the whole SDK loads them as well), with what hangs on them there.
 */
const CLIENTS =
  'ACM APIGateway ApiGatewayManagementApi AppSync Athena AutoScaling Batch CloudFormation CloudFront CloudTrail CloudWatch CloudWatchEvents CloudWatchLogs ' +
  'CodeBuild CodePipeline CognitoIdentity CognitoIdentityServiceProvider Comprehend ConfigService CostExplorer DynamoDB DynamoDBStreams EC2 ECR ECS EFS EKS ' +
  'ELBv2 EMR EventBridge Firehose Glue IAM Iot IotData KMS Kafka Kinesis Lambda LexRuntime Organizations Personalize Pinpoint Polly RDS RDSDataService Redshift ' +
  'RedshiftData Rekognition ResourceGroupsTaggingAPI Route53 S3 SES SESV2 SNS SQS SSM STS SageMaker SageMakerRuntime SecretsManager ServiceDiscovery ' +
  'StepFunctions TimestreamQuery TimestreamWrite Textract TranscribeService Translate WAFV2 XRay';

export const SDK_CLIENTS: ReadonlySet<string> = new Set(CLIENTS.split(' '));

/** Functions of lodash that work on their arguments alone: no chains, no settings, no placeholders. */
export const LODASH_FUNCTIONS: ReadonlySet<string> = new Set(
  (
    'assign camelCase capitalize castArray chunk clamp clone cloneDeep compact concat countBy debounce deburr defaults defaultsDeep difference differenceBy ' +
    'differenceWith drop dropRight dropWhile endsWith escape escapeRegExp every filter find findIndex findKey findLast findLastIndex first flatMap flatten ' +
    'flattenDeep forEach forOwn fromPairs get groupBy has head identity includes intersection intersectionBy invert isArray isBoolean isDate isEmpty isEqual ' +
    'isFinite isFunction isInteger isNaN isNil isNull isNumber isObject isPlainObject isRegExp isString isUndefined join kebabCase keyBy keys last lowerCase ' +
    'lowerFirst map mapKeys mapValues max maxBy mean meanBy memoize merge mergeWith min minBy negate noop nth omit omitBy once orderBy pad padEnd padStart ' +
    'partition pick pickBy property pull range reduce reject remove repeat replace result reverse round sample sampleSize set shuffle size slice snakeCase some ' +
    'sortBy split startCase startsWith sum sumBy tail take takeRight takeWhile tap throttle times toLower toNumber toPairs toPath toString toUpper trim trimEnd ' +
    'trimStart truncate union unionBy uniq uniqBy uniqWith uniqueId unset update upperCase upperFirst values without words xor zip zipObject'
  ).split(' '),
);
