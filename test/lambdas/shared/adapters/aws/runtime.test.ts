import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awsRuntime } from '../../../../../lambdas/shared/adapters/aws/runtime.ts';
import type { Surroundings } from '../../../../../lambdas/shared/adapters/aws/runtime.ts';
import { dynamoClient } from '../../../../../lambdas/shared/adapters/dynamo/client.ts';
import { dynamoWorkStore } from '../../../../../lambdas/shared/adapters/dynamo/work-store.ts';
import { BaseEnvironment } from '../../../../../lambdas/shared/contract/environment.ts';
import { PRICES } from '../../../../../lambdas/shared/cost/prices.ts';
import { InvalidEnvironment } from '../../../../../lambdas/shared/errors.ts';
import { OFFLINE } from '../../../../contract/fakes/intercept.ts';
import { localDynamo } from '../../../../contract/fakes/local-dynamo.ts';
import type { LocalDynamo } from '../../../../contract/fakes/local-dynamo.ts';

let dynamo: LocalDynamo;
let table: string;
beforeAll(async () => {
  dynamo = await localDynamo();
  table = await dynamo.table();
});
afterAll(() => dynamo.stop());

const environment = () => ({
  KAIZEN_STAGE: 'dev',
  KAIZEN_BASELINES_TABLE: 'baselines',
  KAIZEN_OPPORTUNITIES_TABLE: table,
  KAIZEN_AUDIT_TABLE: 'audit',
  KAIZEN_CONTROL_TABLE: 'control',
  KAIZEN_TENANTS: '{}',
  KAIZEN_AUTONOMY_CEILING: 'tune',
  CLOUDWATCH_STREAM_INTERVAL_SECONDS: '60',
  CLOUDWATCH_NORMAL_INTERVAL_SECONDS: '300',
  CLOUDWATCH_QUIET_INTERVAL_SECONDS: '900',
  CLOUDWATCH_IDLE_INTERVAL_SECONDS: '3600',
  KAIZEN_LATENESS_SECONDS: '900',
  CLOUDWATCH_LOG_SAMPLING_RATE: '1.0',
  CLOUDWATCH_EVENT_DEDUP_WINDOW_SECONDS: '300',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
});

function setup(given: Partial<Surroundings> = {}) {
  let now = 1_000_000;
  let built = 0;
  const lines: string[] = [];
  const runtime = awsRuntime(
    BaseEnvironment,
    ({ clock, dynamo: client, env }) => {
      built += 1;
      return { clock, work: dynamoWorkStore({ client, table: env.KAIZEN_OPPORTUNITIES_TABLE }) };
    },
    {
      env: environment(),
      clock: () => now,
      uptime: () => 300,
      log: (line) => void lines.push(line),
      dynamo: (meter) => dynamoClient({ meter, endpoint: dynamo.endpoint, ...OFFLINE }),
      ...given,
    },
  );
  return { runtime, lines, pass: (ms: number) => void (now += ms), built: () => built };
}

describe('awsRuntime', () => {
  it('builds its ports at the first invocation, once', () => {
    const { runtime, built } = setup();
    expect(built()).toBe(0);
    const first = runtime();
    expect(runtime().ports).toBe(first.ports);
    expect(built()).toBe(1);
    expect(first.settings).toMatchObject({ stage: 'dev', autonomyCeiling: 'tune', logSamplingRate: 1 });
  });

  it('bills request, compute with the cold start once, transitions and calls to the cycle', async () => {
    const { runtime, pass } = setup();
    const { ports, flush } = runtime();
    await ports.work.cycles.get('default', 'c1');
    pass(1700);
    await flush({ tenant: 'default', cycleId: 'c1' }, 'rollout/judge');
    const units = await ports.work.usage('default', 'c1');
    expect(units).toEqual({
      'lambda:request': 1,
      // 512 MB over 0.3 s of start and 1.7 s of work.
      'lambda:gb-second': 1,
      'states:transition': 3,
      'dynamodb:GetItem': 1,
      'dynamodb:read-unit': 1,
      'dynamodb:UpdateItem': 1,
      'dynamodb:write-unit': 1,
    });
    expect(Object.keys(units).filter((unit) => !(unit in PRICES))).toEqual([]);

    const second = runtime();
    pass(1000);
    await second.flush({ tenant: 'default', cycleId: 'c2' }, 'rollout/judge');
    expect(await ports.work.usage('default', 'c2')).toMatchObject({ 'lambda:request': 1, 'lambda:gb-second': 0.5 });
  });

  it('logs what belongs to no cycle, and starts anew', async () => {
    const { runtime, lines } = setup();
    await runtime().flush(null, 'telemetry/ingest');
    await runtime().flush(null, 'telemetry/ingest');
    expect(lines.map((line) => (JSON.parse(line) as { units: Record<string, number> }).units['lambda:request'])).toEqual([1, 1]);
  });

  it('keeps usage that could not be written for the next invocation, and says so', async () => {
    const env = { ...environment(), KAIZEN_OPPORTUNITIES_TABLE: 'no-such-table' };
    const { runtime, lines } = setup({ env });
    await runtime().flush({ tenant: 'default', cycleId: 'c3' }, 'rollout/judge');
    expect(lines[0]).toMatch(/usage not written.*c3/);
    await runtime().flush(null, 'telemetry/ingest');
    expect(JSON.parse(lines[1] ?? '{}')).toMatchObject({ units: { 'lambda:request': 2 } });
  });

  it.each([
    ['KAIZEN_STAGE', 'Prod!', /KAIZEN_STAGE: found "Prod!"/],
    ['KAIZEN_TENANTS', '{', /KAIZEN_TENANTS/],
    ['KAIZEN_AUTONOMY_CEILING', 'all', /KAIZEN_AUTONOMY_CEILING/],
    ['AWS_LAMBDA_FUNCTION_MEMORY_SIZE', undefined, /AWS_LAMBDA_FUNCTION_MEMORY_SIZE: found undefined/],
  ])('names %s when it is %s', (name, value, message) => {
    const { runtime } = setup({ env: { ...environment(), [name]: value } });
    expect(runtime).toThrow(InvalidEnvironment);
    expect(runtime).toThrow(message);
  });
});
