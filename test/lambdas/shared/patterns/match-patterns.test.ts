import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KnownPattern } from '../../../../lambdas/shared/contract/records.ts';
import { BUILT_IN_PATTERNS } from '../../../../lambdas/shared/patterns/built-in-patterns.ts';
import { matchPatterns, type Subject } from '../../../../lambdas/shared/patterns/match-patterns.ts';
import { EXAMPLES } from './examples.ts';
import { HARMLESS } from './harmless.ts';

const bare = (text: string): Subject => ({ type: '', message: text, text });
const ids = (subject: Subject) => matchPatterns(subject).map(({ pattern }) => pattern.id);

/** As a reader of failures would hand it over: what stands before the first colon of the first line is the type. */
function parsed(text: string): Subject {
  const named = /^(?:\[ERROR\] )?([\w.$]+(?: \[\w+\])?): /.exec(text);
  return named === null ? bare(text) : { type: named[1] ?? '', message: text.slice(named[0].length), text };
}

describe('matchPatterns on what runtimes and services print', () => {
  const cases = Object.entries(EXAMPLES).flatMap(([id, examples]) => examples.map((text) => ({ id, text })));

  it.each(cases)('$id: $text', ({ id, text }) => {
    expect(ids(bare(text))[0]).toBe(id);
    expect(ids(parsed(text))[0]).toBe(id);
  });

  it('has an example for each built-in pattern, and no other', () => {
    expect(Object.keys(EXAMPLES).toSorted()).toEqual(BUILT_IN_PATTERNS.map(({ id }) => id).toSorted());
  });

  it.each(HARMLESS)('finds nothing in: %s', (text) => {
    expect(ids(bare(text))).toEqual([]);
  });

  it.each(cases)('finds it whatever is around it: $text', ({ id, text }) => {
    const line = '2026-03-01T08:00:00.000Z\t7ab4d5a2-0000-4000-8000-000000000000\tERROR\t';
    expect(ids(bare(line + text))[0]).toBe(id);
    expect(ids(bare(text.replaceAll(' ', '  ').replaceAll('\n', '\r\n')))[0]).toBe(id);
  });
});

describe('matchPatterns reads placeholders', () => {
  const values = (text: string) => matchPatterns(bare(text))[0]?.values;

  it.each([
    ['Error: connect ECONNREFUSED 10.0.0.1:5432', { host: '10.0.0.1', port: '5432' }],
    ['Error: connect ECONNREFUSED ::1:6379', { host: '::1', port: '6379' }],
    ['Error: getaddrinfo ENOTFOUND DB.example.com.', { host: 'DB.example.com' }],
    ['Task timed out after 3.00 seconds', { seconds: '3.00' }],
    [
      "Error: Cannot find module '@aws-lambda-powertools/logger/middleware'",
      { module: '@aws-lambda-powertools/logger/middleware', package: '@aws-lambda-powertools/logger' },
    ],
    ["TypeError: Cannot read properties of undefined (reading 'name')", { property: 'name' }],
    [
      'User: arn:aws:sts::123456789012:assumed-role/r/f is not authorized to perform: dynamodb:Query on resource: arn:aws:dynamodb:eu-central-1:123456789012:table/T',
      {
        principal: 'arn:aws:sts::123456789012:assumed-role/r/f',
        role: 'r',
        roleArn: 'arn:aws:iam::123456789012:role/r',
        target: 'f',
        action: 'dynamodb:Query',
        resource: 'arn:aws:dynamodb:eu-central-1:123456789012:table/T',
      },
    ],
    [
      'An error occurred (ResourceNotFoundException) when calling the GetItem operation: Requested resource not found: Table: orders not found',
      { table: 'orders' },
    ],
  ])('%s', (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  it('leaves out what is a secret where it stands', () => {
    const [match] = matchPatterns(bare('FATAL: password authentication failed for user "token=AKIAABCDEFGHIJKLMNOP"'));
    expect(match?.pattern.id).toBe('database-authentication');
    expect(JSON.stringify(match)).not.toContain('AKIAABCDEFGHIJKLMNOP');
  });

  it('never gives a value or evidence that is not in the text without control characters and colours', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(EXAMPLES).flat()), fc.string({ maxLength: 20 }), (text, noise) => {
        for (const { values } of matchPatterns(bare(`${noise}\n${text}\n${noise}`))) {
          const { roleArn: _made, ...read } = values;
          for (const value of Object.values(read)) expect(text.replaceAll(/\s+/g, ' ')).toContain(value);
        }
      }),
    );
  });
});

