import http from 'node:http';
import { duplexPair, type Duplex } from 'node:stream';
import { bodyOf } from './outside.ts';

// Runs in the sandbox: answers http and https requests without a network. The client is Node's own, and so is the server; between them is memory.

export interface Asked {
  method: string;
  url: string;
  operation: string | null;
  body: { text: string; base64: boolean };
  /** Which request of the client it is, as `tag` was called with. */
  tag: string | undefined;
}

export interface Given {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** Headers that belong to one connection, or that follow from the body. */
const OF_THE_CONNECTION = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date']);
const TAG = 'x-kaizen-call';

/** What clients ask of a socket beyond reading and writing. */
function asSocket(end: Duplex): Duplex {
  let timer: NodeJS.Timeout | undefined;
  const socket = Object.assign(end, {
    connecting: false,
    setKeepAlive: () => socket,
    setNoDelay: () => socket,
    ref: () => socket,
    unref: () => socket,
    setTimeout(ms: number, then?: () => void) {
      clearTimeout(timer);
      if (ms > 0) timer = setTimeout(() => socket.emit('timeout'), ms).unref();
      if (ms > 0 && then !== undefined) socket.once('timeout', then);
      return socket;
    },
  });
  return socket.once('close', () => clearTimeout(timer));
}

/**
 * Makes requests that `answer` answers; null: the connection ends without one. An answer that never comes is one that is never given. A new connection takes
 * `connectMs` of its origin (`https://host:port`).
 */
export function answeredRequests(answer: (asked: Asked) => Promise<Given | null>, connectMs: (origin: string) => number) {
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { [TAG]: tag, 'x-amz-target': operation, host } = request.headers;
      const secure = (request.socket as unknown as { secure: boolean }).secure;
      const asked: Asked = {
        method: request.method ?? 'GET',
        url: new URL(request.url ?? '/', `${secure ? 'https' : 'http'}://${host}`).href,
        operation: typeof operation === 'string' ? operation : null,
        body: bodyOf(Buffer.concat(chunks)),
        tag: typeof tag === 'string' ? tag : undefined,
      };
      void answer(asked).then((given) => {
        if (given === null) return void request.socket.destroy();
        response.sendDate = false;
        const headers = Object.entries(given.headers).filter(([name]) => !OF_THE_CONNECTION.has(name));
        response.writeHead(given.status, { ...Object.fromEntries(headers), 'content-length': given.body.length });
        return void response.end(given.body);
      });
    });
  });

  class MemoryAgent extends http.Agent {
    readonly protocol: string;
    readonly defaultPort: number;
    constructor(secure: boolean, options: http.AgentOptions) {
      super(options);
      this.protocol = secure ? 'https:' : 'http:';
      this.defaultPort = secure ? 443 : 80;
    }

    override createConnection(options: http.ClientRequestArgs, connected?: (error: Error | null, socket: Duplex) => void): undefined {
      const [near, far] = duplexPair();
      server.emit('connection', Object.assign(asSocket(far), { secure: this.protocol === 'https:' }));
      const ms = connectMs(`${this.protocol}//${options.host}:${options.port}`);
      if (ms > 0) setTimeout(() => connected?.(null, asSocket(near)), ms);
      else queueMicrotask(() => connected?.(null, asSocket(near)));
      return undefined;
    }
  }

  /** Agents by those of the code: what keeps its connections there keeps them here. */
  const agents = new WeakMap<object, MemoryAgent>();
  const ofNobody = { secure: {}, plain: {} };
  const agentFor = (given: unknown, secure: boolean): MemoryAgent => {
    if (given === false) return new MemoryAgent(secure, {});
    const owner = typeof given === 'object' && given !== null ? given : secure ? ofNobody.secure : ofNobody.plain;
    const known = agents.get(owner);
    if (known !== undefined) return known;
    // Node's own keep them (http.globalAgent, since 19).
    // The types leave out what an agent was made with.
    const its = given instanceof http.Agent ? (given as http.Agent & { options: http.AgentOptions }) : null;
    const keepAlive = its === null ? true : its.options.keepAlive === true;
    const maxSockets = its?.maxSockets ?? Infinity;
    const made = new MemoryAgent(secure, { keepAlive, maxSockets });
    agents.set(owner, made);
    return made;
  };

  return (args: Parameters<typeof http.request>, secure: boolean, original: typeof http.request, tag: string): http.ClientRequest => {
    const [first, second, third] = args as unknown[];
    const byUrl = typeof first === 'string' || first instanceof URL;
    const given = byUrl ? second : first;
    const asked = (typeof given === 'object' ? given : {}) as http.RequestOptions;
    const ours = { agent: agentFor(asked.agent, secure), createConnection: undefined, socketPath: undefined };
    const options = { ...asked, ...ours } as unknown as http.RequestOptions;
    const then = (typeof second === 'function' ? second : third) as ((response: http.IncomingMessage) => void) | undefined;
    const request = byUrl ? original(first, options, then) : original(options, then);
    // Headers that were given as a list are on their way already.
    if (!request.headersSent && !Array.isArray(options.headers)) request.setHeader(TAG, tag);
    return request;
  };
}
