import { readFileSync } from 'node:fs';
import { enableCompileCache, flushCompileCache, registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Recorder, RecorderOptions } from '../../../lambdas/shared/adapters/sandbox/inside/recorder.ts';
import type { InvocationError } from './invocation-record.ts';
import type { InvokeMessage, RunnerMessage, RunnerSetup } from './runner-protocol.ts';

/**
 * One execution environment: loads a version's handler and serves one invocation at a time. The host strips this file's types
 * and runs the result, so that no environment pays memory or time for TypeScript. It imports nothing but Node's own modules.
 */
const setup = JSON.parse(process.argv[2] as string) as RunnerSetup;
enableCompileCache(setup.compileCache);

const parent = process.send?.bind(process);
if (parent === undefined) throw new Error('runner: started without an IPC channel');
function tell(message: RunnerMessage, then?: () => void): void {
  parent?.(message, undefined, {}, then);
}
// The function's code must not find the channel.
Reflect.deleteProperty(process, 'send');
process.argv.length = 1;

process.on('disconnect', () => process.exit(0));
// A Ctrl-C reaches the whole process group; the host decides when an environment ends.
process.on('SIGINT', () => undefined);

/** Deeper stacks are cut: each is kept for a day of telemetry. */
const MAX_FRAMES = 20;

const codeUrl = `${pathToFileURL(setup.codeRoot).href}/`;
/** Where Lambda puts a function's code: its frames are the same whatever version, and wherever the state directory is. */
const TASK_URL = 'file:///var/task/';

const rss = (): number => process.memoryUsage.rss();

function describe(thrown: unknown): InvocationError {
  if (!(thrown instanceof Error)) return { type: typeof thrown, message: String(thrown), stack: [] };
  const frames = (thrown.stack ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at ') && !line.includes(import.meta.url))
    .map((line) => line.replace(codeUrl, TASK_URL));
  return { type: thrown.name, message: thrown.message, stack: frames.slice(0, MAX_FRAMES) };
}

function fatal(type: string): (thrown: unknown) => void {
  return (thrown) => {
    const error = describe(thrown);
    tell({ type: 'fatal', error: { ...error, type, message: `${error.type}: ${error.message}` } }, () => process.exit(129));
  };
}
process.on('uncaughtException', fatal('Runtime.UncaughtException'));
process.on('unhandledRejection', fatal('Runtime.UnhandledPromiseRejection'));

registerHooks({
  resolve(specifier, context, next) {
    // Lambda's Node runtime brings the SDK along; the version's folder may lie anywhere.
    const provided = /^@(aws-sdk|smithy)\//.test(specifier) && context.parentURL?.startsWith(codeUrl) === true;
    return next(specifier, provided ? { ...context, parentURL: setup.provided } : context);
  },
  load(url, context, next) {
    if (!url.startsWith(codeUrl) || !/\.m?ts$/.test(url)) return next(url, context);
    const path = decodeURIComponent(url.slice(codeUrl.length));
    return { format: 'module', source: readFileSync(join(setup.strippedRoot, path), 'utf8'), shortCircuit: true };
  },
});

/** The first invocation too: what a version remembers from it, later ones don't ask for again. */
const RECORDED = { skip: 0, wanted: 6 };
let recorder: Recorder | null = null;
if (setup.recorder !== null) {
  const { startRecorder } = (await import(setup.recorder)) as { startRecorder(options: RecorderOptions): Recorder };
  recorder = startRecorder({ ...RECORDED, onSample: (sample) => tell({ type: 'sample', sample }) });
}

const started = performance.now();
let handler: (event: unknown, context: unknown) => unknown;
try {
  const loaded = (await import(pathToFileURL(join(setup.codeRoot, setup.file)).href)) as Record<string, unknown>;
  const found = loaded[setup.exported];
  if (typeof found !== 'function') throw new TypeError(`${setup.file} has no exported function ${setup.exported}`);
  handler = found as typeof handler;
  process.on('message', (message: InvokeMessage) => void invoke(message));
  tell({ type: 'ready', initMs: performance.now() - started, rss: rss() });
  flushCompileCache();
} catch (thrown) {
  tell({ type: 'init-failed', initMs: performance.now() - started, rss: rss(), error: describe(thrown) }, () => process.exit(1));
}

async function invoke({ id, payload, deadline, answer }: InvokeMessage): Promise<void> {
  const event = JSON.parse(payload) as unknown;
  const {
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_VERSION: functionVersion,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
  } = process.env;
  const context = {
    awsRequestId: id,
    functionName,
    functionVersion,
    memoryLimitInMB: AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logStreamName,
    logGroupName: `/aws/lambda/${functionName}`,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  if (recorder?.active() !== true) recorder = null;
  const from = performance.now();
  try {
    const result = recorder === null ? await handler(event, context) : await recorder.invoke(id, payload, () => handler(event, context));
    const durationMs = performance.now() - from;
    tell({ type: 'done', durationMs, rss: rss(), ...(answer ? { result: JSON.stringify(result) ?? 'null' } : {}) });
  } catch (thrown) {
    tell({ type: 'failed', durationMs: performance.now() - from, rss: rss(), error: describe(thrown) });
  }
}
