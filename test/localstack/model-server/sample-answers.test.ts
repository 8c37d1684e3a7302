import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generate } from '../../../lambdas/generation/generate.ts';
import { dynamoControlStore } from '../../../lambdas/shared/adapters/dynamo/control-store.ts';
import { dynamoModelStore } from '../../../lambdas/shared/adapters/dynamo/model-store.ts';
import { configuredModel } from '../../../lambdas/shared/adapters/model/configured-model.ts';
import { packageSource } from '../../../lambdas/shared/adapters/package-source.ts';
import { nodeTestRunner } from '../../../lambdas/shared/adapters/sandbox/node-test-runner.ts';
import { sandboxReplayer } from '../../../lambdas/shared/adapters/sandbox/replayer.ts';
import { createSandbox } from '../../../lambdas/shared/adapters/sandbox/sandbox.ts';
import { sdkModules } from '../../../lambdas/shared/adapters/sandbox/sdk-modules.ts';
import { typescriptChecker } from '../../../lambdas/shared/adapters/sandbox/type-checker.ts';
import { createMeter } from '../../../lambdas/shared/adapters/unit-meter.ts';
import type { Improvement, Opportunity, SourceFile } from '../../../lambdas/shared/contract/records.ts';
import { dollars } from '../../../lambdas/shared/cost/price-of.ts';
import { changeOf } from '../../../lambdas/validation/check.ts';
import { runChecks } from '../../../lambdas/validation/checks.ts';
import { SERVICES } from '../../../localstack/embedded/fleet/services.ts';
import { type ModelServerProcess, startModelServerProcess } from '../../../localstack/embedded/model-server/start-model-server.ts';
import { SAMPLE_ANSWERS, SCRIPTED_MODEL } from '../../../localstack/embedded/scripted-model.ts';
import { NO_SAMPLES } from '../../../lambdas/validation/checks/behaviour.ts';
import { OFFLINE } from '../../contract/fakes/intercept.ts';
import { type LocalDynamo, localDynamo } from '../../contract/fakes/local-dynamo.ts';
import { fleetOf, memoryAudit, memoryWork, opportunityOf, settingsWith, TARGET } from '../../lambdas/generation/fakes.ts';

let dynamo: LocalDynamo;
let server: ModelServerProcess;
beforeAll(async () => {
  [dynamo, server] = await Promise.all([localDynamo(), startModelServerProcess(SAMPLE_ANSWERS)]);
});
afterAll(() => Promise.all([dynamo.stop(), server.stop()]));

/** What a sample service's package holds. */
function filesOf(name: string) {
  const directory = SERVICES.find((service) => service.name === name)?.directory ?? expect.fail(`no service ${name}`);
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name: file }) => join(parentPath, file))
    .map((path) => ({ path: path.slice(directory.length).replaceAll('\\', '/').replace(/^\/+/, ''), content: readFileSync(path, 'utf8') }));
}

/** Asks over Bedrock's protocol, as the embedded cloud does, for an improvement of a sample service. */
async function ask(service: string, opportunity: Partial<Opportunity>) {
  const files = filesOf(service);
  const client = { client: dynamo.client, table: await dynamo.table() };
  const meter = createMeter();
  const control = dynamoControlStore(client);
  const clock = () => Date.UTC(2026, 10, 28);
  const fleet = fleetOf({ target: { ...TARGET, name: service }, files });
  const stored = opportunityOf({ target: service, ...opportunity });
  const work = memoryWork([stored]);
  const model = configuredModel({
    settings: { ...SCRIPTED_MODEL, endpoint: server.url },
    store: dynamoModelStore(client),
    control,
    meter,
    clock,
    environment: {},
    ...OFFLINE,
  });
  const ports = { work, fleet, source: packageSource(fleet), audit: memoryAudit(), control, clock, model };
  const settings = { ...settingsWith(), model: SCRIPTED_MODEL };
  const { proceed } = await generate(ports, settings, { tenant: 'default', cycleId: 'cycle-1', opportunityId: stored.id });
  const improvement = (await work.improvements.get('default', stored.id)) ?? expect.fail('nothing is on record');
  return { proceed, improvement, files, units: meter.drain() };
}

/** What the gates say of an improvement; recordings there are none here. */
function checked(files: SourceFile[], { files: changed, differences, benefit }: Improvement) {
  if (differences === undefined || benefit === undefined) return expect.fail('nothing is declared');
  const sandbox = createSandbox({ network: 'closed-here', modules: sdkModules(import.meta.dirname) });
  const tools = { runner: nodeTestRunner({ sandbox }), types: typescriptChecker(), replayer: sandboxReplayer({ sandbox }) };
  const use = { handler: 'handler.handler', samples: { none: 'nothing was recorded here' }, differences, benefit };
  return runChecks(changeOf(files, changed, use), tools);
}

describe('the answers of the sample fleet', () => {
  const slow = {
    kind: 'inefficient-algorithm',
    evidence: [{ source: 'source', summary: 'a search in a loop', location: 'cheapest.ts:15' }],
  } as const;

  it('bring a patch of quotes that holds every check, over the protocol of Bedrock', async () => {
    const { proceed, improvement, files, units } = await ask('quotes', { ...slow, evidence: [...slow.evidence] });
    expect(improvement.reason).toBe('written by model:scripted.answers-from-files; not validated yet');
    expect(proceed).toBe(true);
    expect(improvement).toMatchObject({
      strategy: 'model:scripted.answers-from-files',
      benefit: 'duration',
      files: [{ path: 'cheapest.ts' }],
    });
    expect(dollars(units)).toMatchObject({ unpriced: [] });
    expect(dollars(units).total).toBeCloseTo(improvement.rounds?.[0]?.dollars ?? 0, 3);
    const results = await checked(files, improvement);
    // What recorded invocations would say is tried where there are some (test/localstack/adapters).
    expect(results.flatMap(({ findings }) => findings.map(({ rule }) => rule))).toEqual([NO_SAMPLES]);
    expect(results.find(({ check }) => check === 'tests')?.status).toBe('pass');
  });

  it('bring a patch of notices that holds every check, with tests of its own', async () => {
    const failing = {
      kind: 'recurring-exception',
      evidence: [{ source: 'log', summary: 'Cannot read properties of undefined', location: 'notice-text.ts:16' }],
    } as const;
    const { improvement, files } = await ask('notices', { ...failing, evidence: [...failing.evidence] });
    expect(improvement).toMatchObject({
      benefit: 'fewer-failures',
      files: [{ path: 'notice-text.ts' }, { path: 'test/notice-text.test.ts' }],
    });
    const results = await checked(files, improvement);
    expect(results.flatMap(({ findings }) => findings.map(({ rule }) => rule))).toEqual([NO_SAMPLES]);
    expect(results.find(({ check }) => check === 'tests')?.status).toBe('pass');
  });

  it('say nothing of what they have nothing for, and the improvement is refused', async () => {
    const { proceed, improvement } = await ask('payments', { kind: 'latency', evidence: [{ source: 'telemetry', summary: 'slow' }] });
    expect(proceed).toBe(false);
    expect(improvement).toMatchObject({ status: 'refused', reason: expect.stringContaining('the answer holds no file') as unknown });
  });
});
