import { describe, expect, it } from 'vitest';
import { kindOfName, NAME_TRIGGERS } from '../../../../lambdas/shared/redact/secret-names.ts';

const SECRET = {
  password:
    'password newPassword DB_PASSWORD db-password-prod passwd MYSQL_PWD userPassword2 spring.datasource.password passwordConfirmation dbpass pass'.split(
      ' ',
    ),
  token: 'token accessToken refresh_token id_token npm_config__authToken tokens jwt'.split(' '),
  key: 'apiKey API_KEY x-api-key secretAccessKey privateKey encryption_key SECRET_KEY_BASE'.split(' '),
  secret: ['clientSecret', 'secret', 'secrets', 'SecretString', 'STRIPE_WEBHOOK_SECRET'],
  code: ['otp', 'cvv2', 'verification_code', 'user.pin'],
  signature: ['X-Amz-Signature', 'sig', 'SignatureProvided'],
  credentials: ['credentials', 'X-Amz-Credential', 'auth'],
  authorization: ['Authorization', 'proxy-authorization', 'x-authorization'],
  cookies: ['Cookie', 'set-cookie', 'cookies'],
  cookie: ['JSESSIONID', 'connect.sid', 'PHPSESSID', 'ASP.NET_SessionId', 'sessionId'],
} as const;

const NONE =
  `tokenizer tokenCount maxTokens max_tokens NextToken continuationToken secretName secretArn secret_id passwordFile passwordChangedAt hasher bypass
  compass keyboard primaryKey partition_key key publicKeyId cookiePolicy authorId author authority credentialsProvider status_code code spin signal
  assign sessionIdx passengers tokenType`.split(/\s+/);

describe('names', () => {
  it.each(Object.entries(SECRET).flatMap(([kind, names]) => names.map((name) => [name, kind] as const)))('%s is a %s', (name, kind) => {
    expect(kindOfName(name)).toBe(kind);
  });

  it.each(NONE)('%s names nothing secret', (name) => {
    expect(kindOfName(name)).toBeNull();
  });

  it('of secrets hold a trigger, else nobody would look at them', () => {
    for (const name of Object.values(SECRET).flat()) {
      expect(
        NAME_TRIGGERS.some((trigger) => name.toLowerCase().includes(trigger)),
        name,
      ).toBe(true);
    }
  });
});
