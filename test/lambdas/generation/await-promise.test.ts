import { afterEach, beforeEach, expect, test } from 'vitest';
import { awaitPromise } from '../../../lambdas/generation/codemods/await-promise.ts';
import { specimens } from './corpus.ts';
import { loadSource } from './load-source.ts';

type Handler = (event: unknown) => Promise<unknown>;

const realFetch = globalThis.fetch;
let events: string[] = [];
let fails = false;

beforeEach(() => {
  fails = false;
  // Each request takes a turn of the event loop's timers, longer than any code around it.
  globalThis.fetch = (async (address: string) => {
    events.push(`start ${address}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    events.push(`end ${address}`);
    if (fails) throw new TypeError('fetch failed');
    return new Response('{}');
  }) as typeof fetch;
});
afterEach(() => void (globalThis.fetch = realFetch));

/** What the handler did until it answered, and what went on afterwards. */
async function observe(path: string, content: string, event: unknown) {
  events = [];
  const handler = (await loadSource({ path, content }))['handler'] as Handler;
  const answer = await handler(event).catch((error: Error) => `${error.name}: ${error.message}`);
  const during = [...events];
  await new Promise((resolve) => setTimeout(resolve, 40));
  return { answer, during, after: events.slice(during.length) };
}

const specimen = (name: string) => {
  const found = specimens('floating-promise', 'rewritten').find((each) => each.name === name);
  if (found === undefined) throw new Error(`no specimen ${name}`);
  return found;
};

test.each([
  ['audit.js', { id: 'a' }],
  ['class.ts', { id: 'a' }],
  [
    'typed-result.ts',
    {
      names: new Map([
        ['a', 1],
        ['b', 2],
      ]),
    },
  ],
])('%s: the same calls and the same answer, and all of them are over when it is given', async (name, event) => {
  const { file, expected } = specimen(name);
  const before = await observe(file.path, file.content, event);
  const after = await observe(file.path, expected, event);
  expect(before.after.length).toBeGreaterThan(0);
  expect(after).toMatchObject({ answer: before.answer, after: [] });
  expect(after.during.toSorted()).toEqual([...before.during, ...before.after].toSorted());
});

test('a failure, which was a rejection that nobody handled, fails the invocation', async () => {
  fails = true;
  const { file, expected } = specimen('audit.js');
  expect((await observe(file.path, expected, { id: 'a' })).answer).toBe('TypeError: fetch failed');
});

const ROW = `async function put(id) {
  await fetch(\`/\${id}\`, { method: 'PUT' });
}
export async function handler(ids) {
  put('a');
  put('b');
  for (const id of ids) put(id);
  return ids.length;
}
`;

test('calls in a row, and those of a loop, start in their order and overlap as before', async () => {
  const file = { path: 'row.js', content: ROW };
  const rewritten = awaitPromise.apply(file, [file], () => true);
  if (!rewritten.applied) throw new Error(rewritten.reason);
  const { during, answer } = await observe('row.js', rewritten.file.content, ['c', 'd']);
  expect(answer).toBe(2);
  expect(during).toEqual(['start /a', 'start /b', 'end /a', 'end /b', 'start /c', 'start /d', 'end /c', 'end /d']);
});
