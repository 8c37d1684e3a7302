import { describe, expect, it } from 'vitest';
import { isNoSecret } from '../../../../lambdas/shared/redact/no-secret.ts';

describe('values that are no secret', () => {
  it.each(
    'null|None|undefined|true|***|xxxxxx|AKIA****|abcd...|<redacted>|[FILTERED]|(hidden)|${DB_PASSWORD}|$TOKEN|{{ secret }}|%s|[object Object]|{}|readToken()|process.env.X|os.environ["X"]|arn:aws:secretsmanager:x|[password left out]|must be set|string'.split(
      '|',
    ),
  )('such as %s are told', (value) => {
    expect(isNoSecret(value, 'password')).toBe(true);
  });

  it.each(['hunter2', 'correct horse battery', '12345', 'Pa$$w0rd!', 'nullify', 'truer', 'x1', '$ecret', 'none-of-it'])(
    'a password may be %s',
    (value) => {
      expect(isNoSecret(value, 'password')).toBe(false);
    },
  );

  it('depend on what the name means as well', () => {
    expect(isNoSecret('45', 'token')).toBe(true);
    expect(isNoSecret('123456', 'token')).toBe(false);
    expect(isNoSecret('404', 'code')).toBe(false);
    expect(isNoSecret('ECONNRESET', 'code')).toBe(true);
    expect(isNoSecret('(a, b) => void', 'signature')).toBe(true);
    expect(isNoSecret('iam', 'credentials')).toBe(true);
    expect(isNoSecret('0x14ed93111f2001b', 'cookie')).toBe(true);
    expect(isNoSecret('5f0c7a3e-1b2d-4c5e-8f90-a1b2c3d4e5f6', 'cookie')).toBe(true);
    expect(isNoSecret('5f0c7a3e1b2d4c5e8f90a1b2c3d4e5f6', 'cookie')).toBe(false);
  });
});
