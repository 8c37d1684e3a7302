import { expect, test } from 'vitest';
import { typescriptChecker } from '../../../../../lambdas/shared/adapters/sandbox/type-checker.ts';

const checker = typescriptChecker();
const LIB = { path: 'src/lib.ts', content: 'export const twice = (n: number): number => n * 2;\n' };

test('finds a type error across files, with its place', async () => {
  const user = { path: 'src/user.ts', content: "import { twice } from './lib.ts';\n\nexport const text: string = twice('2');\n" };
  expect(await checker.check([LIB, user])).toMatchObject([
    { file: 'src/user.ts', line: 3, code: 2322 },
    { file: 'src/user.ts', line: 3, code: 2345 },
  ]);
});

test('packages, Node and the web have the type any or their own, and are no error', async () => {
  const content = `import { DynamoDBClient, type GetItemCommandOutput } from '@aws-sdk/client-dynamodb';
import { once } from 'node:events';
import { twice } from './lib.ts';

const client = new DynamoDBClient({ region: process.env.AWS_REGION });
export async function f(items: readonly string[], given?: GetItemCommandOutput): Promise<number> {
  const response = await fetch(\`\${new URL(items[0] ?? '')}\`);
  await once(client, 'done', (value) => value);
  return twice(structuredClone(response.status)) + (given?.$metadata.attempts ?? 0) + Buffer.from('x').length;
}
`;
  expect(await checker.check([LIB, { path: 'src/a.ts', content }])).toEqual([]);
});

test('a type inside of what a package gives is no error, inside of an own module it is', async () => {
  const content =
    "import AWS from 'aws-sdk';\nimport * as lib from './lib.ts';\nexport type A = AWS.S3.GetObjectRequest;\nexport type B = lib.Nothing;\n";
  expect(await checker.check([LIB, { path: 'src/a.ts', content }])).toMatchObject([{ line: 4, code: 2694 }]);
});

test('a name that is nowhere is an error', async () => {
  expect(await checker.check([{ path: 'a.ts', content: 'export const a = nothing();\n' }])).toMatchObject([{ code: 2304 }]);
});
