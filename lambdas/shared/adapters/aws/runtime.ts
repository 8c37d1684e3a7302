import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { z } from 'zod';
import { settingsOf } from '../../contract/environment.ts';
import type { BaseEnvironment, Settings } from '../../contract/environment.ts';
import { TRANSITIONS } from '../../cost/transitions.ts';
import { InvalidEnvironment } from '../../errors.ts';
import { describeIssues } from '../../handler.ts';
import type { Runtime } from '../../handler.ts';
import type { Clock, Meter, Ports, WorkStore } from '../../ports.ts';
import { dynamoClient } from '../dynamo/client.ts';
import { dynamoWorkStore } from '../dynamo/work-store.ts';
import { createMeter } from '../unit-meter.ts';
import type { UnitMeter } from '../unit-meter.ts';

/** What a composition root builds its ports from. */
export interface RuntimeContext<Env extends BaseEnvironment> {
  env: Env;
  settings: Settings;
  meter: Meter;
  clock: Clock;
  /** The metered DynamoDB client; one for all stores, so that they share its connections. */
  dynamo: DynamoDBDocumentClient;
}

/** What stands around the runtime; given in tests, taken from the process on Lambda. */
export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  clock: Clock;
  /** Milliseconds since the process began. */
  uptime: () => number;
  /** Writes one line to the function's log. */
  log: (line: string) => void;
  dynamo?: (meter: Meter) => DynamoDBDocumentClient;
}

/** What adding usage to a cycle costs itself: one write of a small item. */
const OWN_USAGE = { 'dynamodb:UpdateItem': 1, 'dynamodb:write-unit': 1 };

/**
 * The runtime of a handler on Lambda: parses the environment, builds the ports at the first invocation and keeps them for
 * the next ones. `flush` bills the invocation (request, compute with its cold start, metered calls) to the cycle that the
 * event names, and logs it when there is none.
 *
 * Accounting never decides over a run: usage that cannot be written stays in the meter for the next flush, and is logged.
 *
 * Throws InvalidEnvironment, naming the variable, at each invocation while the environment does not fit `schema`.
 */
export function awsRuntime<Env extends BaseEnvironment, P extends keyof Ports>(
  schema: z.ZodType<Env>,
  build: (context: RuntimeContext<Env>) => Pick<Ports, P>,
  given: Partial<Surroundings> = {},
): () => Runtime<P> {
  const around: Surroundings = {
    env: process.env,
    clock: Date.now,
    uptime: () => performance.now(),
    log: (line) => process.stdout.write(`${line}\n`),
    ...given,
  };
  let built: Built<P> | null = null;
  return () => {
    // A process that was started for this very invocation is billed from its start on.
    const cold = built === null && around.env['AWS_LAMBDA_INITIALIZATION_TYPE'] === 'on-demand' ? around.uptime() : 0;
    const started = around.clock() - cold;
    built ??= buildOnce(schema, build, around);
    const { ports, settings, meter, memoryGb, usageStore } = built;
    return {
      ports,
      settings,
      async flush(cycle, handler) {
        meter.count('lambda:request', 1);
        meter.count('lambda:gb-second', (memoryGb * Math.max(0, around.clock() - started)) / 1000);
        meter.count('states:transition', TRANSITIONS[handler]);
        if (cycle === null) {
          around.log(JSON.stringify({ message: 'units outside of a cycle', units: meter.drain() }));
          return;
        }
        await billTo(cycle, meter, usageStore, around.log);
      },
    };
  };
}

interface Built<P extends keyof Ports> {
  ports: Pick<Ports, P>;
  settings: Settings;
  meter: UnitMeter;
  memoryGb: number;
  usageStore: WorkStore;
}

function buildOnce<Env extends BaseEnvironment, P extends keyof Ports>(
  schema: z.ZodType<Env>,
  build: (context: RuntimeContext<Env>) => Pick<Ports, P>,
  around: Surroundings,
): Built<P> {
  const parsed = schema.safeParse(around.env);
  if (!parsed.success) throw new InvalidEnvironment(`environment: ${describeIssues(parsed.error, around.env)}`);
  const env = parsed.data;
  const memoryMb = Number(around.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE']);
  if (!Number.isFinite(memoryMb) || memoryMb <= 0) {
    const found = String(around.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE']);
    throw new InvalidEnvironment(`environment: AWS_LAMBDA_FUNCTION_MEMORY_SIZE: found ${found}; expected megabytes`);
  }
  const meter = createMeter();
  const settings = settingsOf(env);
  const dynamo = (around.dynamo ?? ((of: Meter) => dynamoClient({ meter: of })))(meter);
  return {
    ports: build({ env, settings, meter, clock: around.clock, dynamo }),
    settings,
    meter,
    memoryGb: memoryMb / 1024,
    usageStore: dynamoWorkStore({ client: dynamo, table: env.KAIZEN_OPPORTUNITIES_TABLE }),
  };
}

async function billTo(
  cycle: { tenant: string; cycleId: string },
  meter: UnitMeter,
  store: WorkStore,
  log: (line: string) => void,
): Promise<void> {
  const units = meter.drain();
  const billed = { ...units };
  for (const [unit, amount] of Object.entries(OWN_USAGE)) billed[unit] = (billed[unit] ?? 0) + amount;
  try {
    await store.addUsage(cycle.tenant, cycle.cycleId, billed);
    // What the write itself counted was billed beforehand.
    meter.drain();
  } catch (error) {
    for (const [unit, amount] of Object.entries(units)) meter.count(unit, amount);
    log(JSON.stringify({ message: 'usage not written, kept for the next invocation', ...cycle, error: String(error) }));
  }
}
