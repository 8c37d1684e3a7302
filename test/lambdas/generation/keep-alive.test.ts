import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { keepAlive } from '../../../lambdas/generation/codemods/keep-alive.ts';
import { specimens } from './corpus.ts';
import { loadSource } from './load-source.ts';

/** What three invocations answer, and how many connections they opened to the upstream. */
async function observe(source: { path: string; content: string }): Promise<{ answers: string[]; connections: number }> {
  let connections = 0;
  const server = createServer((request, response) => response.end(`${request.method} ${request.url}`));
  server.on('connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { handler } = (await loadSource(source)) as { handler: (event: object) => Promise<string> };
    const answers: string[] = [];
    for (let call = 0; call < 3; call += 1) {
      answers.push(await handler({ port: (server.address() as AddressInfo).port }));
      // The socket goes back to its agent in a later turn than the end of the answer.
      for (let turn = 0; turn < 5; turn += 1) await setImmediate();
    }
    return { answers, connections };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const runnable = specimens('connection-not-reused', 'rewritten').filter(({ name }) => name !== 'request-handler.mjs');

describe.each(runnable.map((specimen) => [specimen.name, specimen] as const))('%s', (_name, { file, expected }) => {
  test('gives the same answers over one connection instead of three', async () => {
    const before = await observe(file);
    const after = await observe({ path: file.path, content: expected });
    expect(after.answers).toEqual(before.answers);
    expect([before.connections, after.connections]).toEqual([3, 1]);
  });
});

test('two requests that need the same agent share it, and a name of two functions is made once', () => {
  const imports = "import https from 'node:https';\n\n";
  const shared = `${imports}export const handler = async (event) => [https.get({ host: event.a, agent: false }), https.get({ host: event.b, agent: false })];\n`;
  const result = keepAlive.apply({ path: 'a.js', content: shared }, [], () => true);
  expect(result.applied && result.file.content.match(/new https\.Agent/g)).toHaveLength(1);
  expect(result.applied && result.file.content.match(/agent: keepAliveAgent/g)).toHaveLength(2);
  const body = 'const agent = new https.Agent({ maxSockets: 2 });\n  return https.get({ host: event.host, agent });';
  const twice = `${imports}export async function one(event) {\n  ${body}\n}\n\nexport async function two(event) {\n  ${body}\n}\n`;
  expect(keepAlive.apply({ path: 'a.js', content: twice }, [], () => true)).toEqual({
    applied: false,
    reason: 'a.js:9: another function makes a "agent" too',
  });
});
