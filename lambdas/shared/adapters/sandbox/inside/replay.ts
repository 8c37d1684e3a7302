import { AsyncLocalStorage } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { ObservedCall } from '../../../source/tools.ts';
import { knownAnswers, type Answer } from '../../../replay/known-answer.ts';
import { recordedAnswers } from '../../../replay/recorded-answers.ts';
import { answeredFetch } from './answer-fetch.ts';
import { answeredRequests, type Asked, type Given } from './answer-http.ts';
import { takeChannel } from './channel.ts';
import { interceptOutside } from './outside.ts';
import type { ReplayCommand, ReplayMessage, ReplaySetup } from './replay-protocol.ts';
import { installWorld, startWorld } from './world.ts';

// Runs in the sandbox: loads a handler into a world of recorded answers and invokes it as it is told. What it needs it takes before the code is loaded.

const channel = takeChannel();
const setup = channel.setup as ReplaySetup;
const { stdin } = process;
const exit = process.exit.bind(process);
const now = performance.now.bind(performance);
const later = setTimeout;
const collect = globalThis.gc as () => void;
const memoryUsage = process.memoryUsage.bind(process);
const { parse, stringify } = JSON;
const { setPrototypeOf } = Object;
const bare = <T extends object>(value: T): T => setPrototypeOf(value, null) as T;

/** How long a call that was under way when the handler returned is waited for, ms. On Lambda it may never end. */
const SETTLE_MS = 1000;
/** Where no answer was recorded, the code may have given up by a timeout of its own: it gets so much longer to do so, ms. */
const GIVE_UP_MS = 100;

interface Invocation {
  answer: (asked: Asked) => Answer | null;
  calls: ObservedCall[];
  pending: number;
  returned: boolean;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => void later(resolve, ms));
const say = (message: ReplayMessage): void => channel.say(bare(message));

const current = new AsyncLocalStorage<Invocation>();
/** Calls that belong to no invocation: made while the module loads. */
const outsideOfAny: Invocation = { answer: () => null, calls: [], pending: 0, returned: true };
let latest = outsideOfAny;
const invocationNow = (): Invocation => current.getStore() ?? latest;

async function given(invocation: Invocation, asked: Omit<Asked, 'tag'>): Promise<Given | null> {
  const { method, url, operation, body } = asked;
  const answer = invocation.answer({ ...asked, tag: undefined });
  const observed = bare<ObservedCall>({
    method,
    url,
    operation,
    body: body.text,
    answered: answer?.answered ?? 'unknown',
    finished: false,
  });
  const { calls } = invocation;
  calls[calls.length] = observed;
  if (setup.dependencies === 'hang') return new Promise(() => undefined);
  if (answer === null) {
    observed.finished = !invocation.returned;
    return null;
  }
  if (answer.response === null) await sleep(answer.delayMs + GIVE_UP_MS);
  else if (setup.dependencies === 'recorded') await sleep(answer.delayMs);
  observed.finished = !invocation.returned;
  if (answer.response === null) return null;
  const { status, headers, body: content } = answer.response;
  return { status, headers, body: Buffer.from(content.text, content.base64 ? 'base64' : 'utf8') };
}

const connections = new Map<string, number[]>();
for (const { url, connectMs } of setup.samples.flatMap(({ calls }) => calls)) {
  const { protocol, hostname, port } = new URL(url);
  const origin = `${protocol}//${hostname}:${port === '' ? (protocol === 'https:' ? 443 : 80) : port}`;
  if (connectMs !== undefined) connections.set(origin, [...(connections.get(origin) ?? []), connectMs]);
}

/** What a connection to an origin took when it was recorded, the middle one; 0: none was made, or nobody waits here. */
function connectMs(origin: string): number {
  const seen = (connections.get(origin) ?? []).toSorted((a, b) => a - b);
  return setup.dependencies === 'instant' ? 0 : (seen[Math.floor(seen.length / 2)] ?? 0);
}

const tagged = new Map<string, Invocation>();
let lastTag = 0;
const requested = answeredRequests((asked) => given(tagged.get(asked.tag ?? '') ?? latest, asked), connectMs);
const fetched = answeredFetch((asked) => given(invocationNow(), asked));

/** Describes what was thrown as Lambda does. */
function thrownBy(thrown: unknown): { errorType: string; errorMessage: string } {
  if (!(thrown instanceof Error)) return { errorType: typeof thrown, errorMessage: String(thrown) };
  return { errorType: String(thrown.name), errorMessage: String(thrown.message) };
}

