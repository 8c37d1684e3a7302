import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchPatterns } from '../../../../lambdas/shared/patterns/match-patterns.ts';
import { readSuppliedPatterns } from '../../../../lambdas/shared/patterns/supplied-patterns.ts';

const pattern = (over: object = {}) => ({
  id: 'order-locked',
  category: 'database',
  title: 'An order is locked',
  description: 'Somebody else works on it.',
  messages: ['Order {order} is locked by {owner}'],
  solutions: [{ id: 'wait', words: 'Wait for {owner}.' }],
  ...over,
});
function read(...patterns: object[]) {
  const found = readSuppliedPatterns({ patterns });
  if (found.kind === 'invalid') throw new Error(found.problems.join('\n'));
  return found.patterns;
}
const problems = (value: unknown) => {
  const found = readSuppliedPatterns(value);
  return found.kind === 'invalid' ? found.problems : [];
};
const match = (text: string, supplied = read(pattern())) => matchPatterns({ type: '', message: text }, { supplied });

describe('readSuppliedPatterns', () => {
  it('reads messages and expressions, and their values', () => {
    expect(match('Error: Order 42 is locked by Ada.')[0]).toMatchObject({
      pattern: { id: 'order-locked', origin: 'supplied' },
      values: { order: '42', owner: 'Ada' },
    });
    const expressions = read(pattern({ messages: [], expressions: ['order (?<order>\\d+) (?:is )?locked by (?P<owner>[A-Z]\\w+)'] }));
    expect(match('order 42 locked by Ada', expressions)[0]).toMatchObject({ values: { order: '42', owner: 'Ada' }, matchedBy: 'message' });
    expect(match('order x locked by Ada', expressions)).toEqual([]);
  });

  it('puts supplied patterns before built-in ones', () => {
    const own = read(pattern({ messages: ['connect ECONNREFUSED'] }));
    expect(match('Error: connect ECONNREFUSED 10.0.0.1:5432', own).map(({ pattern: { id } }) => id)).toEqual([
      'order-locked',
      'connection-refused',
    ]);
    const general = read(pattern({ messages: ['connect ECONNREFUSED'], general: true }));
    expect(match('Error: connect ECONNREFUSED 10.0.0.1:5432', general).map(({ pattern: { id } }) => id)).toEqual([
      'connection-refused',
      'order-locked',
    ]);
  });

  it.each([
    [null, '(root): found null; '],
    [{}, 'patterns: found nothing; '],
    [{ patterns: [] }, 'patterns: found []; '],
    [{ patterns: [pattern({ category: 'weather' })] }, 'patterns.0.category: found "weather"; '],
    [{ patterns: [pattern({ severity: 1 })] }, 'Unrecognized key: "severity"'],
    [{ patterns: [pattern({ solutions: [] })] }, 'patterns.0.solutions: found []; '],
    [{ patterns: [pattern({ id: 'Order Locked' })] }, 'expected 1 to 60 of a-z, 0-9 and -'],
    [
      { patterns: [pattern({ id: 'deadlock' })] },
      'patterns.0.id: found "deadlock"; expected another, since a built-in pattern has that id',
    ],
    [{ patterns: [pattern({ id: 'learned-0123' })] }, 'expected another, since ids of learned patterns begin with learned-'],
    [
      { patterns: [pattern(), pattern()] },
      'patterns.1.id: found "order-locked"; expected another, since another pattern of the file has it',
    ],
    [{ patterns: [pattern({ messages: [] })] }, 'patterns.0: found neither messages nor expressions; expected one or more'],
    [
      { patterns: [pattern({ messages: ['{a}: {b}'] })] },
      'patterns.0.messages.0: found "{a}: {b}"; expected 4 letters or digits beside its placeholders',
    ],
    [{ patterns: [pattern({ messages: ['locked {a}{b}'] })] }, 'found two placeholders in a row'],
    [{ patterns: [pattern({ expressions: ['(a'] })] }, 'patterns.0.expressions.0: found "(a"; '],
    [{ patterns: [pattern({ expressions: ['(?=a)b'] })] }, 'expected the syntax of RE2'],
    [{ patterns: [pattern({ expressions: ['a*'] })] }, 'it matches the empty text'],
    [{ patterns: [pattern({ expressions: ['(a{1000}){1000}'] })] }, 'invalid repeat count'],
    [{ patterns: [pattern({ expressions: ['(?:ab){400}'] })] }, 'instructions; expected at most 500'],
    [{ patterns: [pattern({ expressions: ['a'.repeat(501)] })] }, 'it has 501 characters; expected at most 500'],
    [{ patterns: [pattern({ expressions: ['(a)'.repeat(21)] })] }, 'it has 21 groups; expected at most 20'],
  ])('refuses %j', (value, expected) => {
    expect(problems(value).join('\n')).toContain(expected);
  });

  it('names every problem at once', () => {
    expect(problems({ patterns: [pattern({ expressions: ['(a', 'b('] }), pattern({ id: 'deadlock' })] })).toHaveLength(3);
  });

  it.each(['(a+)+$', 'a(a|a)*$', '(a|aa)+$', 'a([a-zA-Z]+)*$', '(.*a){12}$', '^\\w(\\w+\\s?)*$', '(?:a?){99}a{99}$'])(
    'is through with %s on a text that stops other engines',
    (expression) => {
      const supplied = read(pattern({ messages: [], expressions: [expression] }));
      const hostile = `${'a'.repeat(100_000)}!`;
      // A backtracking engine needs more than the age of the universe for some: the runner's own limit ends it.
      expect(match(hostile, supplied).every(({ pattern: { id } }) => id === 'order-locked')).toBe(true);
    },
  );

  it('takes any value without breaking', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => void readSuppliedPatterns(value)));
    fc.assert(
      fc.property(fc.string(), fc.string(), (message, text) => {
        const found = readSuppliedPatterns({ patterns: [pattern({ messages: [], expressions: [message === '' ? 'x' : message] })] });
        if (found.kind === 'patterns') match(text, found.patterns);
      }),
    );
  });
});
