import { describe, expect, it } from 'vitest';
import { bareRuntime } from '../../../lambdas/shared/adapters/aws/bare-runtime.ts';
import { packBody, unpackBody } from '../../../lambdas/shared/adapters/sandbox/job-codec.ts';
import type { ReplayJob } from '../../../lambdas/shared/source/tools.ts';
import { createHandler } from '../../../lambdas/validation/sandbox.handler.ts';
import { readAssembly } from '../../../lib/assembly.ts';
import { synthesized } from '../../infra/synthesized.ts';

const { environment } = readAssembly(synthesized({ stage: 'dev' })).handlers['validation/sandbox'];
const tools = () => ({
  runner: { run: async () => ({ none: 'the target has no tests' }) },
  replayer: { replay: async ({ handler }: ReplayJob) => ({ none: `no file for ${handler}` }) },
});
const handle = createHandler(bareRuntime(tools, environment));
const NONCE = 'ab'.repeat(16);
const job = (value: unknown) => ({ nonce: NONCE, job: (packBody(value) as { body: string }).body });

describe('the sandbox’s handler', () => {
  it.each([
    ['no word', { job: '' }],
    ['a short word', { ...job({ kind: 'tests', files: [] }), nonce: 'ab' }],
    ['no body', { nonce: NONCE }],
    ['a body of another kind', job({ kind: 'shell', files: [] })],
    ['a replay without samples', job({ kind: 'replay', job: { packages: [] } })],
    ['files without paths', job({ kind: 'tests', files: [{ content: '' }] })],
  ])('refuses an event with %s', async (_name, event) => {
    await expect(handle(event)).rejects.toMatchObject({ name: 'InvalidEvent', message: expect.stringContaining('validation/sandbox') });
  });

  it('answers a job under its own word', async () => {
    const { nonce, result } = await handle(job({ kind: 'tests', files: [] }));
    expect(nonce).toBe(NONCE);
    expect(unpackBody(result)).toEqual({ none: 'the target has no tests' });
  });

  it('hands a replay to the one who replays', async () => {
    const replay = {
      packages: [[]],
      handler: 'index.handler',
      environment: {},
      samples: [],
      repetitions: 1,
      starts: 1,
      dependencies: 'recorded',
      hangMs: 5,
    };
    const { result } = await handle(job({ kind: 'replay', job: replay }));
    expect(unpackBody(result)).toEqual({ none: 'no file for index.handler' });
  });

  it('says so when its answer is too large for one', async () => {
    const output = Array.from({ length: 700_000 }, (_, index) => Math.sin(index).toString(36)).join('');
    const wordy = { ...tools(), runner: { run: async () => ({ passed: 1, failed: 0, coverage: 1, lines: {}, output }) } };
    const { result } = await createHandler(bareRuntime(() => wordy, environment))(job({ kind: 'tests', files: [] }));
    expect(unpackBody(result)).toEqual({ none: expect.stringMatching(/^what came of it has \d+ bytes, packed/) });
  });

  it('needs its environment', async () => {
    const without = createHandler(bareRuntime(tools, { ...environment, KAIZEN_STAGE: undefined }));
    await expect(without(job({ kind: 'tests', files: [] }))).rejects.toMatchObject({ name: 'InvalidEnvironment' });
  });
});