function prepareProcess(): void {
  Object.assign(process.env, setup.environment, { LAMBDA_TASK_ROOT: setup.root });
  // The code must find neither the channel nor what was said to start this.
  Object.defineProperty(process, 'stdin', { value: undefined });
  // V8 lets nobody delete it.
  Object.assign(globalThis, { gc: undefined });
  process.argv.length = 1;
  // What a function prints is nobody's business here, and waiting for a reader would be measured.
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = ((_chunk: unknown, encoding?: unknown, then?: unknown) => {
      const done = typeof encoding === 'function' ? encoding : then;
      if (typeof done === 'function') queueMicrotask(() => (done as () => void)());
      return true;
    }) as typeof stream.write;
  }
  const fatal = (type: string) => (thrown: unknown) => {
    const { errorType, errorMessage } = thrownBy(thrown);
    say({ type: 'fatal', errorType: type, errorMessage: `${errorType}: ${errorMessage}` });
    exit(1);
  };
  process.on('uncaughtException', fatal('Runtime.UncaughtException'));
  process.on('unhandledRejection', fatal('Runtime.UnhandledPromiseRejection'));
  installWorld();
  interceptOutside({
    fetch(input, init) {
      const invocation = invocationNow();
      invocation.pending += 1;
      return fetched(input, init).finally(() => (invocation.pending -= 1));
    },
    request(args, secure, original) {
      const invocation = invocationNow();
      invocation.pending += 1;
      lastTag += 1;
      const tag = String(lastTag);
      tagged.set(tag, invocation);
      return requested(args, secure, original, tag).once('close', () => {
        invocation.pending -= 1;
        tagged.delete(tag);
      });
    },
  });
}

/** The package's TypeScript was stripped of its types before it was written here; Node is not to do it again. */
function loadAsItIs(): void {
  const root = `${pathToFileURL(setup.root).href}/`;
  registerHooks({
    load(url, context, next) {
      if (!url.startsWith(root) || !/\.m?ts$/.test(url)) return next(url, context);
      return { format: 'module', source: readFileSync(new URL(url), 'utf8'), shortCircuit: true };
    },
  });
}

type Handler = (event: unknown, context: unknown) => unknown;

async function loadHandler(): Promise<Handler> {
  const { root, file, exported } = setup;
  const loaded = (await import(pathToFileURL(`${root}/${file}`).href)) as Record<string, unknown>;
  // CommonJS whose exports can't be read off its text has them on its default.
  const found = loaded[exported] ?? (loaded['default'] as Record<string, unknown> | undefined)?.[exported];
  if (typeof found !== 'function') throw new TypeError(`${file} has no exported function ${exported}`);
  return found as Handler;
}

const known = setup.samples.map(({ calls }) => knownAnswers(calls));

function contextOf(id: string, deadline: number): unknown {
  const { AWS_LAMBDA_FUNCTION_NAME, AWS_LAMBDA_FUNCTION_VERSION, AWS_LAMBDA_FUNCTION_MEMORY_SIZE, AWS_LAMBDA_LOG_STREAM_NAME } =
    process.env;
  return {
    awsRequestId: id,
    functionName: AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logStreamName: AWS_LAMBDA_LOG_STREAM_NAME,
    logGroupName: `/aws/lambda/${AWS_LAMBDA_FUNCTION_NAME}`,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - now()),
  };
}

async function invoke(handler: Handler, index: number): Promise<void> {
  const sample = setup.samples[index];
  if (sample === undefined) throw new RangeError(`sample ${index}: there is none`);
  const answers = recordedAnswers(
    known[index] ?? [],
    known.flatMap((calls, other) => (other === index ? [] : calls)),
  );
  const invocation: Invocation = {
    answer: (asked) => answers({ ...asked, body: asked.body.text }),
    calls: bare([]),
    pending: 0,
    returned: false,
  };
  latest = invocation;
  const event = parse(stringify(sample.event) ?? 'null') as unknown;
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_, reject) => {
    const error = Object.assign(new Error(`Task timed out after ${(setup.hangMs / 1000).toFixed(2)} seconds`), {
      name: 'Sandbox.Timedout',
    });
    timer = later(() => reject(error), setup.hangMs);
  });
  startWorld(sample.at, sample.id);
  const startedAt = now();
  let outcome: Extract<ReplayMessage, { type: 'done' }>['outcome'];
  let durationMs: number;
  try {
    const value = await Promise.race([
      current.run(invocation, async () => handler(event, contextOf(sample.id, startedAt + setup.hangMs))),
      timeUp,
    ]);
    durationMs = now() - startedAt;
    // As text: what the value's own toJSON makes of it is what the caller would get.
    outcome = { ok: true, value: stringify(value) ?? 'null' };
  } catch (thrown) {
    durationMs = now() - startedAt;
    outcome = { ok: false, ...thrownBy(thrown) };
  }
  clearTimeout(timer);
  invocation.returned = true;
  const until = now() + SETTLE_MS;
  while (setup.dependencies !== 'hang' && invocation.pending > 0 && now() < until) await sleep(1);
  say({ type: 'done', outcome: bare(outcome), calls: invocation.calls, durationMs });
}

/** Bytes that are still held after a collection, buffers among them. */
function heap(): number {
  collect();
  collect();
  const { heapUsed, external } = memoryUsage();
  return heapUsed + external;
}

function listen(handler: Handler): void {
  let text = channel.rest.toString('utf8');
  const take = (): void => {
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
      const command = parse(text.slice(0, end)) as ReplayCommand;
      text = text.slice(end + 1);
      if ('invoke' in command) void invoke(handler, command.invoke);
      else say({ type: 'heap', bytes: heap() });
    }
  };
  stdin.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
    take();
  });
  stdin.on('end', () => exit(0));
  take();
}

prepareProcess();
loadAsItIs();
startWorld(setup.samples[0]?.at ?? 0, 'init');
const startedAt = now();
try {
  const handler = await loadHandler();
  say({ type: 'ready', initMs: now() - startedAt });
  listen(handler);
} catch (thrown) {
  say({ type: 'fatal', ...thrownBy(thrown) });
  exit(1);
}
