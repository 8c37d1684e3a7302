import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sandboxReplayer } from '../../lambdas/shared/adapters/sandbox/replayer.ts';
import { createSandbox } from '../../lambdas/shared/adapters/sandbox/sandbox.ts';
import { sdkModules } from '../../lambdas/shared/adapters/sandbox/sdk-modules.ts';
import { boundedConcurrency } from '../../lambdas/generation/codemods/bounded-concurrency.ts';
import type { Codemod } from '../../lambdas/generation/codemods/codemod.ts';
import { ttlCache } from '../../lambdas/generation/codemods/ttl-cache.ts';
import { InvocationSample, type SourceFile } from '../../lambdas/shared/contract/records.ts';
import { parseAnswer } from '../../lambdas/shared/patch/parse-answer.ts';
import { differencePath } from '../../lambdas/shared/replay/alike.ts';
import { changeOf, type Change, type Use } from '../../lambdas/validation/check.ts';
import { behaviour } from '../../lambdas/validation/checks/behaviour.ts';
import { benefit } from '../../lambdas/validation/checks/benefit.ts';
import { SERVICES } from '../../localstack/embedded/fleet/services.ts';
import { startHost, type Host } from '../../localstack/embedded/host/start-host.ts';
import { seededRandom } from '../../localstack/embedded/load/random.ts';
import { installFleet, type FleetBackends } from '../../localstack/embedded/sample-fleet.ts';
import { SAMPLE_ANSWERS } from '../../localstack/embedded/scripted-model.ts';
import { virtualClock } from '../../localstack/embedded/virtual-clock.ts';

// What the recorder keeps of a service is what the replayer needs to have it do the same again, without anything that it called.

/** A replay takes ten seconds, and the machine may be busy. */
const LONG = 180_000;

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
    // An environment records its first six invocations.
    expect(set.samples.map(({ id }) => id).toReversed()).toEqual(answers.slice(0, 6).map(({ report }) => report?.requestId));
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
      // Of a call that got no answer it is not recorded in which words it failed.
      if (sample?.calls.some(({ response }) => response === null)) expect([outcome.ok, sample.outcome.ok]).toEqual([false, false]);
      else expect(differencePath(outcome, sample?.outcome, true)).toBeNull();
      expect(calls.map(({ answered, finished }) => [answered, finished])).toEqual(sample?.calls.map(() => ['recorded', true]));
      expect(calls.map(({ method, operation }) => [method, operation])).toEqual(sample?.calls.map((call) => [call.method, call.operation]));
    }
    expect(got[0]?.cases).toHaveLength(samples.length);
  });
});

describe('what the checks say of', () => {
  /** Twenty samples and more: five of each environment. */
  const recordMore = async (name: string): Promise<void> => {
    const service = SERVICES.find((each) => each.name === name);
    const random = seededRandom(2, name);
    for (let round = 0; round < 6; round += 1)
      await Promise.all(Array.from({ length: 6 }, () => host.invoke(name, service?.payload(random), null)));
  };
  const changed = async (
    name: string,
    by: Pick<Use, 'differences' | 'benefit'>,
    edit: (files: SourceFile[]) => SourceFile[],
  ): Promise<Change> => {
    const { files } = await host.code(name, '1');
    const samples = await host.samples(name, '1', 50);
    return changeOf(files, edit(files), { handler: 'handler.handler', samples, ...by });
  };
  const judge = async (change: Change): Promise<[string, string][]> => {
    const tools = { replayer, types: { check: async () => [] }, runner: { run: async () => ({ none: 'not here' }) } };
    const results = [];
    for (const check of [behaviour, benefit]) {
      results.push(await check.run(change, tools));
      if (results.at(-1)?.status === 'fail') break;
    }
    return results.map(({ check, status, summary }) => [`${check}: ${status}`, summary]);
  };
  const words = (judged: [string, string][]): string[] => judged.map(([word]) => word);
  const by = ({ differences, benefit: figure, apply }: Codemod) => ({
    use: { differences, benefit: figure },
    edit: (files: SourceFile[]): SourceFile[] =>
      files.flatMap((file) => {
        const result = /test[/]/.test(file.path) ? null : apply(file, files, (site) => site.status === 'applicable');
        return result?.applied === true ? [result.file] : [];
      }),
  });

  test(
    'codemods of the sample services: they pass',
    async () => {
      for (const [name, codemod] of [
        ['catalog', ttlCache],
        ['orders', boundedConcurrency],
      ] as const) {
        await recordMore(name);
        const { use, edit } = by(codemod);
        const judged = await judge(await changed(name, use, edit));
        expect(words(judged)).toEqual(['behaviour: pass', 'benefit: pass']);
      }
    },
    LONG,
  );

  test(
    'the answer of a model to what keeps failing: it passes, as fewer of the recorded invocations fail',
    async () => {
      await recordMore('notices');
      const answer = await readFile(join(SAMPLE_ANSWERS, 'notices/orders-without-address.md'), 'utf8');
      const parsed = parseAnswer(answer, []);
      if (!parsed.ok) throw new Error(parsed.reason);
      const use = { differences: ['fewer-failures'], benefit: 'fewer-failures' } as const;
      const judged = await judge(await changed('notices', use, () => parsed.files.filter(({ path }) => path === 'notice-text.ts')));
      expect(words(judged)).toEqual(['behaviour: pass', 'benefit: pass']);
    },
    LONG,
  );

  test(
    'a change that is wrong, does nothing or is slower: it does not',
    async () => {
      const edit = (from: string, to: string) => (files: SourceFile[]) =>
        files
          .filter(({ path, content }) => !path.startsWith('test/') && content.includes(from))
          .map((file) => ({ ...file, content: file.content.replace(from, to) }));
      const use = { differences: [], benefit: 'duration' } as const;
      expect(words(await judge(await changed('catalog', use, edit('* 100)', '* 101)'))))).toEqual(['behaviour: fail']);
      expect(
        words(await judge(await changed('catalog', use, edit('await fetchPriceList(event.currency)', "await fetchPriceList('EUR')")))),
      ).toEqual(['behaviour: fail']);
      expect(words(await judge(await changed('catalog', use, edit('export interface', '/* nothing */ export interface'))))).toEqual([
        'behaviour: pass',
        'benefit: fail',
      ]);
    },
    LONG,
  );
});

test('credentials are not kept', async () => {
  const { environment, samples } = await host.samples('orders', '1', 50);
  expect(environment['AWS_SECRET_ACCESS_KEY']).toBe('redacted-by-kaizen');
  const text = JSON.stringify({ environment, samples });
  expect(text).not.toMatch(/"embedded"|Credential=|x-amz-security-token|AWS4-HMAC/i);
});
