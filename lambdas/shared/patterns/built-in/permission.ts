import { assumedRole } from '../assumed-role.ts';
import { patternsOf } from '../built-in-pattern.ts';

const ROLE = 'aws lambda get-function-configuration --function-name {target} --query Role --output text';
const SIMULATE = 'aws iam simulate-principal-policy --policy-source-arn {roleArn} --action-names {action} --resource-arns {resource}';
const NOT_AUTHORISED = 'User: {principal} is not authorized to perform: {action} on resource: {resource}';
/** CloudTrail's events with the error that they met. */
const TRAIL = 'CloudTrail, Event history, by event name: who was refused what, and by which policy';

/** What policies allow. */
export const permission = patternsOf('permission', [
  {
    id: 'access-denied',
    title: 'AWS refused the call: no policy allows it',
    description:
      'The function’s role has no policy that allows {action} on that resource. The action is missing, the resource’s ARN in the policy differs (a bucket is not its objects, a table is not its indexes), or the call went to another account or region.',
    forms: [
      { says: NOT_AUTHORISED, read: assumedRole },
      { says: `${NOT_AUTHORISED} because no identity-based policy allows the {action} action`, read: assumedRole },
      { says: 'User: {principal} is not authorized to perform: {action}', read: assumedRole },
      'is not authorized to perform: {action}',
      'You are not authorized to perform this operation',
      '(AccessDeniedException) when calling the {operation} operation',
      '(AccessDenied) when calling the {operation} operation',
      '(UnauthorizedOperation) when calling the {operation} operation',
      'AccessDeniedException',
      'AccessDenied',
      'UnauthorizedOperation',
      'not authorized to perform',
    ],
    solutions: [
      ['allow-action', 'Allow {action} on {resource} in the policy of the function’s role, and no more than that.', ROLE],
      ['simulate-policy', 'See what decides: the simulator names the policy.', SIMULATE],
    ],
    lookAt: [TRAIL],
  },
  {
    id: 'explicit-deny',
    title: 'AWS refused the call: a policy forbids it',
    description:
      'A policy denies {action} outright, and no other can allow what is denied: often a service control policy of the organisation, a permissions boundary, or a resource policy with a condition (VPC endpoint, TLS, region).',
    refines: ['access-denied'],
    forms: [
      { says: `${NOT_AUTHORISED} with an explicit deny in`, read: assumedRole },
      'with an explicit deny in a {*} policy',
      'with an explicit deny',
    ],
    solutions: [
      ['find-deny', 'Find the statement that denies: the message names the kind of policy; look for its conditions.', SIMULATE],
      [
        'ask-administrator',
        'If it is a service control policy, only the organisation’s administrators can change it.',
        'aws organizations list-policies --filter SERVICE_CONTROL_POLICY',
      ],
    ],
    lookAt: [TRAIL],
  },
  {
    id: 'denied-by-boundary',
    title: 'AWS refused the call: a boundary leaves it out',
    description:
      'The role’s own policy may allow {action}, but a limit around it does not: a permissions boundary, a session policy, or a service control policy.',
    refines: ['access-denied'],
    forms: [
      { says: `${NOT_AUTHORISED} because no permissions boundary allows the {action} action`, read: assumedRole },
      { says: `${NOT_AUTHORISED} because no session policy allows the {action} action`, read: assumedRole },
      { says: `${NOT_AUTHORISED} because no service control policy allows the {action} action`, read: assumedRole },
      'because no permissions boundary allows',
      'because no session policy allows',
      'because no service control policy allows',
    ],
    solutions: [
      ['widen-boundary', 'Add {action} to that boundary, or have whoever owns it do so.', ROLE],
      ['simulate-policy', 'See what decides.', SIMULATE],
    ],
    lookAt: [TRAIL],
  },
  {
    id: 'resource-policy-missing',
    title: 'AWS refused the call: the resource does not let it in',
    description:
      'Across accounts, and for some services always, the resource’s own policy has to allow the caller too; that of {resource} does not.',
    refines: ['access-denied'],
    forms: [
      { says: `${NOT_AUTHORISED} because no resource-based policy allows the {action} action`, read: assumedRole },
      'because no resource-based policy allows',
      'because no VPC endpoint policy allows',
    ],
    solutions: [
      [
        'allow-in-resource-policy',
        'Allow {action} for {principal} in the policy of {resource} (bucket, queue, topic, key, function, VPC endpoint).',
      ],
      ['check-account', 'See that the resource is of the account and region that you mean.', 'aws sts get-caller-identity'],
    ],
    lookAt: [TRAIL],
  },
  {
    id: 's3-access-denied',
    title: 'S3 refused access',
    description:
      'Role, bucket policy, KMS key or Block Public Access do not allow it. A key that does not exist is answered as 403 as well when the role lacks s3:ListBucket. Objects are arn:aws:s3:::bucket/*, the bucket is without /*.',
    refines: ['access-denied'],
    forms: [
      ...[
        'GetObject',
        'PutObject',
        'HeadObject',
        'ListObjectsV2',
        'ListObjects',
        'CopyObject',
        'DeleteObject',
        'CreateMultipartUpload',
        'ListBuckets',
        'HeadBucket',
      ].map((operation) => `(AccessDenied) when calling the ${operation} operation`),
      '(403) when calling the HeadObject operation',
      '(403) when calling the HeadBucket operation',
      { says: 'AccessDenied: Access Denied', near: 's3' },
      { says: 'Access Denied', near: 'Service: Amazon S3' },
      { says: 'Access Denied', near: 'Service: S3' },
      { says: 'is not authorized to perform: {action}', near: 'perform: s3:' },
      { says: NOT_AUTHORISED, read: assumedRole, near: 'perform: s3:' },
      { says: 'Access Denied', near: 'client-s3' },
    ],
    solutions: [
      ['allow-object-and-bucket', 'Allow the action on the objects (arn:aws:s3:::bucket/*) and s3:ListBucket on the bucket itself.', ROLE],
      [
        'check-bucket-policy',
        'Look at the bucket’s policy, and for an object of another account at its owner.',
        'aws s3api get-bucket-policy --bucket {bucket}',
      ],
      [
        'allow-kms',
        'If the bucket is encrypted with a key of your own, allow kms:Decrypt and kms:GenerateDataKey on it.',
        'aws s3api get-bucket-encryption --bucket {bucket}',
      ],
    ],
    lookAt: [TRAIL],
  },
  {
    id: 'kms-access-denied',
    title: 'KMS refused the use of a key',
    description:
      'What was to be read or written is encrypted with a key that the role may not use: both its own policy and the key’s have to allow it, and the key has to be enabled. Secrets, queues, topics, tables and the function’s own variables may be encrypted so.',
    refines: ['access-denied'],
    forms: [
      { says: NOT_AUTHORISED, read: assumedRole, near: 'perform: kms:' },
      { says: 'is not authorized to perform: {action}', near: 'perform: kms:' },
      'KMSAccessDeniedException',
      'KmsAccessDenied',
      'KMS access was denied',
      'The ciphertext refers to a customer master key that does not exist',
      'Access to KMS is not allowed',
      'KMSDisabledException',
      'KMSInvalidStateException',
      'because KMS access was denied',
    ],
    solutions: [
      [
        'allow-key',
        'Allow {action} on the key for the function’s role, in its policy and, across accounts, in the key’s.',
        'aws kms get-key-policy --key-id {resource} --policy-name default',
      ],
      [
        'refresh-grant',
        'If Lambda itself can’t read the variables after the role was made anew under the same name, set the role again: grants name its id.',
        ROLE,
      ],
    ],
    lookAt: [TRAIL],
  },
  {
    id: 'assume-role-denied',
    title: 'A role may not be assumed',
    description:
      'Two policies have to agree: the caller’s must allow sts:AssumeRole on the role, and the role’s trust policy must name the caller (with its conditions, such as an external id). For a function’s own role, the trust policy has to name lambda.amazonaws.com.',
    refines: ['access-denied'],
    forms: [
      { says: NOT_AUTHORISED, read: assumedRole, near: 'perform: sts:assumerole' },
      { says: 'is not authorized to perform: {action}', near: 'perform: sts:assumerole' },
      'cannot be assumed by Lambda',
      'Not authorized to perform sts:AssumeRoleWithWebIdentity',
      '(AccessDenied) when calling the AssumeRole operation',
      'AssumeRole: Access denied',
    ],
    solutions: [
      [
        'trust-caller',
        'Name the caller in the trust policy of {resource}.',
        'aws iam get-role --role-name {newRole} --query Role.AssumeRolePolicyDocument',
      ],
      ['allow-assume-role', 'Allow sts:AssumeRole on {resource} in the caller’s policy.', ROLE],
    ],
    lookAt: [TRAIL],
  },
  {
    id: 'secret-access-denied',
    title: 'A secret or parameter may not be read',
    description:
      'The role may not read the secret or parameter. A secret’s ARN ends in six random characters, so that a policy needs -?????? or * at its end; a parameter’s ARN has its path without a doubled slash.',
    refines: ['access-denied'],
    forms: [
      { says: NOT_AUTHORISED, read: assumedRole, near: 'perform: secretsmanager:' },
      { says: 'is not authorized to perform: {action}', near: 'perform: secretsmanager:' },
      { says: NOT_AUTHORISED, read: assumedRole, near: 'perform: ssm:getparameter' },
      { says: 'is not authorized to perform: {action}', near: 'perform: ssm:getparameter' },
      '(AccessDeniedException) when calling the GetSecretValue operation',
      '(AccessDeniedException) when calling the GetParameter operation',
      '(AccessDeniedException) when calling the GetParameters operation',
      'Access to KMS is not allowed for secret',
    ],
    solutions: [
      ['allow-secret', 'Allow {action} on {resource}, with the random end of a secret’s ARN as -??????.', ROLE],
      ['allow-kms', 'If it is encrypted with a key of your own, allow kms:Decrypt on that key too.'],
    ],
    lookAt: [TRAIL],
  },
  {
    id: 'invoke-not-allowed',
    title: 'The function may not be invoked by its caller',
    description:
      'Callers need lambda:InvokeFunction: a service (API Gateway, S3, SNS, EventBridge) by the function’s resource policy, a role by its own. The permission may be on the function while its alias or version is called.',
    refines: ['access-denied'],
    forms: [
      { says: NOT_AUTHORISED, read: assumedRole, near: 'perform: lambda:invoke' },
      { says: 'is not authorized to perform: {action}', near: 'perform: lambda:invoke' },
      'Invalid permissions on Lambda function',
      'Could not execute the lambda function. Make sure you have given {*} permission to execute your function',
      'Unable to validate the following destination configurations',
      '(AccessDeniedException) when calling the Invoke operation',
    ],
    solutions: [
      [
        'add-permission',
        'Let the service call the function (and the alias, with --qualifier).',
        'aws lambda add-permission --function-name {target} --statement-id {newId} --action lambda:InvokeFunction --principal apigateway.amazonaws.com',
      ],
      ['look-at-policy', 'See who may call it now.', 'aws lambda get-policy --function-name {target}'],
    ],
  },
  {
    id: 'execution-role-incomplete',
    title: 'Lambda itself lacks a permission of the function’s role',
    description:
      'Lambda polls queues and streams and makes network interfaces in the function’s name, so that its role has to allow it: {operation} is not allowed.',
    refines: ['access-denied', 'aws-validation'],
    forms: [
      'The provided execution role does not have permissions to call {operation} on {service}',
      'The provided execution role does not have permissions',
      'PassRole',
      'is not authorized to perform: iam:PassRole',
    ],
    solutions: [
      [
        'attach-managed-policy',
        'Attach the managed policy for it: AWSLambdaVPCAccessExecutionRole, AWSLambdaSQSQueueExecutionRole, AWSLambdaKinesisExecutionRole, AWSLambdaDynamoDBExecutionRole.',
        'aws iam attach-role-policy --role-name {newRole} --policy-arn arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole',
      ],
      ['pass-role', 'For iam:PassRole: whoever deploys must be allowed to pass that role to lambda.amazonaws.com.'],
    ],
  },
  {
    id: 'bedrock-model-access',
    title: 'Bedrock: the model may not be used',
    description: 'The account has no access to the model in this region, or it is only offered through an inference profile.',
    refines: ['access-denied'],
    forms: [
      "You don't have access to the model with the specified model ID",
      "with on-demand throughput isn't supported",
      'with on-demand throughput isn’t supported',
      'The provided model identifier is invalid',
      'Model access is denied',
    ],
    solutions: [
      [
        'request-model-access',
        'Ask for access in the Bedrock console (Model access), in the region of the call.',
        'aws bedrock list-foundation-models --query "modelSummaries[].modelId"',
      ],
      [
        'use-inference-profile',
        'Name an inference profile (us., eu., apac. before the model’s id), and allow bedrock:InvokeModel on it and on the model in its regions.',
        'aws bedrock list-inference-profiles',
      ],
    ],
  },
]);
