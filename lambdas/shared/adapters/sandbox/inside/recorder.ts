import { AsyncLocalStorage } from 'node:async_hooks';
import type http from 'node:http';
import type { Socket } from 'node:net';
import type { InvocationSample, RecordedCall, SampleOutcome } from '../../../contract/records.ts';
import { plainUrl } from '../../../replay/outside-call.ts';
import { keptHeaders } from '../../../replay/kept-headers.ts';
import { bodyOf, interceptOutside } from './outside.ts';

// Runs beside a function's code in production: records a few invocations with their calls to the outside, then takes itself away, so that those
// after it run as if it had never been there.

export interface RecorderOptions {
  /** Invocations that are let by first: the first ones load and connect. */
  skip: number;
  /** Invocations that are recorded. */
  wanted: number;
  onSample(sample: InvocationSample): void;
}

export interface Recorder {
  /** Runs one invocation, and records it. `payload` is the event as JSON. */
  invoke(id: string, payload: string, run: () => unknown): Promise<unknown>;
  /** Whether it is still there: the invocation after the last one that it records takes it away. */
  active(): boolean;
}

/** An invocation with a longer body is no sample: what is kept must be little, whatever the traffic. Bytes. */
const MOST_BODY = 64 * 1024;
/** One with more calls neither. */
const MOST_CALLS = 100;
/** How long calls that are under way when the handler returns are waited for, ms. */
const SETTLE_MS = 500;

interface Recording {
  from: number;
  calls: RecordedCall[];
  pending: number;
  /** Something about it is too large to be kept. */
  dropped: boolean;
}

/** What is known of a call before its answer. */
type Begun = Pick<RecordedCall, 'method' | 'url' | 'operation' | 'requestBody' | 'startedMs' | 'connectMs'>;

const now = (): number => performance.now();
const sleep = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms).unref());

/** Notes what came of a call, in the order in which the calls began. */
function note(recording: Recording, place: number, begun: Begun, response: RecordedCall['response'] | 'too-large'): void {
  recording.pending -= 1;
  if (response === 'too-large') recording.dropped = true;
  else recording.calls[place] = { ...begun, response, durationMs: now() - recording.from - begun.startedMs };
}

function begin(recording: Recording): number {
  recording.pending += 1;
  if (recording.calls.length >= MOST_CALLS) recording.dropped = true;
  // Holds the place.
  return recording.calls.push(undefined as unknown as RecordedCall) - 1;
}

function bodyWithin(bytes: Buffer): RecordedCall['requestBody'] | null {
  return bytes.length > MOST_BODY ? null : bodyOf(bytes);
}

async function recordFetch(
  recording: Recording,
  original: typeof fetch,
  input: Parameters<typeof fetch>[0],
  init?: RequestInit,
): Promise<Response> {
  const startedMs = now() - recording.from;
  const place = begin(recording);
  const request = new Request(input, init);
  const copied = request.body === null ? Promise.resolve(new ArrayBuffer(0)) : request.clone().arrayBuffer();
  const finish = async (response: Response | null): Promise<void> => {
    const { method, url } = request;
    const operation = request.headers.get('x-amz-target');
    const requestBody = bodyWithin(Buffer.from(await copied.catch(() => new ArrayBuffer(0))));
    const begun = { method, url: plainUrl(url), operation, startedMs, requestBody: requestBody ?? { text: '', base64: false } };
    if (response === null) return note(recording, place, begun, requestBody === null ? 'too-large' : null);
    const body = bodyWithin(Buffer.from(await response.arrayBuffer().catch(() => new ArrayBuffer(MOST_BODY + 1))));
    if (requestBody === null || body === null) return note(recording, place, begun, 'too-large');
    // The body has been decoded: what says how it was sent does not hold for it.
    const { 'content-encoding': _, ...headers } = keptHeaders(response.headers);
    return note(recording, place, begun, { status: response.status, headers, body });
  };
  let response: Response;
  try {
    response = await original(request);
  } catch (error) {
    await finish(null);
    throw error;
  }
  void finish(response.clone());
  return response;
}