describe('matchPatterns ranks', () => {
  it('the failure’s own words before those of the rest of its record', () => {
    const text = 'TypeError: order.total is not a function\n  caused by: connect ECONNREFUSED 10.0.0.1:5432';
    const matches = matchPatterns({ type: 'TypeError', message: 'order.total is not a function', text });
    expect(matches.map(({ pattern, matchedBy }) => [pattern.id, matchedBy])).toEqual([
      ['not-a-function', 'message'],
      ['connection-refused', 'text'],
    ]);
  });

  it('why it ended before how it ended, wherever it is said', () => {
    const text = 'Runtime.UnhandledPromiseRejection: Error: no luck\n  [cause]: getaddrinfo EAI_AGAIN api.example.com';
    expect(ids({ type: 'Runtime.UnhandledPromiseRejection', message: 'Error: no luck', text })).toEqual([
      'dns-temporary',
      'unhandled-rejection',
    ]);
  });

  it('what was learned of this very failure first, then of its type and template', () => {
    const fingerprint = { id: '0123456789abcdef', type: 'Error', template: 'connect ECONNREFUSED <*>', frames: [] };
    const taught = (id: string, of: string): KnownPattern => ({
      id,
      tenant: 't',
      learned: { category: 'network', title: id, description: id, fingerprint: { ...fingerprint, id: of } },
      solutions: [],
      counting: [],
      occurrences: 1,
      firstSeen: 0,
      lastSeen: 0,
      targets: [],
      effectiveness: [],
      revision: 0,
    });
    const builtIn: KnownPattern = { ...taught('connection-refused', fingerprint.id), learned: null };
    const known = [builtIn, taught('learned-fedcba9876543210', 'fedcba9876543210'), taught('learned-0123456789abcdef', fingerprint.id)];
    const matches = matchPatterns({ ...bare('Error: connect ECONNREFUSED 10.0.0.1:5432'), fingerprint }, { known });
    expect(matches.map(({ pattern, matchedBy }) => [pattern.id, matchedBy])).toEqual([
      ['learned-0123456789abcdef', 'fingerprint'],
      ['learned-fedcba9876543210', 'template'],
      ['connection-refused', 'message'],
    ]);
    expect(matchPatterns(bare('Error: something else'), { known })).toEqual([]);
  });

  it('in the same order whatever the order of the text’s other lines is', () => {
    const lines = ['connect ECONNREFUSED 10.0.0.1:5432', 'Rate exceeded', 'deadlock detected', 'write EPIPE'];
    const order = ids(bare(`Error: it failed\n${lines.join('\n')}`));
    fc.assert(
      fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), (shuffled) => {
        expect(ids(bare(`Error: it failed\n${shuffled.join('\n')}`))).toEqual(order);
      }),
    );
  });
});

describe('matchPatterns takes any text', () => {
  it('binary, long, and made of the catalogue’s own words', () => {
    const words = Object.values(EXAMPLES).flat();
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'binary' })), { maxLength: 40 }), (parts) => {
        for (const { specificity } of matchPatterns(bare(parts.join('\n')))) expect(specificity).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
    expect(matchPatterns(bare('\u0000'.repeat(1_000_000)))).toEqual([]);
    expect(ids(bare(`İ${'ẞ'.repeat(5)} connect ECONNREFUSED 10.0.0.1:5432`))).toEqual(['connection-refused']);
  });

  it('with work in proportion to its length, though every place could be the beginning of a match', () => {
    const hostile = [
      'connect ECONNREFUSED ',
      "Cannot find module '",
      'User: a is not authorized to perform: ',
      'is not a function ',
      '(Service: S3; Status Code: 1; Error Code: ',
    ];
    for (const each of hostile) expect(() => matchPatterns(bare(each.repeat(100_000 / each.length)))).not.toThrow();
  });
});
