import { BACK_OFF, quotas } from '../back-off.ts';
import { patternsOf } from '../built-in-pattern.ts';
import { throttledBy } from '../throttled-by.ts';

/** Further services of AWS that take no more for now. */
export const throttlingServices = patternsOf('throttling', [
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
      'All uses of symmetric keys share one quota of the account and region (5,500 a second or more, by region); encrypted S3 objects, queues and secrets count as well.',
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
]);
