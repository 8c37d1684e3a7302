import { expect, test } from 'vitest';
import { clientImport } from '../../../lambdas/generation/codemods/client-import.ts';
import { parseSource } from '../../../lambdas/shared/source/parse.ts';
import { specifiersOf } from '../../../lambdas/shared/source/specifiers.ts';
import { specimens } from './corpus.ts';
import { loadSource } from './load-source.ts';

/** A client that answers with what it was asked, as a promise. */
const CLIENT = `class Client {
  constructor(options) { this.options = options; }
  get(input) { return this.say('get', input); }
  getObject(input) { return this.say('getObject', { ...input, Body: input.Key }); }
  sendMessage(input) { return this.say('sendMessage', input); }
  publish(input) { return this.say('publish', input); }
  say(name, input) { return { promise: async () => ({ of: this.constructor.part, name, input, options: this.options, Item: input, Body: input.Body }) }; }
}
`;
const clientOf = (part: string) =>
  `${CLIENT}class ${part} extends Client {}\n${part}.part = '${part}';\n${part}.DocumentClient = class extends ${part} {};\nmodule.exports = ${part};\n`;
const PARTS = ['DynamoDB', 'S3', 'SQS', 'SNS', 'SSM'];
const LODASH: Record<string, string> = {
  groupBy: '(list, key) => Object.groupBy(list, (each) => each[key])',
  sortBy: '(list) => list.toSorted()',
  map: '(list, of) => list.map((each) => of(each))',
  upperFirst: '(text) => text.charAt(0).toUpperCase() + text.slice(1)',
};
const PACKAGES: Record<string, string> = {
  'aws-sdk/index.js': PARTS.map((part) => `exports.${part} = require('./clients/${part.toLowerCase()}.js');\n`).join(''),
  ...Object.fromEntries(PARTS.map((part) => [`aws-sdk/clients/${part.toLowerCase()}.js`, clientOf(part)])),
  'lodash/index.js': Object.keys(LODASH)
    .map((name) => `exports.${name} = require('./${name}.js');\n`)
    .join(''),
  ...Object.fromEntries(Object.entries(LODASH).map(([name, text]) => [`lodash/${name}.js`, `module.exports = ${text};\n`])),
};

// Those that Node cannot load as they are written: modules of the two kinds in one file are for bundlers.
const runnable = specimens('whole-sdk-import', 'rewritten').filter(({ name }) => !['namespace.js', 'inner-name.js'].includes(name));

test.each(runnable.map((specimen) => [specimen.name, specimen] as const))('%s gives the same before and after', async (_name, specimen) => {
  const given = { 'lodash.mjs': [{ customer: 'ada' }, { customer: 'bob' }], 'typed.ts': { TableName: 'items' } }[specimen.name] ?? 'K-1';
  const run = async (content: string): Promise<unknown> =>
    ((await loadSource({ path: specimen.file.path, content }, PACKAGES))['run'] as (given: unknown) => unknown)(given);
  const before = await run(specimen.file.content);
  expect(JSON.stringify(before)).toMatch(/K-1|Ada|items/);
  expect(await run(specimen.expected)).toEqual(before);
});

test('nothing of the whole package is loaded any more', () => {
  for (const { file, expected } of specimens('whole-sdk-import', 'rewritten')) {
    const parsed = parseSource({ path: file.path, content: expected });
    if (!parsed.ok) throw new Error(parsed.message);
    expect(specifiersOf(parsed.program).filter(({ name }) => name === 'aws-sdk' || name === 'lodash')).toEqual([]);
  }
});

const one = { path: 'one.js', content: "import AWS from 'aws-sdk';\n\nexport const client = new AWS.S3();\n" };
const asked = (files: { path: string; content: string }[]) => clientImport.apply(one, [one, ...files], () => true);

test('is of no use where another file needs the whole, and safe where it sets something for all', () => {
  const user = { path: 'two.js', content: "import AWS from 'aws-sdk';\n\nAWS.config.update({ region: 'x' });\n" };
  expect(asked([user])).toEqual({ applied: false, reason: 'one.js:1: two.js needs the whole of aws-sdk anyway' });
  expect(asked([{ ...user, path: 'test/two.test.js' }])).toMatchObject({ applied: true });
  expect(asked([{ path: 'two.js', content: "import AWS from 'aws-sdk';\n\nexport const client = new AWS.SQS();\n" }])).toMatchObject({
    applied: true,
  });
});

test('a namespace import in TypeScript is rewritten where the settings allow a default import', () => {
  const file = { path: 'a.ts', content: "import * as AWS from 'aws-sdk';\n\nexport const client = new AWS.S3();\n" };
  const settings = (content: string) => clientImport.apply(file, [file, { path: 'tsconfig.json', content }], () => true);
  expect(settings('{ "compilerOptions": { "esModuleInterop": true } }')).toMatchObject({ applied: true });
  expect(settings('{ "compilerOptions": { "esModuleInterop": false } }')).toMatchObject({ applied: false });
});
