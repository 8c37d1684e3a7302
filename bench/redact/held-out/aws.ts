import { specimens } from '../specimen.ts';

const keys = specimens('aws key', {
  'Node credentials object': (s) =>
    `2026-11-03T04:12:09.113Z\t${s.uuid()}\tINFO\tcredentials { accessKeyId: '${s.hide(s.keyId('ASIA'))}', secretAccessKey: '${s.hide(s.secretKey())}', sessionToken: '${s.hide(s.sessionToken())}', expiration: 2026-11-03T05:12:09.000Z }`,
  'credentials file printed': (s) =>
    `[default]\naws_access_key_id = ${s.hide(s.keyId())}\naws_secret_access_key = ${s.hide(s.secretKey())}\nregion = eu-west-1`,
  'exported in a shell': (s) =>
    `+ export AWS_ACCESS_KEY_ID=${s.hide(s.keyId())} AWS_SECRET_ACCESS_KEY=${s.hide(s.secretKey())} AWS_REGION=us-east-1`,
  'answer of AssumeRole as JSON': (s) =>
    JSON.stringify({
      Credentials: { AccessKeyId: s.hide(s.keyId('ASIA')), SecretAccessKey: s.hide(s.secretKey()), SessionToken: s.hide(s.sessionToken()) },
      AssumedRoleUser: { Arn: 'arn:aws:sts::123456789012:assumed-role/reader/job' },
    }),
  'answer of AssumeRole as XML': (s) =>
    `<Credentials><AccessKeyId>${s.hide(s.keyId('ASIA'))}</AccessKeyId><SecretAccessKey>${s.hide(s.secretKey())}</SecretAccessKey><SessionToken>${s.hide(s.sessionToken())}</SessionToken></Credentials>`,
  'row of the console export': (s) =>
    `deploy-user,${s.hide(s.keyId())},${s.hide(s.secretKey())},https://123456789012.signin.aws.amazon.com/console`,
  'boto3 error': (s) =>
    `botocore.exceptions.ClientError: An error occurred (InvalidAccessKeyId) when calling the GetObject operation: The AWS Access Key Id ${s.hide(s.keyId())} does not exist in our records`,
  'both in brackets': (s) => `[WARN] rotating pair (${s.hide(s.keyId())} / ${s.hide(s.secretKey())}) older than 90 days`,
  'Java BasicSessionCredentials': (s) =>
    `ERROR c.a.s.Client - BasicSessionCredentials{awsAccessKey=${s.hide(s.keyId('ASIA'))}, awsSecretKey=${s.hide(s.secretKey())}, sessionToken=${s.hide(s.sessionToken())}}`,
  'session token alone': (s) => `retrying with token ${s.hide(s.sessionToken())} after ExpiredTokenException`,
  'environment of a task as pairs': (s) =>
    JSON.stringify({
      environment: [
        { name: 'AWS_SECRET_ACCESS_KEY', value: s.hide(s.secretKey()) },
        { name: 'STAGE', value: 'prod' },
      ],
    }),
  'escaped JSON in a message': (s) =>
    JSON.stringify({
      level: 'INFO',
      message: JSON.stringify({ accessKeyId: s.hide(s.keyId()), secretAccessKey: s.hide(s.secretKey().replaceAll('/', '+')) }),
    }),
  'secret before the key': (s) => `seed=${s.hide(s.secretKey())} id=${s.hide(s.keyId())} loaded from vault`,
});

const signed = specimens('signed address', {
  'presigned GET': (s) =>
    `GET https://reports.s3.amazonaws.com/2026/11/q.pdf?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${s.hide(`${s.keyId()}%2F20261103%2Feu-central-1%2Fs3%2Faws4_request`)}&X-Amz-Date=20261104T041209Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature=${s.hide(s.hex(64))} 403`,
  'presigned with token': (s) =>
    `{"url":"https://b.s3.amazonaws.com/k?X-Amz-Security-Token=${s.hide(encodeURIComponent(s.sessionToken()))}&X-Amz-Signature=${s.hide(s.hex(64))}&x-id=PutObject","status":200}`,
  'presigned, escaped ampersands': (s) =>
    `"location":"https://b.s3.amazonaws.com/k?X-Amz-Date=20261103T041209Z\\u0026X-Amz-Signature=${s.hide(s.hex(64))}\\u0026x-id=GetObject"`,
  'presigned in a parameter': (s) =>
    `10.0.3.4 - - [03/Nov/2026:04:12:09 +0000] "GET /proxy?target=https%3A%2F%2Fb.s3.amazonaws.com%2Fk%3FX-Amz-Signature%3D${s.hide(s.hex(64))}%26X-Amz-Expires%3D60 HTTP/1.1" 200 5120`,
  'old signature': (s) =>
    `https://b.s3.amazonaws.com/k?AWSAccessKeyId=${s.hide(s.keyId())}&Expires=1793678400&Signature=${s.hide(encodeURIComponent(s.base64(27) + '='))}`,
  'CloudFront signed address': (s) =>
    `cdn miss https://d111111abcdef8.cloudfront.net/v.m3u8?Expires=1793678400&Signature=${s.hide(s.base64url(172))}__&Key-Pair-Id=K2JCJMDEHXQW5F`,
  'shared access signature': (s) =>
    `PUT https://acct.blob.core.windows.net/c/b?sv=2024-11-04&ss=b&srt=o&sp=rw&se=2026-12-01T00:00:00Z&sig=${s.hide(encodeURIComponent(s.base64(43) + '='))} failed`,
  'SigV4 header': (s) =>
    `authorization: AWS4-HMAC-SHA256 Credential=${s.hide(s.keyId())}/20261103/us-east-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date, Signature=${s.hide(s.hex(64))}`,
});

export const AWS = [...keys, ...signed];
