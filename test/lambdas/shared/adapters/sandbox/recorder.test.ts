import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startRecorder, type Recorder } from '../../../../../lambdas/shared/adapters/sandbox/inside/recorder.ts';
import type { InvocationSample } from '../../../../../lambdas/shared/contract/records.ts';
import { redactEnvironment } from '../../../../../lambdas/shared/replay/redact-environment.ts';

let origin = '';
const server = http.createServer((request, response) => {
  const size = Number(new URL(request.url ?? '/', 'http://a').searchParams.get('size') ?? 2);
  const late = request.url?.startsWith('/late') === true ? 50 : 0;
  setTimeout(() => {
    response.writeHead(200, { 'content-type': 'text/plain', 'set-cookie': 'a=b', 'x-api-key': 'k', authorization: 'x', etag: 'e' });
    response.end('x'.repeat(size));
  }, late);
});
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

async function recording(run: () => unknown, options: { payload?: string } = {}): Promise<InvocationSample[]> {
  const samples: InvocationSample[] = [];
  const recorder = startRecorder({ skip: 0, wanted: 1, onSample: (sample) => samples.push(sample) });
  await recorder.invoke('request-1', options.payload ?? '{"a":1}', run).catch(() => undefined);
  await sleep(150);
  // Takes it away.
  await recorder.invoke('request-2', '{}', () => 1);
  return samples;
}

const get = (url: string): Promise<string> =>
  new Promise((resolve, reject) => {
    http
      .get(url, { headers: { authorization: 'secret' } }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString())).on('end', () => resolve(text));
      })
      .on('error', reject);
  });

test.each([
  ['fetch', async () => (await fetch(`${origin}/a?b=1&token=t`, { headers: { cookie: 'secret' } })).text()],
  ['http', () => get(`${origin}/a?b=1&token=t`)],
])('keeps what %s asked and got, without what identifies anybody', async (_name, run) => {
  const [sample] = await recording(run);
  expect(sample).toMatchObject({ id: 'request-1', event: { a: 1 }, outcome: { ok: true, value: 'xx' } });
  expect(sample?.calls).toHaveLength(1);
  const [call] = sample?.calls ?? [];
  expect(call).toMatchObject({
    method: 'GET',
    url: `${origin}/a?b=1&token=redacted-by-kaizen`,
    operation: null,
    requestBody: { text: '', base64: false },
  });
  expect(call?.response).toEqual({
    status: 200,
    headers: { 'content-type': 'text/plain', etag: 'e' },
    body: { text: 'xx', base64: false },
  });
  expect(call?.durationMs).toBeGreaterThan(0);
});

test('keeps what was written, whichever way', async () => {
  const bodies = async (run: () => unknown): Promise<unknown[]> =>
    (await recording(run)).flatMap(({ calls }) => calls.map((call) => [call.method, call.operation, call.requestBody]));
  const byFetch = () => fetch(origin, { method: 'POST', body: '{"n":1}', headers: { 'x-amz-target': 'T.Put' } });
  const byHttp = async () => {
    const request = http.request(origin, { method: 'POST', headers: { 'x-amz-target': 'T.Put' } });
    request.write('{"n"');
    request.end(Buffer.from(':1}'));
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    response.resume();
    await once(response, 'end');
  };
  const expected = [['POST', 'T.Put', { text: '{"n":1}', base64: false }]];
  expect(await bodies(byFetch)).toEqual(expected);
  expect(await bodies(byHttp)).toEqual(expected);
  const bytes = () => fetch(origin, { method: 'PUT', body: new Uint8Array([255, 0]) });
  expect(await bodies(bytes)).toEqual([['PUT', null, { text: '/wA=', base64: true }]]);
});

test('an error is an outcome, a call without an answer is a call', async () => {
  const closed = http.createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const nobody = `http://127.0.0.1:${(closed.address() as AddressInfo).port}/`;
  closed.close();
  for (const run of [() => fetch(nobody), () => get(nobody)]) {
    const [sample] = await recording(run);
    expect(sample).toMatchObject({ outcome: { ok: false }, calls: [{ url: nobody, response: null }] });
  }
  expect(await recording(() => Promise.reject(new RangeError('far')))).toMatchObject([
    { outcome: { ok: false, errorType: 'RangeError', errorMessage: 'far' }, calls: [] },
  ]);
});

test('a call that nobody waits for is waited for here', async () => {
  const [sample] = await recording(() => void fetch(`${origin}/late`));
  expect(sample?.calls).toMatchObject([{ response: { status: 200 } }]);
  // The invocation was over before the call was.
  expect(sample?.durationMs).toBeLessThan(sample?.calls[0]?.durationMs ?? 0);
});

test('what is too large is no sample', async () => {
  expect(await recording(async () => (await fetch(`${origin}/a?size=70000`)).text())).toEqual([]);
  expect(await recording(() => get(`${origin}/a?size=70000`))).toEqual([]);
  expect(await recording(() => fetch(origin, { method: 'POST', body: 'x'.repeat(70_000) }))).toEqual([]);
  expect(await recording(() => 1, { payload: JSON.stringify('x'.repeat(70_000)) })).toEqual([]);
  const many = async () => {
    for (let index = 0; index < 101; index += 1) await fetch(origin).then((response) => response.text());
  };
  expect(await recording(many)).toEqual([]);
});

test('it skips the first ones and takes itself away after the last', async () => {
  const before = { fetch: globalThis.fetch, request: http.request, get: http.get };
  const onSample = vi.fn();
  const recorder: Recorder = startRecorder({ skip: 1, wanted: 2, onSample });
  expect(globalThis.fetch).not.toBe(before.fetch);
  const active: boolean[] = [];
  for (let index = 0; index < 4; index += 1) {
    await recorder.invoke(`request-${index}`, '{}', () => index);
    active.push(recorder.active());
  }
  await sleep(20);
  expect(active).toEqual([true, true, true, false]);
  expect(onSample.mock.calls.map(([sample]) => (sample as InvocationSample).id)).toEqual(['request-1', 'request-2']);
  expect({ fetch: globalThis.fetch, request: http.request, get: http.get }).toEqual(before);
});

test('variables that are secret by name or looks get a placeholder', () => {
  const environment = {
    TABLE: 'items',
    DB_PASSWORD: 'p',
    STRIPE_API_KEY: 'k',
    SESSION_TOKEN: 't',
    HARMLESS: 'AKIAABCDEFGHIJKLMNOP',
    DB: 'postgres://u:p@db.example/x',
  };
  const secret = 'redacted-by-kaizen';
  expect(redactEnvironment(environment)).toEqual({
    TABLE: 'items',
    DB_PASSWORD: secret,
    STRIPE_API_KEY: secret,
    SESSION_TOKEN: secret,
    HARMLESS: secret,
    DB: 'postgres://db.example/x',
  });
});

test('a new connection is told apart from one that was there', async () => {
  const agent = new http.Agent({ keepAlive: true });
  const ask = async () => {
    const request = http.get(origin, { agent });
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    response.resume();
    await once(response, 'end');
    await sleep(20);
  };
  const [sample] = await recording(async () => {
    await ask();
    await ask();
  });
  agent.destroy();
  expect(sample?.calls.map(({ connectMs }) => typeof connectMs)).toEqual(['number', 'undefined']);
});
