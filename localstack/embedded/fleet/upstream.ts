import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { seededRandom } from '../load/random.ts';
import type { Random } from '../load/random.ts';
import { createCallerLimit } from './caller-limit.ts';
import type { CallerLimit } from './caller-limit.ts';
import { drawLatency, HANDSHAKE } from './latency.ts';
import { UPSTREAM_ROUTES } from './upstream-routes.ts';
import type { UpstreamRoute } from './upstream-routes.ts';

export interface Upstream {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  url: string;
  /** From now on each answer of this route takes so many times as long; 1: as usual. */
  slow(route: UpstreamRoute['name'], factor: number): void;
  close(): Promise<void>;
}

/** Longer than any pause between two requests of a warm child, so that no request meets a connection that is being closed. */
const KEEP_ALIVE_MS = 120_000;

interface MountedRoute {
  route: UpstreamRoute;
  limit: CallerLimit | null;
  random: Random;
  slowness: number;
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...headers });
  response.end(text);
}

/** Takes the caller's place on a limited route, or answers and gives null. */
function admit({ limit }: MountedRoute, request: IncomingMessage, response: ServerResponse): (() => void) | null {
  if (limit === null) return () => undefined;
  const caller = request.headers['x-caller'];
  if (typeof caller !== 'string' || caller === '') {
    send(response, 400, { message: 'the header x-caller must name the caller' });
    return null;
  }
  const leave = limit.enter(caller);
  if (leave === null) send(response, 429, { message: `too many parallel requests of ${caller}` }, { 'retry-after': '1' });
  return leave;
}

function answer({ route }: MountedRoute, key: string, query: URLSearchParams, fails: boolean, response: ServerResponse): void {
  if (fails) return send(response, 503, { message: `${route.name} is not available` });
  const body = route.answer(key, query);
  if (body === null) return send(response, 404, { message: `${route.name} knows no ${key}` });
  send(response, 200, body, route.headers);
}

/**
 * Starts the HTTP services that the sample fleet depends on, on a free port of 127.0.0.1. Latencies and errors come from
 * the seed; `errors: false` leaves the errors out.
 */
export async function startUpstream(options: { seed: number; errors?: boolean }): Promise<Upstream> {
  const mounted = UPSTREAM_ROUTES.map((route) => ({
    route,
    limit: route.limitPerCaller === null ? null : createCallerLimit(route.limitPerCaller),
    random: seededRandom(options.seed, `upstream ${route.name}`),
    slowness: 1,
  }));

  /** Connections that had a request already: only the first one waits for the handshake. */
  const met = new WeakSet<Socket>();
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    request.resume();
    const url = new URL(request.url ?? '/', 'http://upstream');
    const found = mounted.find(({ route }) => route.method === request.method && route.path.test(url.pathname));
    if (!found) return send(response, 404, { message: `no route ${request.method} ${url.pathname}` });
    const leave = admit(found, request, response);
    if (leave === null) return;
    // A caller that gives up frees its place as well.
    response.once('close', leave);
    const key = found.route.path.exec(url.pathname)?.[1] ?? '';
    const handshake = met.has(request.socket) ? 0 : drawLatency(HANDSHAKE, found.random);
    met.add(request.socket);
    const fails = options.errors !== false && found.random() < found.route.errorRate;
    setTimeout(
      () => {
        // Before the answer goes out: the caller's next request may be here before this one's `close`.
        leave();
        answer(found, key, url.searchParams, fails, response);
      },
      handshake + found.slowness * drawLatency(found.route.latency, found.random),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    slow: (route, factor) => {
      for (const each of mounted) if (each.route.name === route) each.slowness = factor;
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
