import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { RecordNotFound } from '../../../lambdas/shared/errors.ts';
import { redactEnvironment } from '../../../lambdas/shared/replay/redact-environment.ts';
import type { PublishedVersion } from '../../../lambdas/shared/ports.ts';
import { createLoadGenerator } from '../load/load-generator.ts';
import { loadPayload } from '../load/load-payload.ts';
import { seededRandom } from '../load/random.ts';
import { virtualClock } from '../virtual-clock.ts';
import { sourceFiles, type CodeFiles } from './code-files.ts';
import { createGate } from './environment-supply.ts';
import { startEnvironment } from './execution-environment.ts';
import { createFunctionRuntime, type FunctionRuntime, type LoadedVersion } from './function-runtime.ts';
import { openFunctionStore } from './function-store.ts';
import type { FunctionDescription, HostApi } from './host-api.ts';
import type { HostOptions } from './host-options.ts';
import { startProcessGuard } from './process-guard.ts';
import { createRecordStore, type RecordStore } from './record-store.ts';
import { createSampleStore, type SampleStore } from './sample-store.ts';
import { prepareRuntimeFiles } from './runtime-files.ts';
import { RUNTIME, ServiceDefinition } from './service-definition.ts';
import type { StoredVersion } from './stored-files.ts';
import { parseInput } from './parse-input.ts';

/** How often memory and waiting environments are looked at, real ms. */
const TEND_MS = 250;

/** Environments that start at a time, over all functions: one leaves a core of the smallest machine to those at work. */
const STARTING_AT_A_TIME = 1;

/** Any credentials do for the local store; the real ones of the user never reach a function. */
const DUMMY_CREDENTIALS = { AWS_ACCESS_KEY_ID: 'embedded', AWS_SECRET_ACCESS_KEY: 'embedded', AWS_SESSION_TOKEN: 'embedded' };
/** As on Lambda: where system tools are, and a home that belongs to nobody. */
const SYSTEM = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/tmp', TZ: ':UTC', LANG: 'en_US.UTF-8' };

export interface RunningHost {
  api: HostApi;
  /** Kills every environment and ends the guard. */
  close(): void;
}

interface RunningFunction {
  runtime: FunctionRuntime;
  records: RecordStore;
  samples: SampleStore;
}

const now = (): number => Date.now();

/** The file that the configured handler names. @throws RecordNotFound when the package has none. */
const handlerFile = (handler: string, code: CodeFiles): string => {
  const stem = handler.slice(0, handler.lastIndexOf('.'));
  const file = ['ts', 'mts', 'mjs', 'js'].map((extension) => `${stem}.${extension}`).find((path) => code.has(path));
  if (file === undefined) throw new RecordNotFound(`handler: found no file ${stem}.ts, .mts, .mjs or .js in the package`);
  return file;
};

const published = ({ version, sha256, configuration }: StoredVersion): PublishedVersion => ({ version, codeSha256: sha256, configuration });

