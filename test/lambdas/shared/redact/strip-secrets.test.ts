import { describe, expect, it } from 'vitest';
import { stripSecretForms, stripSecrets } from '../../../../lambdas/shared/redact/strip-secrets.ts';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P';

describe('secrets', () => {
  it.each([
    ['an AWS key', 'key ASIAABCDEFGHIJKLMNOP used', 'ASIAABCDEFGHIJKLMNOP'],
    ['a JWT', `Authorization failed: ${JWT}`, 'eyJhbGci'],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----', 'MIIE'],
    ['a private key that was cut', '-----BEGIN PRIVATE KEY-----\nMIIE', 'MIIE'],
    ['a GitHub token', 'ghp_abcdefghijklmnopqrstuvwxyz0123', 'ghp_abc'],
    ['a named value', 'db_password = "hunter 2"; ok', 'hunter'],
    ['a header', 'Authorization: Bearer abc.def', 'abc.def'],
    ['a value in JSON', '{"api_key":"k-123"}', 'k-123'],
    ['an address', 'no user ada.l@mail.example.org', 'ada.l'],
  ])('such as %s are left out', (_name, text, secret) => {
    expect(stripSecrets(text)).not.toContain(secret);
    expect(stripSecrets(text)).toContain('left out]');
  });

  it('leave the rest as it was', () => {
    for (const text of ['p95 900 ms at handler.ts:3', 'retries = 3, timeout: 20', 'tokens 12']) expect(stripSecrets(text)).toBe(text);
  });

  it('are told in code by their form only: names of variables are no secrets', () => {
    const code = 'const token = readToken();\nconst password = process.env.PASSWORD;\n';
    expect(stripSecretForms(code)).toBe(code);
  });
});
