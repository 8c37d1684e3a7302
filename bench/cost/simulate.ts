import { SQSClient, type SendMessageBatchCommandInput } from '@aws-sdk/client-sqs';
import { HANDLER_OPTIONS } from '../../lib/constructs/handler-options.ts';
import { cloudwatchMetricSource } from '../../lambdas/shared/adapters/aws/metric-source.ts';
import { sqsQueue } from '../../lambdas/shared/adapters/aws/work-queue.ts';
import { dynamoBaselineStore } from '../../lambdas/shared/adapters/dynamo/baseline-store.ts';
import { dynamoLogBatchStore } from '../../lambdas/shared/adapters/dynamo/log-batch-store.ts';
import { dynamoTargetRegistry } from '../../lambdas/shared/adapters/dynamo/target-registry.ts';
import { dynamoWorkStore } from '../../lambdas/shared/adapters/dynamo/work-store.ts';
import { createMeter } from '../../lambdas/shared/adapters/unit-meter.ts';
import type { Settings } from '../../lambdas/shared/contract/environment.ts';
import type { HandlerName, QueueName } from '../../lambdas/shared/contract/names.ts';
import type { QueueEvent, TelemetryTick } from '../../lambdas/shared/contract/workflow.ts';
import type { Target } from '../../lambdas/shared/contract/records.ts';
import type { DeliveredLines } from '../../lambdas/shared/logs/delivered-lines.ts';
import type { Meter, Ports } from '../../lambdas/shared/ports.ts';
import { MINUTE_MS } from '../../lambdas/shared/time.ts';
import { detect } from '../../lambdas/analysis/detect.ts';
import { dispatch } from '../../lambdas/telemetry/dispatch.ts';
import { poll } from '../../lambdas/telemetry/poll.ts';
import { receiveLogs } from '../../lambdas/telemetry/receive-logs.ts';
import { intercept, OFFLINE } from '../../test/contract/fakes/intercept.ts';
import { modelCloudWatch } from './cloudwatch-model.ts';
import { modelDynamo } from './dynamo-model.ts';
import type { ModelFleet, ModelFunction } from './fleet-model.ts';

/** Assumed round trips, ms: DynamoDB and SQS answer in single-digit milliseconds, GetMetricData in some hundred. */
const WAIT_MS: Readonly<Record<string, number>> = { 'cloudwatch:GetMetricData': 200, 'sqs:SendMessageBatch': 10, 'sns:Publish': 20 };
const STORE_WAIT_MS = 5;
/** Store calls that a handler has under way at the same time. */
const STORE_CALLS_AT_ONCE = 5;
/** Memory at which a Lambda function has the CPU of this process ("Memory and computing power": 1,769 MB are one vCPU). */
const ONE_CPU_MB = 1769;
/** REPORT lines of one delivery that are made: beyond it only their number counts, and the model keeps to it. */
const MOST_LINES = 200;

export interface Simulated {
  units: Record<string, number>;
  polls: number;
  findings: number;
  told: number;
  /** Function-minutes with at least one call. */
  activeMinutes: number;
  /** Polls by cadence. */
  byCadence: Record<string, number>;
}

/** Runs the telemetry of a fleet over [from, to) in virtual time with the real use cases and adapters, and gives what they metered. */
export async function simulate(fleet: ModelFleet, settings: Settings, from: number, to: number, countFrom: number): Promise<Simulated> {
  const meter = createMeter();
  let now = from;
  const clock = (): number => now;
  const waiting: { queue: QueueName; body: string }[] = [];
  const sqs = intercept(new SQSClient({ ...OFFLINE, maxAttempts: 1 }), (_action, input: SendMessageBatchCommandInput) => {
    const queue = input.QueueUrl?.endsWith('polls') === true ? 'polls' : 'findings';
    for (const entry of input.Entries ?? []) waiting.push({ queue, body: entry.MessageBody ?? '' });
    return { Successful: [], Failed: [] };
  });
  const client = modelDynamo(meter);
  let told = 0;
  const ports: Omit<Ports, 'archive' | 'model' | 'workflows' | 'source' | 'samples' | 'runner' | 'replayer'> = {
    clock,
    fleet: modelFunctions(fleet, clock),
    metrics: cloudwatchMetricSource({ meter, clock, client: modelCloudWatch(fleet) }),
    // Until a log group is subscribed, in the first minutes, its lines are fetched; in the model they say nothing then.
    logs: part<Ports['logs']>('logs', { reports: async () => [] }),
    sink: { put: () => undefined },
    notifier: { notify: async () => void (told += 1) },
    baselines: dynamoBaselineStore({ client, table: 'baselines' }),
    registry: dynamoTargetRegistry({ client, table: 'baselines' }),
    logBatches: dynamoLogBatchStore({ client, table: 'control' }),
    work: dynamoWorkStore({ client, table: 'opportunities' }),
    control: modelControl(meter),
    audit: part<Ports['audit']>('audit', { append: modelAppend(meter) }),
    subscriptions: { ensure: async () => ({ state: 'active', reason: 'the model delivers every line' }), remove: async () => undefined },
    queue: sqsQueue({ meter, client: sqs, urls: { polls: 'https://sqs/polls', findings: 'https://sqs/findings' } }),
  };
  const total: Simulated = { units: {}, polls: 0, findings: 0, told: 0, activeMinutes: 0, byCadence: {} };

  /** One invocation of a handler: what it metered, its request and its compute. */
  const invoke = async (name: HandlerName, run: () => Promise<unknown>): Promise<void> => {
    const started = process.cpuUsage();
    await run();
    const { user, system } = process.cpuUsage(started);
    const units = meter.drain();
    const memoryMb = HANDLER_OPTIONS[name].memoryMb;
    const storeCalls = (units['dynamodb:read-unit'] ?? 0) + (units['dynamodb:write-unit'] ?? 0) / 5;
    const waits = Object.entries(WAIT_MS).reduce((sum, [unit, ms]) => sum + (units[unit] ?? 0) * ms, 0);
    const cpuMs = ((user + system) / 1000) * Math.max(1, ONE_CPU_MB / memoryMb);
    const ms = cpuMs + waits + (storeCalls / STORE_CALLS_AT_ONCE) * STORE_WAIT_MS;
    if (now < countFrom) return;
    for (const [unit, amount] of Object.entries({ ...units, 'lambda:request': 1, 'lambda:gb-second': (memoryMb / 1024) * (ms / 1000) })) {
      total.units[unit] = (total.units[unit] ?? 0) + amount;
    }
  };
  const tick: TelemetryTick = { source: 'kaizen.schedule', kind: 'tick' };
  const log = (): void => undefined;

  for (; now < to; now += MINUTE_MS) {
    for (const each of fleet.functions) {
      const lines = linesOf(fleet, each, now - MINUTE_MS);
      if (lines === null) continue;
      if (now >= countFrom) total.activeMinutes += 1;
      await invoke('telemetry/receive-logs', () => receiveLogs(ports, settings, lines));
    }
    await invoke('telemetry/dispatch', () => dispatch(ports, settings, tick));
    for (let message = waiting.shift(); message !== undefined; message = waiting.shift()) {
      const { queue, body } = message;
      const event: QueueEvent = { Records: [{ messageId: 'model', body }] };
      // A receipt and a deletion.
      meter.count('sqs:request', 2);
      if (queue === 'polls') {
        const counted = now >= countFrom;
        if (counted) total.polls += (JSON.parse(body) as { targets: string[] }).targets.length;
        await invoke('telemetry/poll', () => poll(ports, settings, event, log));
      } else {
        if (now >= countFrom) total.findings += 1;
        await invoke('analysis/detect', () => detect(ports, settings, event));
      }
    }
  }
  for (const { cadence } of await ports.registry.list()) total.byCadence[cadence] = (total.byCadence[cadence] ?? 0) + 1;
  return { ...total, told };
}

