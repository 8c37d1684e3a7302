import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { specimens } from './corpus.ts';
import { loadSource } from './load-source.ts';

type Handler = (event: { currency: string }) => Promise<{ statusCode: number; body: string }>;
type Answer = Response | Error | 'hangs';

const realFetch = globalThis.fetch;
let answers: Answer[] = [];
let asked: { address: string; signal: AbortSignal; at: number }[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
  // The timers behind AbortSignal.timeout are the runtime's own; these follow the fake clock.
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')), ms);
    return controller.signal;
  });
  asked = [];
  globalThis.fetch = (async (address: string, { signal }: { signal: AbortSignal }) => {
    asked.push({ address, signal, at: performance.now() });
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    if (answer instanceof Error) throw answer;
    if (answer !== 'hangs') return (answer as Response).clone();
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
  }) as typeof fetch;
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  globalThis.fetch = realFetch;
});

/** What the handler gives, and after how many ms, with the virtual clock running. */
async function ask(version: 'before' | 'after', ...given: Answer[]): Promise<{ outcome: unknown; ms: number; tries: number }> {
  const specimen = specimens('unbounded-wait', 'rewritten').find(({ name }) => name === 'prices.js');
  const content = version === 'after' ? specimen?.expected : specimen?.file.content.replace('event.currency)}`', 'event.currency)}`, {}');
  const handler = (await loadSource({ path: 'prices.js', content: content ?? '' }))['handler'] as Handler;
  [answers, asked] = [given, []];
  const start = performance.now();
  const running = handler({ currency: 'EUR' }).then(
    (value) => value,
    (error: Error) => `${error.name}: ${error.message}`,
  );
  await vi.advanceTimersByTimeAsync(version === 'after' ? 10_000 : 0);
  const outcome = await running;
  const ms = Math.max(...asked.map(({ at }) => at), start) - start;
  return { outcome, ms, tries: asked.length };
}

const status = (code: number, headers = {}) => new Response(`said ${code}`, { status: code, headers });

test.each([200, 201, 400, 404, 429, 500, 502, 503])('gives what fetch gave, whatever its status: %i', async (code) => {
  const before = await ask('before', status(code));
  const after = await ask('after', status(code));
  expect(after.outcome).toEqual(before.outcome);
});

test('gives the error that fetch gave', async () => {
  const before = await ask('before', new TypeError('fetch failed'));
  expect((await ask('after', new TypeError('fetch failed'))).outcome).toEqual(before.outcome);
});

test.each([
  ['an error', new TypeError('fetch failed')],
  ['429', status(429)],
  ['502', status(502)],
  ['503', status(503)],
  ['504', status(504)],
])('asks again after %s, twice at most', async (_, passing) => {
  expect(await ask('after', passing, status(200))).toMatchObject({ outcome: { body: 'said 200' }, tries: 2 });
  expect(await ask('after', passing, passing, status(200))).toMatchObject({ outcome: { body: 'said 200' }, tries: 3 });
  expect(await ask('after', passing)).toMatchObject({ tries: 3 });
});

test.each([200, 400, 404, 500, 501])('does not ask again after %i', async (code) => {
  expect(await ask('after', status(code))).toMatchObject({ tries: 1, ms: 0 });
});

test('does not ask a server again that says when to come again', async () => {
  expect(await ask('after', status(503, { 'retry-after': '120' }), status(200))).toMatchObject({ tries: 1, outcome: 'Error: prices: 503' });
});

test('takes a response of a test that has a status only', async () => {
  const bare = { ok: false, status: 503, clone: () => bare } as unknown as Response;
  expect(await ask('after', bare)).toMatchObject({ tries: 3, outcome: 'Error: prices: 503' });
});

test('pauses at random between 0 and 100 ms, then between 0 and 200 ms', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.999);
  const { ms } = await ask('after', status(503));
  expect(ms).toBeGreaterThanOrEqual(297);
  expect(ms).toBeLessThan(301);
  vi.spyOn(Math, 'random').mockReturnValue(0);
  expect((await ask('after', status(503))).ms).toBeLessThan(2);
});

test('ends by itself within the budget when the upstream hangs, whatever the pauses', async () => {
  for (const chance of [0, 0.5, 0.999]) {
    vi.spyOn(Math, 'random').mockReturnValue(chance);
    const start = performance.now();
    const { outcome, tries } = await ask('after', 'hangs');
    expect(outcome).toBe('TimeoutError: The operation was aborted due to timeout');
    expect(tries).toBe(2);
    const ended = (asked.at(-1)?.at ?? 0) - start;
    expect(ended).toBeGreaterThanOrEqual(1500);
    expect(ended).toBeLessThan(1602);
  }
  // The last try got what was left of 2.5 s.
  expect(vi.mocked(AbortSignal.timeout).mock.calls.at(-1)?.[0]).toBeLessThanOrEqual(1000);
});

test('a hang after failures gets what is left', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  expect(await ask('after', status(503), 'hangs', status(200))).toMatchObject({ outcome: { body: 'said 200' }, tries: 3 });
});