/** Puts the data plane together inside this process: function store, environments, records, load. */
export async function createHost(options: HostOptions): Promise<RunningHost> {
  const clock = virtualClock({ ...options, now });
  const store = await openFunctionStore(options.directory, clock);
  const files = await prepareRuntimeFiles(join(options.directory, '.runtime'));
  const guard = startProcessGuard();
  const functions = new Map<string, RunningFunction>();

  const environmentOf = (name: string, version: string, memoryMb: number): Record<string, string> => ({
    ...SYSTEM,
    ...DUMMY_CREDENTIALS,
    AWS_REGION: options.region,
    AWS_DEFAULT_REGION: options.region,
    ...store.definition(name)?.environment,
    LAMBDA_TASK_ROOT: join(options.directory, name, 'versions', version, 'code'),
    AWS_EXECUTION_ENV: `AWS_Lambda_${RUNTIME}`,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_LOG_STREAM_NAME: `${new Date(clock()).toISOString().slice(0, 10).replaceAll('-', '/')}/[${version}]${randomUUID().replaceAll('-', '')}`,
  });

  const loadVersion = async (name: string, version: string, samples: SampleStore): Promise<LoadedVersion> => {
    const { root, files: code, stored } = await store.code(name, version);
    const handler = store.definition(name)?.handler ?? '';
    const setup = {
      codeRoot: root,
      strippedRoot: await files.strip(name, version, code),
      file: handlerFile(handler, code),
      exported: handler.slice(handler.lastIndexOf('.') + 1),
      provided: import.meta.url,
      compileCache: files.compileCache,
    };
    return {
      start: (hooks) =>
        startEnvironment({
          ...hooks,
          runner: files.runner,
          // Only while samples are wanted: whoever records nothing pays nothing.
          setup: { ...setup, recorder: samples.wants(version) ? files.recorder : null },
          onSample: (sample) => samples.add(version, sample),
          configuration: stored.configuration,
          env: environmentOf(name, version, stored.configuration.memoryMb),
          guard,
        }),
    };
  };

  const gate = createGate(STARTING_AT_A_TIME);
  const bring = (name: string): void => {
    const definition = store.definition(name);
    if (definition === null || functions.has(name)) return;
    const records = createRecordStore({ clock });
    const samples = createSampleStore();
    const runtime = createFunctionRuntime({
      limit: definition.concurrency,
      idleMs: options.idleMinutes * options.minuteMs,
      clock,
      now,
      random: seededRandom(options.seed, `routing of ${name}`),
      records,
      gate,
      alias: () => store.alias(name),
      configuration: (version) => store.version(name, version).configuration,
      load: (version) => loadVersion(name, version, samples),
    });
    functions.set(name, { runtime, records, samples });
  };
  for (const name of store.names()) bring(name);

  const functionOf = (name: string): RunningFunction => {
    const found = functions.get(name);
    if (found === undefined) throw new RecordNotFound(`function ${name}: not there`);
    return found;
  };

  const load = createLoadGenerator({
    seed: options.seed,
    clock,
    now,
    send: (name, payload) => void functionOf(name).runtime.invoke({ payload, version: null, answer: false }),
    timers: { set: (run, ms) => setTimeout(run, ms), clear: (timer) => clearTimeout(timer as NodeJS.Timeout | undefined) },
  });

  const tending = setInterval(() => {
    for (const { runtime } of functions.values()) runtime.tend();
  }, TEND_MS);

  const describe = (name: string): FunctionDescription | null => {
    const definition = store.definition(name);
    if (definition === null) return null;
    const { handler, tags, concurrency } = definition;
    const alias = store.alias(name);
    return { name, runtime: RUNTIME, handler, tags, concurrency, alias, configuration: store.version(name, alias.version).configuration };
  };

  const api: HostApi = {
    async install(service) {
      const result = await store.install(parseInput(ServiceDefinition, service));
      bring(service.name);
      functionOf(service.name).runtime.refresh();
      return result;
    },
    describeAll: async () => store.names().flatMap((name) => describe(name) ?? []),
    describe: async (name) => describe(name),
    version: async (name, version) => published(store.version(name, version)),
    async code(name, version) {
      const { files: code, stored } = await store.code(name, version);
      return { files: sourceFiles(code), codeSha256: stored.sha256 };
    },
    publish: async (name, change) => published(await store.publish(name, change)),
    setAlias: (name, target, expectedRevision) => store.setAlias(name, target, expectedRevision),
    async invoke(name, event, version) {
      const payload = JSON.stringify(event) ?? 'null';
      const answer = await functionOf(name).runtime.invoke({ payload, version, answer: true });
      if (answer.status === 'throttled') return { ...answer, report: null, result: null };
      const { requestId, durationMs, initMs, maxMemoryMb, status, error } = answer;
      const result = answer.result === null ? null : (JSON.parse(answer.result) as unknown);
      return { status, version: answer.version, report: { requestId, durationMs, initMs, maxMemoryMb }, result, error };
    },
    prewarm: (name, environments) => functionOf(name).runtime.prewarm(environments),
    completeUntil: async (name) => functionOf(name).records.completeUntil(),
    minutes: async (names, span) => names.map((name) => functionOf(name).records.minutes(null, span)),
    versionMinutes: async (name, version, span) => functionOf(name).records.minutes(version, span),
    exceedances: async (name, version, thresholdsMs, span) => functionOf(name).records.exceedances(version, thresholdsMs, span),
    quantiles: async (name, version, levels, span) => functionOf(name).records.quantiles(version, levels, span),
    reports: async (name, span, limit) => functionOf(name).records.reports(span, limit),
    errors: async (name, span, limit) => functionOf(name).records.errors(span, limit),
    async samples(name, version, limit) {
      const { memoryMb } = store.version(name, version).configuration;
      // Where system tools are is the sandbox's own affair.
      const own = Object.entries(environmentOf(name, version, memoryMb)).filter(([variable]) => !Object.hasOwn(SYSTEM, variable));
      return { environment: redactEnvironment(Object.fromEntries(own)), samples: functionOf(name).samples.samples(version, limit) };
    },
    async startLoad(plan) {
      functionOf(plan.function);
      load.start(plan.function, { perMinute: plan.perMinute, amplitude: plan.amplitude }, await loadPayload(plan.payload));
    },
    setLoad: async (name, perMinute) => load.setRate(name, perMinute),
    stopLoad: async (name) => load.stop(name),
    async status() {
      const { user, system } = process.cpuUsage();
      return {
        pid: process.pid,
        at: clock(),
        cpuMs: (user + system) / 1000,
        functions: [...functions].map(([name, { runtime, records }]) => Object.assign({ name }, runtime.status(), records.size())),
        load: load.status(),
      };
    },
  };

  return {
    api,
    close() {
      clearInterval(tending);
      load.stop(null);
      for (const { runtime } of functions.values()) runtime.close();
      guard.close();
    },
  };
}
