import { expect, test } from 'vitest';
import { allowancesOf } from '../../../../lambdas/shared/source/allowances.ts';

const manifest = (content: unknown, path = 'package.json') => [
  { path, content: typeof content === 'string' ? content : JSON.stringify(content) },
];

test('reads what the package declares', () => {
  const files = manifest({ name: 'a', kaizen: { allow: { aws: ['dynamodb:BatchGetItem'], hosts: ['api.example.com'] } } });
  expect(allowancesOf(files)).toEqual({ aws: new Set(['dynamodb:BatchGetItem']), hosts: new Set(['api.example.com']) });
  expect(allowancesOf(manifest({ kaizen: { allow: { hosts: ['x'] } } }))).toEqual({ aws: new Set(), hosts: new Set(['x']) });
});

test.each([
  ['no package.json', []],
  ['no declaration', manifest({ name: 'a' })],
  ['text that is no JSON', manifest('{ kaizen')],
  ['another form', manifest({ kaizen: { allow: { aws: 'dynamodb:*' } } })],
  ['an unknown key beside a known one', manifest({ kaizen: { allow: { aws: ['a:B'], host: ['x'] } } })],
  ["a dependency's package.json", manifest({ kaizen: { allow: { aws: ['a:B'] } } }, 'node_modules/x/package.json')],
])('allows nothing with %s', (_name, files) => {
  expect(allowancesOf(files)).toEqual({ aws: new Set(), hosts: new Set() });
});