/** One delivery for each minute with a call: the lines that the subscription filter lets through. */
function linesOf(fleet: ModelFleet, of: ModelFunction, minute: number): DeliveredLines | null {
  const seen = fleet.minute(of, minute);
  if (seen === null) return null;
  const version = '1';
  const at = (index: number): number => minute + Math.floor((index / seen.invocations) * MINUTE_MS);
  const id = (index: number): string => `${of.index}-${minute / MINUTE_MS}-${index}`;
  const count = Math.min(seen.invocations, MOST_LINES);
  const failed = Math.round((seen.errors / seen.invocations) * count);
  return {
    kind: 'lines',
    id: id(-1),
    functionName: of.name,
    reports: Array.from({ length: count }, (_, index) => ({
      requestId: id(index),
      version,
      at: at(index),
      durationMs: seen.p50,
      memoryMb: 512,
      maxMemoryMb: 120,
      initMs: null,
      status: index < failed ? 'error' : 'ok',
    })),
    errors: Array.from({ length: failed }, (_, index) => ({
      requestId: id(index),
      version,
      at: at(index),
      type: 'Error',
      message: 'upstream answered 503',
      stack: [],
      fatal: true,
    })),
    operations: [],
    dropped: 0,
  };
}

function modelFunctions(fleet: ModelFleet, clock: () => number): Ports['fleet'] {
  const tags = ({ name, priority }: ModelFunction) => ({ name, priority, tenant: 'default', autonomy: null });
  const target = (of: ModelFunction): Target => ({
    ...tags(of),
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    liveVersion: '1',
    configuration: { memoryMb: 512, timeoutSeconds: 10 },
    source: null,
    samples: null,
  });
  return part<Ports['fleet']>('fleet', {
    discover: async () => fleet.functions.map(tags),
    get: async (name) => target(fleet.get(name)),
    alias: async (name) => ({
      version: '1',
      canary: fleet.inRollout(fleet.get(name), clock()) ? { version: '2', weight: 0.1 } : null,
      revision: '1',
    }),
  });
}

/** What the telemetry needs of the control table: an event is new once in its window, a lock is free. One write of a small item each time. */
function modelControl(meter: Meter): Ports['control'] {
  const until = new Map<string, number>();
  return part<Ports['control']>('control', {
    async firstSight(key, _eventId, windowMs, now) {
      meter.count('dynamodb:write-unit', 1);
      if ((until.get(key) ?? 0) > now) return false;
      until.set(key, now + windowMs);
      return true;
    },
    sightCounted: async () => meter.count('dynamodb:write-unit', 1),
    async acquireLock() {
      meter.count('dynamodb:write-unit', 1);
      return true;
    },
    releaseLock: async () => meter.count('dynamodb:write-unit', 1),
  });
}

/** A record and its marker: the head of the chain is read, two items of about a kilobyte are written. */
function modelAppend(meter: Meter): Ports['audit']['append'] {
  let sequence = 0;
  return async (entry) => {
    meter.count('dynamodb:write-unit', 3);
    sequence += 1;
    return { ...entry, sequence, previous: '', hash: '' };
  };
}

/** A port with those of its methods that the telemetry of this fleet comes to; any other says that the model lacks it. */
function part<T extends object>(name: string, methods: Partial<T>): T {
  return new Proxy(methods as T, {
    get: (known, key) =>
      Reflect.get(known, key) ??
      (() => {
        throw new Error(`the model has no ${name}.${String(key)}`);
      }),
  });
}
