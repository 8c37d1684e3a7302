import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Solution } from '../../../../lambdas/shared/contract/records.ts';
import { improvementSolution, personsSolution, recommendationSolution } from '../../../../lambdas/shared/patterns/own-solution.ts';

describe('own solutions', () => {
  it('name what was done, and where', () => {
    expect(improvementSolution({ strategy: 'codemod:timeout-and-retry', title: 'orders waits without a limit', target: 'orders' })).toEqual(
      {
        id: 'codemod-timeout-and-retry',
        words: 'codemod:timeout-and-retry did it on orders: orders waits without a limit',
        command: null,
      },
    );
    const action = { words: 'Raise the limit.', command: 'aws lambda put-function-concurrency' };
    expect(recommendationSolution({ kind: 'throttled', action })).toEqual({ id: 'applied-throttled', ...action });
    expect(personsSolution('Restarted the database.', null)).toEqual({
      id: 'own-restarted-the-database',
      words: 'Restarted the database.',
      command: null,
    });
  });

  it('hold no secret, and no half command', () => {
    expect(personsSolution('set password=hunter2 in it', null).words).not.toContain('hunter2');
    expect(personsSolution('x', 'y'.repeat(501)).command).toBeNull();
  });

  it('fit their record, whatever is said', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 800 }), (words) => {
        expect(Solution.safeParse(personsSolution(words, words)).error).toBeUndefined();
        expect(
          Solution.safeParse(improvementSolution({ strategy: `model:${words}`, title: words, target: 'orders' })).error,
        ).toBeUndefined();
      }),
    );
  });
});
