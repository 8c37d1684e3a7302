import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { chatCompletions } from './chat-completions.ts';
import { converse } from './converse.ts';
import type { Protocol, Reply, Usage } from './protocol.ts';
import { scripted, type Asked, type Fault, type Rule } from './script.ts';

const PROTOCOLS: readonly Protocol[] = [converse, chatCompletions];
/** What a request that no rule fits gets: words without a file, as a model gives that has no idea. */
export const NO_ANSWER = 'No answer is written down for this request.';
const CHARACTERS_PER_TOKEN = 4;

export interface ModelServer {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  url: string;
  close(): Promise<void>;
}

/**
 * Starts a server that speaks as Bedrock and as an OpenAI-compatible endpoint do, on a free port of 127.0.0.1, and answers by rules. It is no
 * model: the same request gets the same answer. `onRequest` sees each request's headers and body.
 */
export async function startModelServer({
  rules,
  onRequest,
}: {
  rules: readonly Rule[];
  onRequest?(request: Received): void;
}): Promise<ModelServer> {
  const pick = scripted(rules);
  const closing = new AbortController();
  const server = createServer((request, response) => {
    serve(request, response, pick, closing.signal, onRequest).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      closing.abort();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

export interface Received {
  path: string;
  headers: Record<string, unknown>;
  body: unknown;
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  pick: (asked: Asked) => Rule | null,
  closing: AbortSignal,
  onRequest?: (request: Received) => void,
): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://model').pathname;
  const protocol = PROTOCOLS.find((each) => each.matches(request.method ?? '', path));
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  if (protocol === undefined) return send(response, { status: 404, headers: {}, body: { message: `no route ${request.method} ${path}` } });
  const body = jsonOf(Buffer.concat(chunks).toString('utf8'));
  onRequest?.({ path, headers: request.headers, body });
  const asked = protocol.read(path, body);
  if (typeof asked === 'string') return send(response, protocol.invalid(asked));
  const rule = pick(asked);
  if (rule !== null && rule.delayMs > 0) await pause(rule.delayMs, undefined, { signal: closing });
  const text = rule?.text ?? (rule === null ? NO_ANSWER : '');
  const usage = rule?.usage ?? usageOf(asked.text, text);
  if (rule?.fault !== undefined) return fail(rule.fault, protocol, asked.model, usage, response);
  send(response, { status: 200, headers: {}, body: protocol.answer(asked.model, text, 'whole', usage) });
}

function fail(fault: Fault, protocol: Protocol, model: string, usage: Usage, response: ServerResponse): void {
  const ok = (body: unknown): Reply => ({ status: 200, headers: {}, body });
  switch (fault) {
    case 'throttle':
      return send(response, protocol.throttled());
    case 'error':
      return send(response, protocol.failed());
    case 'denied':
      return send(response, protocol.denied());
    case 'empty':
      return send(response, ok(protocol.answer(model, '', 'whole', usage)));
    case 'refuse':
      return send(response, ok(protocol.answer(model, 'I can’t help with that.', 'refused', usage)));
    case 'too-long':
      return send(response, ok(protocol.answer(model, '```js half.js\nexport const half', 'cut-off', usage)));
    case 'garbage':
      return send(response, ok({ hello: ['this', 'is', 'no', 'answer'] }));
    case 'cut': {
      const text = JSON.stringify(protocol.answer(model, 'x'.repeat(1000), 'whole', usage));
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length });
      response.write(text.slice(0, text.length / 2), () => response.destroy());
      return;
    }
    case 'hang':
      return;
  }
}

function usageOf(prompt: string, answer: string): Usage {
  const tokens = (text: string) => Math.ceil(text.length / CHARACTERS_PER_TOKEN);
  return { inputTokens: tokens(prompt), outputTokens: tokens(answer), cachedTokens: 0 };
}

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...headers });
  response.end(text);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
