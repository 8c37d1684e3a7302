import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import { createMeter } from '../../lambdas/shared/adapters/unit-meter.ts';
import { hostFunctionFleet } from '../../localstack/embedded/adapters/host-function-fleet.ts';
import { hostLogSource } from '../../localstack/embedded/adapters/host-log-source.ts';
import { hostMetricSource } from '../../localstack/embedded/adapters/host-metric-source.ts';
import { createHost } from '../../localstack/embedded/host/create-host.ts';
import type { HostApi } from '../../localstack/embedded/host/host-api.ts';
import type { InvocationRecord } from '../../localstack/embedded/host/invocation-record.ts';
import { createRecordStore, type RecordStore } from '../../localstack/embedded/host/record-store.ts';
import { describeFunctionFleet } from './function-fleet.suite.ts';
import { describeLogSource } from './log-source.suite.ts';
import { describeMetricSource } from './metric-source.suite.ts';

const record = (requestId: string, given: Partial<InvocationRecord>): InvocationRecord => ({
  requestId,
  version: '1',
  at: 0,
  durationMs: 1,
  memoryMb: 512,
  maxMemoryMb: 100,
  initMs: null,
  status: 'ok',
  error: null,
  concurrency: 1,
  versionConcurrency: 1,
  ...given,
});

/** The host's record stores, one a function, at this time. A function that never ran has an empty one. */
function stores(now: number): (name: string) => RecordStore {
  const made = new Map<string, RecordStore>();
  return (name) => {
    const store = made.get(name) ?? createRecordStore({ clock: () => now });
    made.set(name, store);
    return store;
  };
}

describeMetricSource('function host', async (invocations, now) => {
  const storeOf = stores(now);
  for (const [index, { name, version, at, durationMs, error, throttled }] of invocations.entries()) {
    const store = storeOf(name);
    if (throttled === true) {
      store.addThrottle(version, at);
      continue;
    }
    const requestId = `request-${index}`;
    store.begin(requestId, at);
    store.add(record(requestId, { version, at, durationMs, status: error === true ? 'error' : 'ok' }));
  }
  const host: Pick<HostApi, 'completeUntil' | 'minutes' | 'versionMinutes' | 'exceedances' | 'quantiles'> = {
    completeUntil: async (name) => storeOf(name).completeUntil(),
    minutes: async (names, span) => names.map((name) => storeOf(name).minutes(null, span)),
    versionMinutes: async (name, version, span) => storeOf(name).minutes(version, span),
    exceedances: async (name, version, thresholdsMs, span) => storeOf(name).exceedances(version, thresholdsMs, span),
    quantiles: async (name, version, levels, span) => storeOf(name).quantiles(version, levels, span),
  };
  return hostMetricSource({ host, meter: createMeter() });
});

describeLogSource('function host', async (invocations, samplingRate) => {
  const storeOf = stores(Math.max(...invocations.map(({ report }) => report.at)) + 1);
  for (const { report, error } of invocations) {
    const failure = error === undefined ? null : { type: error.type, message: error.message, stack: error.stack };
    storeOf('orders').add(record(report.requestId, { ...report, error: failure }));
  }
  const host: Pick<HostApi, 'reports' | 'errors'> = {
    reports: async (name, span, limit) => storeOf(name).reports(span, limit),
    errors: async (name, span, limit) => storeOf(name).errors(span, limit),
  };
  return hostLogSource({ host, meter: createMeter(), samplingRate });
});

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean();
});

describeFunctionFleet('function host', async (functions) => {
  const root = await mkdtemp(join(tmpdir(), 'fleet-'));
  cleanups.push(() => rm(root, { recursive: true, force: true }));
  const clock = { origin: 1e12, realOrigin: 1e12, minuteMs: 60_000 };
  const host = await createHost({ ...clock, directory: join(root, 'functions'), region: 'embedded', seed: 1, idleMinutes: 60 });
  cleanups.push(host.close);
  for (const { name, tags, files, configuration } of functions) {
    const directory = join(root, 'sources', name);
    for (const { path, content } of files) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), content);
    }
    await host.api.install({ name, tags, directory, configuration, handler: 'index.handler', concurrency: 2, environment: {} });
  }
  // A version is made of another one and of the change: there is no state that somebody could be working on.
  return { fleet: hostFunctionFleet({ host: host.api, meter: createMeter(), log: () => {} }), unpublished: null };
});
