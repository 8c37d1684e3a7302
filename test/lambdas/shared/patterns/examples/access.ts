const ROLE = 'arn:aws:sts::123456789012:assumed-role/orders-role/orders';

/** Rights and throttling, by the pattern that must be the first one. */
export const permission: Record<string, readonly string[]> = {
  'access-denied': [
    `AccessDeniedException: User: ${ROLE} is not authorized to perform: dynamodb:Query on resource: arn:aws:dynamodb:eu-central-1:123456789012:table/orders because no identity-based policy allows the dynamodb:Query action`,
    'An error occurred (AccessDenied) when calling the SendMessage operation: Access to the resource https://sqs.eu-central-1.amazonaws.com/ is denied.',
    'AccessDeniedException: User is not authorized to access this resource',
    'An error occurred (UnauthorizedOperation) when calling the DescribeInstances operation: You are not authorized to perform this operation.',
  ],
  'explicit-deny': [
    `AccessDeniedException: User: ${ROLE} is not authorized to perform: sqs:SendMessage on resource: arn:aws:sqs:eu-central-1:123456789012:q with an explicit deny in a service control policy`,
  ],
  'denied-by-boundary': [
    `AccessDenied: User: ${ROLE} is not authorized to perform: sns:Publish on resource: arn:aws:sns:eu-central-1:123456789012:t because no permissions boundary allows the sns:Publish action`,
  ],
  'resource-policy-missing': [
    `AccessDenied: User: ${ROLE} is not authorized to perform: sqs:SendMessage on resource: arn:aws:sqs:eu-central-1:210987654321:q because no resource-based policy allows the sqs:SendMessage action`,
  ],
  's3-access-denied': [
    'botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the GetObject operation: Access Denied',
    'An error occurred (403) when calling the HeadObject operation: Forbidden',
    `AccessDenied: User: ${ROLE} is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::invoices/1.pdf" because no identity-based policy allows the s3:PutObject action`,
    'software.amazon.awssdk.services.s3.model.S3Exception: Access Denied (Service: S3, Status Code: 403, Request ID: 7AB4)',
  ],
  'kms-access-denied': [
    `AccessDeniedException: User: ${ROLE} is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-central-1:123456789012:key/1 because no identity-based policy allows the kms:Decrypt action`,
    'KMSAccessDeniedException: Lambda was unable to decrypt the environment variables because KMS access was denied. Please check the function’s KMS key settings.',
    'AccessDeniedException: The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
  ],
  'assume-role-denied': [
    `AccessDenied: User: ${ROLE} is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::210987654321:role/reader`,
    'InvalidParameterValueException: The role defined for the function cannot be assumed by Lambda.',
  ],
  'secret-access-denied': [
    `AccessDeniedException: User: ${ROLE} is not authorized to perform: secretsmanager:GetSecretValue on resource: db because no identity-based policy allows the secretsmanager:GetSecretValue action`,
    `AccessDeniedException: User: ${ROLE} is not authorized to perform: ssm:GetParameter on resource: arn:aws:ssm:eu-central-1:123456789012:parameter/db because no identity-based policy allows the ssm:GetParameter action`,
  ],
  'invoke-not-allowed': [
    `AccessDeniedException: User: ${ROLE} is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:eu-central-1:123456789012:function:tax because no identity-based policy allows the lambda:InvokeFunction action`,
    'Execution failed due to configuration error: Invalid permissions on Lambda function',
  ],
  'execution-role-incomplete': [
    'InvalidParameterValueException: The provided execution role does not have permissions to call CreateNetworkInterface on EC2',
    'InvalidParameterValueException: The provided execution role does not have permissions to call ReceiveMessage on SQS',
  ],
  'expired-token': [
    'ExpiredTokenException: The security token included in the request is expired',
    'An error occurred (ExpiredToken) when calling the PutObject operation: The provided token has expired.',
  ],
  'clock-skew': [
    'InvalidSignatureException: Signature expired: 20260301T080000Z is now earlier than 20260301T081000Z (20260301T081500Z - 5 min.)',
    'RequestTimeTooSkewed: The difference between the request time and the current time is too large.',
  ],
  'signature-mismatch': [
    'SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  ],
  'invalid-credentials': [
    'UnrecognizedClientException: The security token included in the request is invalid.',
    'InvalidClientTokenId: The security token included in the request is invalid.',
  ],
  'missing-credentials': [
    'CredentialsProviderError: Could not load credentials from any providers',
    'botocore.exceptions.NoCredentialsError: Unable to locate credentials',
    'Error: Region is missing',
  ],
  'read-only-file-system': [
    "Error: EROFS: read-only file system, mkdir '/var/task/.cache'",
    "OSError: [Errno 30] Read-only file system: '/home/sbx_user1051'",
  ],
  'file-permission': [
    "Error: EACCES: permission denied, open '/var/task/index.js'",
    "PermissionError: [Errno 13] Permission denied: '/var/task/app.py'",
    'fork/exec /var/task/bootstrap: permission denied',
  ],
  'upstream-unauthorised': [
    'AxiosError: Request failed with status code 401',
    'requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: https://api.example.com/',
    'Error: invalid_grant',
  ],
  'jwt-invalid': [
    'TokenExpiredError: jwt expired',
    'JsonWebTokenError: invalid signature',
    'jwt.exceptions.ExpiredSignatureError: Signature has expired',
  ],
  'cognito-not-authorised': ['NotAuthorizedException: Incorrect username or password.', 'UserNotFoundException: User does not exist.'],
  'bedrock-model-access': [
    "AccessDeniedException: You don't have access to the model with the specified model ID.",
    'ValidationException: Invocation of model ID anthropic.claude with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.',
  ],
};

export const throttling: Record<string, readonly string[]> = {
  'lambda-throttled': [
    'TooManyRequestsException: Rate Exceeded.',
    'An error occurred (TooManyRequestsException) when calling the Invoke operation (reached max retries: 4): Rate Exceeded.',
    'ReservedFunctionConcurrentInvocationLimitExceeded',
  ],
  'dynamodb-throttled': [
    'ProvisionedThroughputExceededException: The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
    'An error occurred (ThrottlingException) when calling the BatchWriteItem operation: Rate of requests exceeds the allowed throughput.',
    'ThrottlingException: Throughput exceeds the current capacity of your table or index.',
    'operation error DynamoDB: PutItem, exceeded maximum number of attempts, 3, https response error StatusCode: 400, RequestID: X, api error ThrottlingException: Rate exceeded',
  ],
  'sqs-throttled': [
    'An error occurred (RequestThrottled) when calling the SendMessage operation: Request is throttled.',
    'OverLimit: Too many messages in flight',
  ],
  'sns-throttled': ['An error occurred (Throttling) when calling the Publish operation (reached max retries: 4): Rate exceeded'],
  'kinesis-throttled': [
    'ProvisionedThroughputExceededException: Rate exceeded for shard shardId-000000000000 in stream clicks under account 123456789012.',
  ],
  's3-slow-down': [
    'SlowDown: Please reduce your request rate.',
    'An error occurred (SlowDown) when calling the PutObject operation (reached max retries: 4): Please reduce your request rate.',
  ],
  'secrets-throttled': [
    'An error occurred (ThrottlingException) when calling the GetSecretValue operation (reached max retries: 4): Rate exceeded',
  ],
  'ssm-throttled': [
    'An error occurred (ThrottlingException) when calling the GetParameters operation (reached max retries: 4): Rate exceeded',
    'ThrottlingException: Rate exceeded\n    at ProtocolLib.getErrorSchemaOrThrowBaseException (/var/task/node_modules/@aws-sdk/client-ssm/node_modules/@aws-sdk/core/dist-cjs/index.js:69:67)',
    'com.amazonaws.services.simplesystemsmanagement.model.AWSSimpleSystemsManagementException: Rate exceeded (Service: AWSSimpleSystemsManagement; Status Code: 400; Error Code: ThrottlingException; Request ID: 7ab4)',
  ],
  'kms-throttled': [
    'ThrottlingException: You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.',
    'software.amazon.awssdk.services.kms.model.KmsException: Rate exceeded (Service: Kms, Status Code: 400, Request ID: 7ab4)',
  ],
  'step-functions-throttled': [
    'An error occurred (ThrottlingException) when calling the StartExecution operation (reached max retries: 4): Rate exceeded',
    'ExecutionLimitExceeded: The maximum number of running executions has been reached.',
  ],
  'bedrock-throttled': [
    'ThrottlingException: Too many tokens, please wait before trying again.',
    'An error occurred (ThrottlingException) when calling the InvokeModel operation (reached max retries: 4): Too many requests, please wait before trying again.',
  ],
  'cloudwatch-throttled': [
    'An error occurred (Throttling) when calling the PutMetricData operation (reached max retries: 4): Rate exceeded',
  ],
  'eventbridge-throttled': [
    'An error occurred (ThrottlingException) when calling the PutEvents operation (reached max retries: 4): Rate exceeded',
  ],
  'cognito-throttled': [
    'LimitExceededException: Attempt limit exceeded, please try after some time.',
    'An error occurred (TooManyRequestsException) when calling the AdminGetUser operation: Rate exceeded',
  ],
  'sts-throttled': ['An error occurred (Throttling) when calling the AssumeRole operation (reached max retries: 4): Rate exceeded'],
  'ses-throttled': [
    'Throttling: Maximum sending rate exceeded.',
    'An error occurred (Throttling) when calling the SendEmail operation: Daily message quota exceeded.',
  ],
  'api-gateway-throttled': ['{"message":"Too Many Requests"}', '{"message":"Limit Exceeded"}'],
  'upstream-429': [
    'AxiosError: Request failed with status code 429',
    'requests.exceptions.HTTPError: 429 Client Error: Too Many Requests for url: https://api.example.com/',
    'RateLimitError: 429 Rate limit reached for gpt-4 in organization org-x on tokens per min',
  ],
  'aws-throttled': ['ThrottlingException: Rate exceeded', 'Throttling: Rate exceeded', 'RequestLimitExceeded: Request limit exceeded.'],
};