/** Collects what goes through a function of an object, as bytes. */
function tap(owner: object, name: string, into: Buffer[]): void {
  const through = Reflect.get(owner, name) as (...args: unknown[]) => unknown;
  Reflect.set(owner, name, function tapped(this: unknown, ...args: unknown[]) {
    const [chunk, encoding] = args;
    if (typeof chunk === 'string') into.push(Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8'));
    else if (chunk instanceof Uint8Array) into.push(Buffer.from(chunk));
    return through.apply(this, args);
  });
}

function recordRequest(recording: Recording, request: http.ClientRequest): http.ClientRequest {
  const startedMs = now() - recording.from;
  const place = begin(recording);
  const [sent, got]: [Buffer[], Buffer[]] = [[], []];
  let noted = false;
  let connectMs: number | undefined;
  tap(request, 'write', sent);
  tap(request, 'end', sent);
  const finish = (response: http.IncomingMessage | null): void => {
    if (noted) return;
    noted = true;
    const operation = request.getHeader('x-amz-target');
    const [requestBody, body] = [bodyWithin(Buffer.concat(sent)), bodyWithin(Buffer.concat(got))];
    const begun = {
      method: request.method,
      url: plainUrl(new URL(request.path, `${request.protocol}//${String(request.getHeader('host') ?? request.host)}`).href),
      operation: typeof operation === 'string' ? operation : null,
      requestBody: requestBody ?? { text: '', base64: false },
      startedMs,
      ...(connectMs === undefined ? {} : { connectMs }),
    };
    if (requestBody === null || body === null) return note(recording, place, begun, 'too-large');
    if (response === null) return note(recording, place, begun, null);
    const headers = Object.entries(response.headers).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' ? [[name, value]] : [],
    );
    return note(recording, place, begun, { status: response.statusCode ?? 0, headers: keptHeaders(headers), body });
  };
  // Listeners of our own would change what Node does for requests that have none.
  const emit = request.emit.bind(request);
  request.emit = (event: string | symbol, ...args: unknown[]): boolean => {
    if (event === 'response') {
      const response = args[0] as http.IncomingMessage;
      const push = response.push.bind(response);
      response.push = (chunk: unknown, encoding?: BufferEncoding): boolean => {
        if (chunk === null) finish(response);
        else if (chunk instanceof Uint8Array) got.push(Buffer.from(chunk));
        return push(chunk, encoding);
      };
    }
    if (event === 'socket') {
      const socket = args[0] as Socket;
      const ready = request.protocol === 'https:' ? 'secureConnect' : 'connect';
      if (socket.connecting) socket.once(ready, () => (connectMs = now() - recording.from - startedMs));
    }
    if (event === 'close' || event === 'error') finish(null);
    return emit(event, ...args);
  };
  return request;
}

function outcomeOf(result: { value: unknown } | { thrown: unknown }): SampleOutcome {
  if ('value' in result) return { ok: true, value: JSON.parse(JSON.stringify(result.value) ?? 'null') as unknown };
  const { thrown } = result;
  if (!(thrown instanceof Error)) return { ok: false, errorType: typeof thrown, errorMessage: String(thrown) };
  return { ok: false, errorType: thrown.name, errorMessage: thrown.message };
}

/** Begins to record; before the function's code is loaded. */
export function startRecorder({ skip, wanted, onSample }: RecorderOptions): Recorder {
  const current = new AsyncLocalStorage<Recording>();
  const { fetch: original } = globalThis;
  let seen = 0;
  const uninstall = interceptOutside({
    fetch(input, init) {
      const recording = current.getStore();
      return recording === undefined ? original(input, init) : recordFetch(recording, original, input, init);
    },
    request(args, _secure, make) {
      const recording = current.getStore();
      const request = make(...args);
      return recording === undefined ? request : recordRequest(recording, request);
    },
  });

  const keep = async (recording: Recording, sample: Omit<InvocationSample, 'calls'>): Promise<void> => {
    const until = now() + SETTLE_MS;
    while (recording.pending > 0 && now() < until) await sleep(5);
    // What is still under way has no answer that a replay could give.
    if (recording.pending === 0 && !recording.dropped) onSample({ ...sample, calls: recording.calls });
  };

  return {
    active: () => seen <= skip + wanted,
    async invoke(id, payload, run) {
      seen += 1;
      // Calls that are under way keep what they have of it; new ones find nothing.
      if (seen > skip + wanted) uninstall();
      if (seen <= skip || seen > skip + wanted || payload.length > MOST_BODY) return run();
      const recording: Recording = { from: now(), calls: [], pending: 0, dropped: false };
      const at = Date.now();
      const finish = (result: { value: unknown } | { thrown: unknown }): void => {
        const sample = { id, event: JSON.parse(payload) as unknown, at, outcome: outcomeOf(result), durationMs: now() - recording.from };
        void keep(recording, sample);
      };
      try {
        const value = await current.run(recording, async () => run());
        finish({ value });
        return value;
      } catch (thrown) {
        finish({ thrown });
        throw thrown;
      }
    },
  };
}
