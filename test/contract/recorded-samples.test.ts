import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sandboxReplayer } from '../../lambdas/shared/adapters/sandbox/replayer.ts';
import { createSandbox } from '../../lambdas/shared/adapters/sandbox/sandbox.ts';
import { sdkModules } from '../../lambdas/shared/adapters/sandbox/sdk-modules.ts';
import { InvocationSample } from '../../lambdas/shared/contract/records.ts';
import { differencePath } from '../../lambdas/shared/replay/alike.ts';
import { SERVICES } from '../../localstack/embedded/fleet/services.ts';
import { startHost, type Host } from '../../localstack/embedded/host/start-host.ts';
import { seededRandom } from '../../localstack/embedded/load/random.ts';
import { installFleet, type FleetBackends } from '../../localstack/embedded/sample-fleet.ts';
import { virtualClock } from '../../localstack/embedded/virtual-clock.ts';

// What the recorder keeps of a service is what the replayer needs to have it do the same again, without anything that it called.

let host: Host;
let backends: FleetBackends;
let directory: string;
const replayer = sandboxReplayer({ sandbox: createSandbox({ network: 'closed-here', modules: sdkModules(import.meta.dirname) }) });

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'samples-'));
  host = await startHost({
    directory,
    clock: virtualClock({ origin: 1e12, minuteMs: 60_000, now: Date.now }),
    region: 'us-east-1',
    seed: 1,
  });
  backends = await installFleet(host, 1);
});
afterAll(async () => {
  await host.stop();
  await backends.stop();
  await rm(directory, { recursive: true, force: true });
});

describe.each(SERVICES.map(({ name, payload, handler }) => ({ name, payload, handler })))('$name', ({ name, payload, handler }) => {
  test('what was recorded is replayed as it was', async () => {
    const random = seededRandom(1, name);
    const answers = [];
    for (let index = 0; index < 8; index += 1) answers.push(await host.invoke(name, payload(random), null));
    const set = await host.samples(name, '1', 50);
    // The first invocation is not recorded, nor are those after the fifth of the others.
    expect(set.samples.map(({ id }) => id).toReversed()).toEqual(answers.slice(1, 6).map(({ report }) => report?.requestId));
    expect(InvocationSample.array().safeParse(set.samples).error).toBeUndefined();
    expect(set.samples.every(({ calls }) => calls.length > 0)).toBe(true);
    expect(set.environment).not.toHaveProperty('PATH');

    const { files } = await host.code(name, '1');
    const samples = set.samples.toReversed();
    const got = await replayer.replay({
      packages: [files],
      handler,
      environment: set.environment,
      samples,
      repetitions: 1,
      starts: 1,
      dependencies: 'recorded',
      hangMs: 3000,
    });
    if ('none' in got) throw new Error(got.none);
    for (const [index, { outcome, calls }] of (got[0]?.cases ?? []).entries()) {
      const sample = samples[index];
      expect(differencePath(outcome, sample?.outcome, true)).toBeNull();
      expect(calls.map(({ answered, finished }) => [answered, finished])).toEqual(sample?.calls.map(() => ['recorded', true]));
      expect(calls.map(({ method, operation }) => [method, operation])).toEqual(sample?.calls.map((call) => [call.method, call.operation]));
    }
    expect(got[0]?.cases).toHaveLength(samples.length);
  });
});

test('credentials are not kept', async () => {
  const { environment, samples } = await host.samples('orders', '1', 50);
  expect(environment['AWS_SECRET_ACCESS_KEY']).toBe('redacted-by-kaizen');
  const text = JSON.stringify({ environment, samples });
  expect(text).not.toMatch(/"embedded"|Credential=|x-amz-security-token|AWS4-HMAC/i);
});
