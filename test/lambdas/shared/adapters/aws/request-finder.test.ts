import { expect, it } from 'vitest';
import { requestFinder } from '../../../../../lambdas/shared/adapters/aws/request-finder.ts';

const requestAt = requestFinder([
  { requestId: 'third', at: 30 },
  { requestId: 'first', at: 10 },
  { requestId: 'second', at: 20 },
]);

it.each([
  [5, 'first'],
  [10, 'first'],
  [11, 'second'],
  [30, 'third'],
  [31, ''],
])('at %d it is the request %j, whose report comes next', (at, requestId) => {
  expect(requestAt(at)).toBe(requestId);
});

it('is not known without reports', () => {
  expect(requestFinder([])(1)).toBe('');
});
