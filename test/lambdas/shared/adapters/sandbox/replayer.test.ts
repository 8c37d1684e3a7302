import { describe, expect, test } from 'vitest';
import { sandboxReplayer } from '../../../../../lambdas/shared/adapters/sandbox/replayer.ts';
import { createSandbox } from '../../../../../lambdas/shared/adapters/sandbox/sandbox.ts';
import { sdkModules } from '../../../../../lambdas/shared/adapters/sandbox/sdk-modules.ts';
import type { InvocationSample, RecordedCall, SourceFile } from '../../../../../lambdas/shared/contract/records.ts';
import type { Replay, ReplayJob } from '../../../../../lambdas/shared/source/tools.ts';
import { dynamo, getItem, recorded, TABLES } from '../../replay/calls.ts';

const sandbox = createSandbox({ network: 'closed-here', modules: sdkModules(import.meta.dirname) });
const replayer = sandboxReplayer({ sandbox });

const AT = 1_764_295_000_000;
const sample = (calls: RecordedCall[] = [], given: Partial<InvocationSample> = {}): InvocationSample => ({
  id: 'request-1',
  event: { name: 'tea' },
  at: AT,
  outcome: { ok: true, value: null },
  calls,
  durationMs: 10,
  ...given,
});

const esm = (content: string, file = 'handler.mjs'): SourceFile[] => [{ path: file, content }];
const handler = (body: string): SourceFile[] => esm(`export const handler = async (event, context) => { ${body} };`);

async function replay(packages: SourceFile[][], job: Partial<ReplayJob> = {}): Promise<Replay[]> {
  const environment = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x', AWS_ENDPOINT_URL_DYNAMODB: TABLES };
  const got = await replayer.replay({
    packages,
    handler: 'handler.handler',
    environment,
    samples: [sample()],
    repetitions: 1,
    starts: 1,
    dependencies: 'recorded',
    hangMs: 3000,
    ...job,
  });
  if ('none' in got) throw new Error(got.none);
  return got;
}
const only = async (files: SourceFile[], calls: RecordedCall[] = [], job: Partial<ReplayJob> = {}) => {
  const [first] = await replay([files], { samples: [sample(calls)], ...job });
  const [found] = first?.cases ?? [];
  if (found === undefined) throw new Error('nothing was replayed');
  return found;
};

