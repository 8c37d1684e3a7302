import { dynamoAuditLog } from '../../../lambdas/shared/adapters/dynamo/audit-log.ts';
import { dynamoControlStore } from '../../../lambdas/shared/adapters/dynamo/control-store.ts';
import { dynamoTargetRegistry } from '../../../lambdas/shared/adapters/dynamo/target-registry.ts';
import { dynamoWorkStore } from '../../../lambdas/shared/adapters/dynamo/work-store.ts';
import { lambdaFleet } from '../../../lambdas/shared/adapters/aws/function-fleet.ts';
import type { Ports } from '../../../lambdas/shared/ports.ts';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Told } from '../history.ts';
import type { LambdaSide } from './lambda-side.ts';
import type { Call } from './wire.ts';

/** Names of the tables in a history. */
export const TABLES = { work: 'opportunities', audit: 'audit', control: 'control', registry: 'baselines' } as const;

/** The stores over a client: over the wire for handlers, directly for the harness. */
export function storesOver(client: DynamoDBDocumentClient): Pick<Ports, 'work' | 'audit' | 'control' | 'registry'> {
  return {
    work: dynamoWorkStore({ client, table: TABLES.work }),
    audit: dynamoAuditLog({ client, table: TABLES.audit, random: () => 0 }),
    control: dynamoControlStore({ client, table: TABLES.control }),
    registry: dynamoTargetRegistry({ client, table: TABLES.registry }),
  };
}

interface Options {
  client: DynamoDBDocumentClient;
  lambda: LambdaSide;
  clock: () => number;
  /** Lets virtual time pass for whoever is running. */
  sleep(ms: number): Promise<void>;
  pass<T>(call: Call, perform: () => Promise<T>): Promise<T>;
  told(message: Told): void;
  start(name: string, input: unknown): 'started' | 'already';
}

/**
 * What the handlers are given: the adapters of AWS and DynamoDB as they are, over models of the services; the metrics, the
 * messages and the starter at the port.
 */
export function portsOver({ client, lambda, clock, sleep, pass, told, start }: Options): Ports {
  const read =
    <A extends unknown[], R>(name: string, method: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> =>
      pass({ name, effect: false, layer: 'port' }, () => method(...args));
  const { metrics, logs } = lambda.traffic;
  const unused = (name: string) => async (): Promise<never> => {
    throw new Error(`faults: no handler of a rollout uses ${name}`);
  };
  return {
    clock,
    ...storesOver(client),
    fleet: lambdaFleet({
      meter: { count: () => undefined },
      client: lambda.model.client,
      taggingClient: lambda.model.taggingClient,
      fetch: lambda.model.fetch as typeof globalThis.fetch,
      wait: sleep,
    }),
    source: { source: unused('source') },
    samples: { samples: unused('samples') },
    runner: { run: unused('runner') },
    replayer: { replay: unused('replayer') },
    metrics: {
      completeUntil: read('metrics.completeUntil', metrics.completeUntil),
      minutes: read('metrics.minutes', metrics.minutes),
      versionMinutes: read('metrics.versionMinutes', metrics.versionMinutes),
      exceedances: read('metrics.exceedances', metrics.exceedances),
      quantiles: read('metrics.quantiles', metrics.quantiles),
    },
    logs: { reports: read('logs.reports', logs.reports), errors: read('logs.errors', logs.errors) },
    notifier: {
      notify: (message) =>
        pass({ name: `notify ${message.severity}: ${message.subject}`, effect: true, layer: 'port' }, async () => told(message)),
    },
    workflows: {
      start: (workflow, name, input) =>
        pass({ name: `start ${workflow} ${name}`, effect: true, layer: 'port' }, async () =>
          workflow === 'rollout' ? start(name, input) : 'started',
        ),
    },
    archive: {
      keep: (tenant, cycleId) =>
        pass({ name: `archive.keep ${cycleId}`, effect: true, layer: 'port' }, async () => ({ place: `${tenant}/${cycleId}` })),
    },
    sink: { put: () => undefined },
    model: null,
    subscriptions: null,
    baselines: { load: unused('baselines.load'), put: unused('baselines.put'), reset: unused('baselines.reset') },
    logBatches: { keep: unused('logBatches.keep'), minutes: unused('logBatches.minutes') },
    queue: { send: unused('queue.send') },
  };
}
