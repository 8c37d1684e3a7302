import { patternsOf } from '../built-in-pattern.ts';

/** Who is asking: credentials, tokens, and rights on files. */
export const credentials = patternsOf('permission', [
  {
    id: 'expired-token',
    title: 'The AWS credentials have expired',
    description:
      'Temporary credentials were used past their end. In a function, a client was made from copied credentials (or an assumed role’s) and kept for longer than they last; on a laptop, the session is over.',
    forms: [
      'ExpiredTokenException',
      'ExpiredToken',
      'The security token included in the request is expired',
      'The provided token has expired',
      'RequestExpired',
      'Token is expired',
      'The SSO session associated with this profile has expired',
      'Your session has expired',
    ],
    solutions: [
      [
        'use-credential-provider',
        'Give clients the provider, not its result: then they renew by themselves (fromTemporaryCredentials, RefreshableCredentials).',
      ],
      ['sign-in-again', 'On a laptop sign in again.', 'aws sso login'],
    ],
  },
  {
    id: 'clock-skew',
    title: 'The clock of the caller is off',
    description:
      'The signature’s time lies more than five minutes from AWS’s. A container or laptop woke from sleep, or an environment was frozen between signing and sending.',
    forms: [
      'RequestTimeTooSkewed',
      'Signature expired: {*} is now earlier than',
      'Signature not yet current',
      'The difference between the request time and the current time is too large',
      'RequestExpired: Request has expired',
    ],
    solutions: [
      ['retry-once', 'Sign and send again: SDKs correct their clock on this error, when they are recent.'],
      ['set-clock', 'Synchronise the machine’s clock.', 'timedatectl status'],
    ],
  },
  {
    id: 'signature-mismatch',
    title: 'AWS could not verify the signature',
    description:
      'The secret key does not belong to the access key, or what was signed is not what arrived: a proxy changed a header, a presigned URL was used with another method or type, or the region is another.',
    forms: [
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided',
      'InvalidSignatureException',
      'Credential should be scoped to a valid region',
      'IncompleteSignature',
    ],
    solutions: [
      ['check-credentials', 'See who is calling, without stray characters in the keys.', 'aws sts get-caller-identity'],
      ['same-request', 'With a presigned URL, send the very method, headers and region that it was signed for.'],
    ],
  },
  {
    id: 'invalid-credentials',
    title: 'AWS does not know the credentials',
    description:
      'The access key is not known: deleted, of another partition or region that is not enabled, or set without its session token. In a function, keys in its variables hide those of its role.',
    forms: [
      'UnrecognizedClientException',
      'The security token included in the request is invalid',
      'InvalidClientTokenId',
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records',
      'AuthFailure',
      'MissingAuthenticationToken',
      'Missing Authentication Token',
    ],
    solutions: [
      [
        'use-role',
        'In a function, configure no keys: the SDK takes those of its role, with the session token.',
        'aws lambda get-function-configuration --function-name {target} --query Environment.Variables',
      ],
      ['check-credentials', 'See who is calling.', 'aws sts get-caller-identity'],
    ],
  },
  {
    id: 'missing-credentials',
    title: 'No AWS credentials were found',
    description:
      'The SDK looked everywhere and found none. On Lambda they come from the role by the environment; locally or in a container they have to be given.',
    forms: [
      'Could not load credentials from any providers',
      'CredentialsProviderError',
      'Unable to locate credentials',
      'NoCredentialsError',
      'Unable to load AWS credentials from any provider',
      'Unable to load credentials from any of the providers in the chain',
      'Missing credentials in config',
      'no EC2 IMDS role found',
      'failed to refresh cached credentials',
      'Region is missing',
      'You must specify a region',
      'NoRegionError',
    ],
    solutions: [
      ['give-credentials', 'Sign in, or pass the environment’s credentials and region to the container.', 'aws configure list'],
      ['keep-environment', 'On Lambda, see that the code does not replace process.env (or starts a child with an empty one).'],
    ],
  },
  {
    id: 'read-only-file-system',
    title: 'A write outside of /tmp',
    description: 'On Lambda only /tmp can be written. A library keeps a cache, a lock or a log beside its code or in the home directory.',
    forms: ["EROFS: read-only file system, {*} '{file}'", 'EROFS', "[Errno 30] Read-only file system: '{file}'", 'Read-only file system'],
    solutions: [
      [
        'write-below-tmp',
        'Write below /tmp, and point the library there (HOME=/tmp, XDG_CACHE_HOME=/tmp, MPLCONFIGDIR, HF_HOME, NUMBA_CACHE_DIR).',
        'aws lambda get-function-configuration --function-name {target} --query Environment.Variables',
      ],
      ['no-cache', 'Or switch its cache off, or fill it at build time.'],
    ],
  },
  {
    id: 'file-permission',
    title: 'A file may not be read or run',
    description:
      'Files of the package need rights for everybody: Lambda runs the code as another user. Archives made on Windows, or with a tight umask, lack them.',
    forms: [
      "EACCES: permission denied, {*} '{file}'",
      "[Errno 13] Permission denied: '{file}'",
      'fork/exec {file}: permission denied',
      'EACCES',
      '{file} (Permission denied)',
      'Permission denied:',
    ],
    solutions: [
      [
        'set-file-rights',
        'Set 644 on files and 755 on folders and programs before zipping.',
        'chmod -R u=rwX,go=rX package && chmod 755 package/bootstrap',
      ],
      ['write-below-tmp', 'If it is a write, do it below /tmp.'],
    ],
  },
  {
    id: 'upstream-unauthorised',
    title: 'Another service refused the credentials',
    description:
      'The answer was 401 or 403: a key or token is missing, wrong, expired, or does not cover this call; some services answer so to addresses they do not know.',
    refines: ['upstream-4xx'],
    forms: [
      'status code 401',
      'status code 403',
      'status code: 401',
      'status code: 403',
      '401 Client Error',
      '403 Client Error',
      '401 Unauthorized',
      '403 Forbidden',
      'HTTP Error 401',
      'HTTP Error 403',
      'invalid_grant',
      'invalid_client',
      'Invalid API key',
      'Incorrect API key provided',
      'invalid_auth',
      'Bad credentials',
      'status: 401',
      'status: 403',
    ],
    solutions: [
      ['renew-credential', 'See whether the key or token is still valid, and read it anew from its secret on this answer, once.'],
      ['check-scope', 'Compare the scopes or rights of the key with what the call needs, and the address with its allow list.'],
    ],
  },
  {
    id: 'jwt-invalid',
    title: 'A token of a caller is not valid',
    description:
      'A JWT was refused: expired, signed with another key, for another audience or issuer, or not a JWT at all. Callers do that; it is a failure only where it should have been valid.',
    forms: [
      'jwt expired',
      'TokenExpiredError',
      'JsonWebTokenError',
      'invalid signature',
      'jwt malformed',
      'invalid token',
      'Signature verification failed',
      'ExpiredSignatureError',
      'Signature has expired',
      'jwt must be provided',
      'jwt audience invalid',
      'jwt issuer invalid',
      'JWSSignatureVerificationFailed',
      'JWTExpired',
      'Token expired at',
      'InvalidJwt',
    ],
    solutions: [
      ['answer-401', 'Answer 401 and do not count it as an error of the function.'],
      [
        'check-issuer',
        'If valid callers are refused: compare issuer, audience and the key set’s URL with the token’s, and the clock (allow a minute).',
      ],
    ],
  },
  {
    id: 'cognito-not-authorised',
    title: 'Cognito refused the sign-in',
    description:
      'A wrong user name or password, a user that is disabled or not confirmed, a token that was revoked, or an app client whose secret hash or flow does not fit.',
    forms: [
      'NotAuthorizedException',
      'Incorrect username or password',
      'UserNotFoundException',
      'UserNotConfirmedException',
      'Unable to verify secret hash for client',
      'PasswordResetRequiredException',
      'flow not enabled for this client',
    ],
    solutions: [
      ['answer-401', 'Answer 401: it is the caller’s mistake, unless all of them fail.'],
      [
        'check-app-client',
        'If all fail: compare the app client’s flows and secret with what the code uses.',
        'aws cognito-idp list-user-pools --max-results 20',
      ],
    ],
  },
]);
