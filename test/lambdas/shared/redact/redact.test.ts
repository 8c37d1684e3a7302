import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsSecret, redact, redactForms, redactWithCounts, secretsOf } from '../../../../lambdas/shared/redact/redact.ts';
import { CountingText } from './counting-text.ts';
import { line, PIECES } from './pieces.ts';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P';

describe('redact', () => {
  it.each([
    ['an AWS key', 'key ASIAABCDEFGHIJKLMNOP used', 'key [AWS key left out] used'],
    ['a JWT', `Authorization failed: ${JWT}`, 'Authorization failed: [JWT left out]'],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----', '[private key left out]'],
    ['a private key that was cut', 'x -----BEGIN PRIVATE KEY-----\nMIIE', 'x [private key left out]'],
    ['a named value', 'db_password = "hunter 2"; ok', 'db_password = "[password left out]"; ok'],
    ['a header', 'Authorization: Bearer abc.def', 'Authorization: Bearer [credentials left out]'],
    ['a value in JSON', '{"api_key":"k-123"}', '{"api_key":"[key left out]"}'],
    ['a value in JSON in JSON', '{"body":"{\\"password\\":\\"a b\\"}"}', '{"body":"{\\"password\\":\\"[password left out]\\"}"}'],
    ['an address', 'no user ada.l@mail.example.org', 'no user [address left out]'],
    ['a card number', 'card 4111 1111 1111 1111 refused', 'card [card number left out] refused'],
    ['a password in an address', 'postgres://app:p@s/s@db:5432/x', 'postgres://app:[password left out]@db:5432/x'],
    ['a flag', 'run --password x1 --verbose', 'run --password [password left out] --verbose'],
    ['an element', '<a><password>x1</password></a>', '<a><password>[password left out]</password></a>'],
    ['a cookie', 'Cookie: lang=en; sid=0123456789abcdef', 'Cookie: lang=en; sid=[cookie left out]'],
  ])('leaves out %s, and what stands around it stays', (_name, text, left) => {
    expect(redact(text)).toBe(left);
  });

  it.each([
    'p95 900 ms at handler.ts:3',
    'retries = 3, timeout: 20',
    'tokens=45 token count: 12 token=null',
    'password: *** secret: [object Object]',
    'authentication token expired',
    "Access denied for user 'app'@'10.0.0.5' (using password: YES)",
    'ValidationError: password: must be at least 8 characters',
    'git@github.com:org/repo ssh://git@github.com/org/repo @types/node@24.1.0',
    'order 4111111111111112, order-4111111111111111, 94111111111111111',
    'password: process.env.DB_PASSWORD',
  ])('leaves what only looks like a secret: %s', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('counts what it left out by kind', () => {
    const { text, counts } = redactWithCounts('a@b.com and c@d.org, password=x1');
    expect(text).toBe('[address left out] and [address left out], password=[password left out]');
    expect(counts).toEqual({ address: 2, password: 1 });
    expect(redactWithCounts('nothing here').counts).toEqual({});
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(line, (text) => {
        const left = redact(text);
        expect(redact(left)).toBe(left);
        expect(redactWithCounts(left).counts).toEqual({});
      }),
      { numRuns: 3000 },
    );
  });

  it('finds spans in order, apart from one another and inside of the text', () => {
    fc.assert(
      fc.property(line, (text) => {
        let end = 0;
        for (const { from, to } of secretsOf(text)) {
          expect(from).toBeGreaterThanOrEqual(end);
          expect(to).toBeGreaterThan(from);
          end = to;
        }
        expect(end).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the work for a text', () => {
  /**
   * Characters that are read for one of the text, at most. The longest look ahead is 256 characters, read once and copied up to twice, from a trigger of
   * three characters (`://`) with one more that makes it worth a look: 768 / 4.
   */
  const MOST_READ = 200;
  const LENGTH = 256 * 1024;

  const readOf = (text: string): number => {
    const counting = new CountingText(text);
    secretsOf(counting);
    return counting.work / text.length;
  };
  const filled = (unit: string): string => unit.repeat(Math.ceil(LENGTH / unit.length)).slice(0, LENGTH);

  it.each([...PIECES, ...PIECES.map((each) => `${each}x="`)])('grows as its length, for a line of 256 KB of %j', (unit) => {
    expect(readOf(filled(unit))).toBeLessThan(MOST_READ);
  });

  it('grows as its length, whatever is repeated', () => {
    const unit = fc.array(fc.constantFrom(...PIECES), { minLength: 2, maxLength: 6 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(unit, (repeated) => {
        expect(readOf(repeated.repeat(Math.ceil(20_000 / repeated.length)))).toBeLessThan(MOST_READ);
      }),
      { numRuns: 500 },
    );
  });

  it('is that of one look at each character where nothing is like a secret', () => {
    const counting = new CountingText('2026-11-03 INFO user 17 was seen; all is well (3 of 4)\n'.repeat(20));
    secretsOf(counting);
    expect(counting.work).toBe(counting.length);
  });
});

describe('redactForms', () => {
  it('tells secrets in code by their form only: names of variables are no secrets', () => {
    const code = 'const token = readToken();\nconst password = "x1"; // by ada@example.org, 4111111111111111\n';
    expect(redactForms(code)).toBe(code);
    expect(redactForms(`const key = 'ASIAABCDEFGHIJKLMNOP';`)).toBe(`const key = '[AWS key left out]';`);
  });

  it('leaves code that reads keys as it is', () => {
    const code = `if (pem.startsWith('-----BEGIN PRIVATE KEY-----')) return parse(pem);`;
    expect(redactForms(code)).toBe(code);
    expect(holdsSecret(code)).toBe(false);
  });
});

describe('holdsSecret', () => {
  it('says whether a text holds a secret by its form', () => {
    expect(holdsSecret(`x ${JWT}`)).toBe(true);
    expect(holdsSecret('password=x1 ada@example.org')).toBe(false);
  });
});
