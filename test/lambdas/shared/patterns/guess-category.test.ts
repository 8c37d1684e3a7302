import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAILURE_CATEGORIES } from '../../../../lambdas/shared/contract/records.ts';
import { guessCategory } from '../../../../lambdas/shared/patterns/guess-category.ts';

describe('guessCategory', () => {
  it.each([
    ['oom', 'Runtime.OutOfMemory', 'the process was killed'],
    ['oom', 'MemoryError', ''],
    ['timeout', '', 'Task timed out after <*> seconds'],
    ['timeout', 'SequelizeConnectionAcquireTimeoutError', 'Operation timeout'],
    ['timeout', 'Error', 'connect ETIMEDOUT <*>:<*>'],
    ['throttling', 'ThrottlingException', 'Rate exceeded'],
    ['throttling', 'Error', 'Request failed with status code 429'],
    ['permission', 'AccessDeniedException', 'User is not authorized to perform dynamodb:GetItem'],
    ['dependency', 'Runtime.ImportModuleError', "Cannot find module '<*>'"],
    ['dependency', 'FileNotFoundError', '[Errno 2] No such file or directory'],
    ['network', 'Error', 'connect ECONNREFUSED <*>:<*>'],
    ['network', 'TypeError', 'fetch failed'],
    ['code', 'TypeError', "Cannot read properties of undefined (reading 'price')"],
    ['code', 'java.lang.NullPointerException', 'while parsing the request'],
    ['database', 'error', 'duplicate key value violates unique constraint "orders_pkey"'],
    ['database', 'ConditionalCheckFailedException', 'The conditional request failed'],
    ['validation', 'ZodError', 'Invalid input: expected string'],
    ['validation', 'SyntaxError', 'Unexpected token < in JSON at position 0'],
    ['integration', 'HTTPError', 'HTTP Error 503: Service Unavailable'],
    ['code', 'Error', 'cart is not ready'],
    ['code', '', ''],
  ] as const)('takes %s for %s: %s', (category, type, message) => {
    expect(guessCategory(type, message)).toBe(category);
  });

  it('knows a category for any text, however long', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.string({ maxLength: 3000 }), (type, message) => {
        expect(FAILURE_CATEGORIES).toContain(guessCategory(type, message));
      }),
    );
    expect(guessCategory('x', `${'no '.repeat(100_000)}throttled`)).toBe('code');
  });
});