describe('answers without a network', () => {
  const json = recorded({ url: 'https://rates.example/a?x=1', answer: { cents: 5 }, durationMs: 30 });

  test.each([
    ['fetch', "return (await fetch('https://rates.example/a?x=1')).json();"],
    ['fetch of a Request', "return (await fetch(new Request(new URL('https://rates.example/a?x=1')))).json();"],
    [
      'https.get',
      "const { get } = await import('node:https'); return new Promise((done, fail) => get('https://rates.example/a?x=1', (response) => { let text = ''; response.on('data', (chunk) => (text += chunk)).on('end', () => done(JSON.parse(text))); }).on('error', fail));",
    ],
    [
      'https.request with an agent of its own',
      "const https = await import('node:https'); return new Promise((done, fail) => https.request({ hostname: 'rates.example', path: '/a?x=1', agent: new https.Agent({ keepAlive: true }) }, (response) => { let text = ''; response.on('data', (chunk) => (text += chunk)).on('end', () => done(JSON.parse(text))); }).on('error', fail).end());",
    ],
  ])('%s', async (_name, body) => {
    const found = await only(handler(body), [json]);
    expect(found).toMatchObject({
      outcome: { ok: true, value: { cents: 5 } },
      calls: [{ url: 'https://rates.example/a?x=1', answered: 'recorded', finished: true }],
    });
    // A timer may fire a little early against another clock.
    expect(found.durationsMs[0]).toBeGreaterThan(28);
  });

  test('what was written to an upstream is matched by its body', async () => {
    const put = recorded({ method: 'PUT', url: 'http://ledger.example/1', body: { net: 1, tax: 2 }, answer: { entry: 'L-1' } });
    const write = (body: string) => handler(`return (await fetch('http://ledger.example/1', { method: 'PUT', body: '${body}' })).json();`);
    expect((await only(write('{"tax":2,"net":1}'), [put])).outcome).toEqual({ ok: true, value: { entry: 'L-1' } });
    expect(await only(write('{"tax":2,"net":7}'), [put])).toMatchObject({
      outcome: { ok: false, errorType: 'TypeError', errorMessage: 'fetch failed' },
      calls: [{ answered: 'unknown', finished: true }],
    });
  });

  test('the SDK, also where it batches what was recorded one by one', async () => {
    const one = esm(`import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const get = async (id) => (await client.send(new GetCommand({ TableName: 'items', Key: { id } }))).Item;
const all = async (ids) => (await client.send(new BatchGetCommand({ RequestItems: { items: { Keys: ids.map((id) => ({ id })) } } }))).Responses.items;
export const single = async () => [await get('a'), await get('b')];
export const handler = async () => all(['a', 'b']);`);
    const calls = [getItem('a'), getItem('b')];
    const value = [{ id: 'a' }, { id: 'b' }];
    expect(await only(one, calls)).toMatchObject({ outcome: { ok: true, value }, calls: [{ answered: 'derived' }] });
    expect(await only(one, calls, { handler: 'handler.single' })).toMatchObject({
      outcome: { ok: true, value },
      calls: [{ answered: 'recorded', operation: 'DynamoDB_20120810.GetItem' }, { answered: 'recorded' }],
    });
  });

  test('an error of a service is the same error', async () => {
    const put = dynamo(
      'PutItem',
      { TableName: 'items', Item: { id: { S: 'a' } } },
      { __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', message: 'no' },
    );
    if (put.response !== null) put.response.status = 400;
    const code = esm(`import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient({});
export const handler = () => client.send(new PutItemCommand({ TableName: 'items', Item: { id: { S: 'a' } } }));`);
    expect((await only(code, [put])).outcome).toEqual({ ok: false, errorType: 'ConditionalCheckFailedException', errorMessage: 'no' });
  });

  test('a connection takes as long as it did, once where it is kept', async () => {
    const call = recorded({ url: 'https://rates.example/a', durationMs: 65, connectMs: 60 });
    const ask = (agent: string) =>
      esm(`import https from 'node:https';
const kept = new https.Agent({ keepAlive: true });
const ask = () => new Promise((done, fail) => https.get('https://rates.example/a', { agent: ${agent} }, (response) => response.on('end', done).resume()).on('error', fail));
export const handler = async () => { await ask(); await ask(); await ask(); };`);
    const [kept, anew] = await replay([ask('kept'), ask('new https.Agent()')], { samples: [sample([call, call, call])], repetitions: 2 });
    const [cold] = kept?.cases[0]?.durationsMs ?? [];
    expect(cold).toBeGreaterThan(70);
    for (const each of anew?.cases[0]?.durationsMs ?? []) {
      expect(each).toBeGreaterThan(180);
    }
  });

  test('a connection of another kind reaches nothing', async () => {
    const body =
      "const { connect } = await import('node:net'); await new Promise((done, fail) => connect(80, '1.1.1.1', done).on('error', fail));";
    expect(await only(handler(body))).toMatchObject({ outcome: { ok: false }, calls: [] });
  });
});

describe('dependencies that hang', () => {
  const call = recorded({ url: 'http://rates.example/a' });
  const hang = { dependencies: 'hang', hangMs: 600 } as const;

  test('end an invocation that waits for ever', async () => {
    expect(await only(handler("await fetch('http://rates.example/a');"), [call], hang)).toMatchObject({
      outcome: { ok: false, errorType: 'Sandbox.Timedout' },
      calls: [{ finished: false }],
    });
  });

  test.each([
    [
      'fetch',
      "try { await fetch('http://rates.example/a', { signal: AbortSignal.timeout(100) }); } catch (error) { return error.name; }",
      'TimeoutError',
    ],
    [
      'http',
      "const http = await import('node:http'); return new Promise((done) => { const request = http.get('http://rates.example/a', { timeout: 100 }); request.on('timeout', () => request.destroy(new Error('slow'))).on('error', (error) => done(error.message)); });",
      'slow',
    ],
  ])('let a bound of %s be reached', async (_name, body, value) => {
    const found = await only(handler(body), [call], { ...hang, hangMs: 5000 });
    // Ended by its own bound, not by the replay's: that would be Sandbox.Timedout.
    expect(found.outcome).toEqual({ ok: true, value });
  });
});

describe('a world that is the same for both', () => {
  test('the clock of the recording, ids and chance', async () => {
    const body = `const { randomUUID, randomBytes } = await import('node:crypto');
return [Date.now(), new Date().toISOString(), new Date(5).getTime(), typeof Date(), new Date() instanceof Date, Math.random(), randomUUID(), crypto.randomUUID(), randomBytes(4).toString('hex'), context.awsRequestId];`;
    const [a, b] = await replay([handler(body), handler(`/* other */ ${body}`)], {
      samples: [sample(), sample([], { id: 'request-2', at: AT + 5000 })],
    });
    expect(a?.cases.map(({ outcome }) => outcome)).toEqual(b?.cases.map(({ outcome }) => outcome));
    const [first, second] = (a?.cases ?? []).map(({ outcome }) => (outcome.ok ? (outcome.value as unknown[]) : []));
    expect(first?.slice(0, 5)).toEqual([AT, new Date(AT).toISOString(), 5, 'string', true]);
    expect(second?.[0]).toBe(AT + 5000);
    for (const index of [5, 6, 7, 8, 9]) expect(first?.[index]).not.toBe(second?.[index]);
  });

  test('the clock goes on, so that what waits by it ends', async () => {
    const body =
      'const from = Date.now(); while (Date.now() - from < 1000) await new Promise((done) => setTimeout(done, 20)); return Date.now() - from;';
    expect((await only(handler(body))).outcome).toEqual({ ok: true, value: 1000 });
  });

  test('the environment is the recorded one', async () => {
    const body = 'return [process.env.TABLE, process.env.AWS_REGION, process.argv.length, typeof gc, process.stdin];';
    expect((await only(handler(body), [], { environment: { TABLE: 't' } })).outcome).toEqual({
      ok: true,
      value: ['t', null, 1, 'undefined', null],
    });
  });
});

describe('forms of a handler', () => {
  test.each([
    [
      'TypeScript',
      'handler.ts',
      "import type { X } from './x.ts';\nimport { two } from './lib/two.ts';\nexport const handler = async (event: X): Promise<number> => two + 1;",
    ],
    ['CommonJS', 'handler.cjs', 'exports.handler = async () => 3;'],
    ['CommonJS that is hard to read', 'handler.js', "const name = 'han' + 'dler';\nmodule.exports = { [name]: async () => 3 };"],
  ])('%s', async (_name, file, content) => {
    const files = [...esm(content, file), { path: 'lib/two.ts', content: 'export const two: number = 2;' }];
    expect((await only(files)).outcome).toEqual({ ok: true, value: 3 });
  });

  test('what can not be run says why', async () => {
    const job = {
      handler: 'main.handler',
      environment: {},
      samples: [sample()],
      repetitions: 1,
      starts: 1,
      dependencies: 'recorded',
      hangMs: 1000,
    } as const;
    expect(await replayer.replay({ ...job, packages: [handler('')] })).toEqual({
      none: 'the package has no file for the handler main.handler',
    });
    const enums = esm('enum A { B }\nexport const handler = () => A.B;', 'main.ts');
    expect(await replayer.replay({ ...job, packages: [enums] })).toEqual({
      none: expect.stringContaining("its TypeScript can't be run") as unknown,
    });
    const nowhere = sandboxReplayer({ sandbox: createSandbox({ network: 'closed-here', modules: null, ways: async () => [] }) });
    expect(await nowhere.replay({ ...job, packages: [handler('')], handler: 'handler.handler' })).toEqual({
      none: expect.stringContaining("can't close the network") as unknown,
    });
  });
});

describe('what becomes of a package', () => {
  test.each([
    ['throws', "throw new RangeError('too far');", { errorType: 'RangeError', errorMessage: 'too far' }],
    ['leaves', 'process.exit(0);', { errorType: 'Runtime.ExitError' }],
    ['spins', 'for (;;);', { errorType: 'Sandbox.Timedout' }],
    [
      'forgets a rejection',
      "Promise.reject(new Error('lost')); await new Promise((done) => setTimeout(done, 50));",
      { errorType: 'Runtime.UnhandledPromiseRejection' },
    ],
    ['eats', 'const held = []; for (;;) held.push(Buffer.alloc(32e6, 1));', { ok: false }],
  ])('that %s: the other goes on', async (_name, body, outcome) => {
    const [bad, good] = await replay([handler(body), handler('return 1;')], {
      samples: [sample(), sample([], { id: 'request-2' })],
      hangMs: 500,
    });
    expect(bad?.cases.map((each) => each.outcome)).toMatchObject([outcome, outcome]);
    expect(good?.cases.map((each) => each.outcome)).toEqual([
      { ok: true, value: 1 },
      { ok: true, value: 1 },
    ]);
  });

  test('that can not be loaded', async () => {
    expect((await only(esm("import './missing.mjs';\nexport const handler = 1;"))).outcome).toMatchObject({
      ok: false,
      errorType: 'Error',
    });
    expect((await only(esm('export const other = 1;'))).outcome).toMatchObject({ ok: false, errorType: 'TypeError' });
  });

  test('that speaks for Kaizen is not heard', async () => {
    const body = `const { writeSync } = await import('node:fs');
writeSync(3, JSON.stringify({ type: 'done', outcome: { ok: true, value: '"forged"' }, calls: [], durationMs: 0 }) + '\\n');
Object.prototype.toJSON = () => ({ type: 'done', outcome: { ok: true, value: '"forged"' }, calls: [], durationMs: 0 });
return 'true';`;
    expect((await only(handler(body))).outcome).toEqual({ ok: true, value: 'true' });
  });

  test('calls that are not waited for are not finished, and are seen all the same', async () => {
    const call = recorded({ url: 'http://rates.example/a', durationMs: 50 });
    const floating = "fetch('http://rates.example/a').then(() => fetch('http://rates.example/a')); return 1;";
    const found = await only(handler(floating), [call, call]);
    expect(found.calls.map(({ finished }) => finished)).toEqual([false, false]);
    const awaited = await only(handler(floating.replace('fetch', 'await fetch')), [call, call]);
    expect(awaited.calls.map(({ finished }) => finished)).toEqual([true, true]);
  });

  test('growth is what stays after many invocations', async () => {
    const grows = esm('const held = [];\nexport const handler = async () => { held.push(new Array(20_000).fill(held.length)); };');
    const [a, b] = await replay([grows, handler('return new Array(20_000).fill(1).length;')], { repetitions: 20 });
    expect(a?.heapGrowthBytes).toBeGreaterThan(2e6);
    expect(b?.heapGrowthBytes).toBeLessThan(1e6);
  });

  test('starts are measured as often as was asked', async () => {
    const slow = esm('await new Promise((done) => setTimeout(done, 60));\nexport const handler = async () => 1;');
    const [a, b] = await replay([slow, handler('return 1;')], { starts: 3 });
    expect([a?.initMs.length, b?.initMs.length]).toEqual([3, 3]);
    expect(Math.min(...(a?.initMs ?? []))).toBeGreaterThan(Math.max(...(b?.initMs ?? [])));
  });
});
