import { describe, expect, it } from 'vitest';
import { remoteSandbox } from '../../../../../lambdas/shared/adapters/aws/remote-sandbox.ts';
import { packBody, unpackBody } from '../../../../../lambdas/shared/adapters/sandbox/job-codec.ts';
import { createMeter } from '../../../../../lambdas/shared/adapters/unit-meter.ts';
import type { SandboxRequest } from '../../../../../lambdas/shared/contract/sandbox-job.ts';
import type { ReplayJob } from '../../../../../lambdas/shared/source/tools.ts';
import { dollars } from '../../../../../lambdas/shared/cost/price-of.ts';
import { DependencyUnavailable } from '../../../../../lambdas/shared/errors.ts';
import { serviceError } from '../../../../contract/fakes/intercept.ts';
import { functionModel } from '../../../../contract/fakes/sandbox-service.ts';

const ARN = 'arn:aws:lambda:eu-central-1:000000000000:function:kaizen-dev-validation-sandbox';
const FILES = [{ path: 'index.js', content: 'export const handler = async () => 1;\n' }];
const RUN = { passed: 2, failed: 0, coverage: 0.9, lines: { 'index.js': { ran: [1], missed: [] } }, output: 'ok' };

const bodyOf = (value: unknown): string => {
  const packed = packBody(value);
  return 'body' in packed ? packed.body : expect.fail(packed.none);
};

/** The runner over a function that answers so. */
function over(answer: (request: SandboxRequest) => unknown) {
  const meter = createMeter();
  let now = 0;
  const client = functionModel(ARN, async (event) => answer(event as SandboxRequest));
  const waits: number[] = [];
  const waiting = { random: () => 0.5, sleep: async (ms: number) => void waits.push(ms) };
  return { meter, waits, ...remoteSandbox({ functionArn: ARN, meter, client, uptime: () => (now += 2048), waiting }) };
}
const named = (name: string, message: string) => Object.assign(new Error(message), { name });

describe('the sandbox from outside', () => {
  it('is given the files and a word that nobody can guess, and gives back what came of it', async () => {
    const asked: SandboxRequest[] = [];
    const { runner } = over((request) => {
      asked.push(request);
      return { nonce: request.nonce, result: bodyOf(RUN) };
    });
    expect(await runner.run(FILES)).toEqual(RUN);
    await runner.run(FILES);
    expect(asked.map(({ job }) => unpackBody(job))).toEqual([1, 2].map(() => ({ kind: 'tests', files: FILES })));
    expect(asked[0]?.nonce).toMatch(/^[0-9a-f]{32}$/);
    expect(asked[0]?.nonce).not.toBe(asked[1]?.nonce);
  });

  it('is paid for by whoever asks: the call, and its memory over its time', async () => {
    const { runner, meter } = over(({ nonce }) => ({ nonce, result: bodyOf({ none: 'no tests' }) }));
    expect(await runner.run(FILES)).toEqual({ none: 'no tests' });
    const units = meter.drain();
    expect(units).toEqual({ 'lambda:Invoke': 1, 'lambda:request': 1, 'lambda:gb-second': expect.closeTo((1769 / 1024) * 2.048, 6) });
    expect(dollars(units).unpriced).toEqual([]);
  });

  it.each([
    ['Runtime.OutOfMemory', 'too little', 'Runtime.OutOfMemory'],
    ['Runtime.ExitError', 'RequestId: 1 Error: Runtime exited', 'Runtime.ExitError'],
    ['Sandbox.Timedout', 'RequestId: 1 Error: Task timed out after 120.00 seconds', 'Sandbox.Timedout'],
    ['', '2026-11-28T02:00:00.000Z 1 Task timed out after 120.00 seconds', 'Sandbox.Timedout'],
    ['Function.ResponseSizeTooLarge', 'too much', 'Function.ResponseSizeTooLarge'],
  ])('that ended by %s (%s) is a failed run', async (name, message, told) => {
    const { runner } = over(() => {
      throw named(name, message);
    });
    expect(await runner.run(FILES)).toEqual({ passed: 0, failed: 1, coverage: 0, lines: {}, output: `ended the sandbox (${told})` });
  });

  it('that failed by itself is an error', async () => {
    const { runner } = over(() => {
      throw named('InvalidEvent', 'validation/sandbox: nonce');
    });
    await expect(runner.run(FILES)).rejects.toThrow('the sandbox failed: InvalidEvent: validation/sandbox: nonce');
  });

  it.each([
    ['of another job', () => ({ nonce: '0'.repeat(32), result: bodyOf(RUN) }), /another job/],
    ['without a word', () => ({ result: bodyOf(RUN) }), /nonce/],
    ['of another shape', ({ nonce }: SandboxRequest) => ({ nonce, result: bodyOf({ ...RUN, coverage: 2 }) }), /./],
    ['that is no JSON', ({ nonce }: SandboxRequest) => ({ nonce, result: Buffer.from('x').toString('base64') }), /./],
    ['of nothing', () => null, /./],
  ] as [string, (request: SandboxRequest) => unknown, RegExp][])(
    'whose answer is one %s is not believed',
    async (_name, answer, reason) => {
      await expect(over(answer).runner.run(FILES)).rejects.toThrow(reason);
    },
  );

  it('is not asked with more than Lambda takes, and says so', async () => {
    let asked = 0;
    const { runner, meter } = over(() => (asked += 1));
    const noise = Array.from({ length: 700_000 }, (_, index) => Math.sin(index).toString(36)).join('');
    expect(await runner.run([{ path: 'noise.js', content: noise }])).toEqual({
      none: expect.stringMatching(/^what is to be run has \d+ bytes, packed; Lambda takes/),
    });
    expect(asked).toBe(0);
    expect(meter.drain()).toEqual({});
  });

  it('is given replays in the same way, and never says of one that ended it that there was none', async () => {
    const job: ReplayJob = {
      packages: [FILES],
      handler: 'index.handler',
      environment: {},
      samples: [],
      repetitions: 1,
      starts: 1,
      dependencies: 'hang',
      hangMs: 5,
    };
    const replays = [{ cases: [], initMs: [12.5], heapGrowthBytes: -3 }];
    const { replayer } = over(({ nonce, job: asked }) => {
      expect(unpackBody(asked)).toEqual({ kind: 'replay', job });
      return { nonce, result: bodyOf(replays) };
    });
    expect(await replayer.replay(job)).toEqual(replays);
    const ended = over(() => {
      throw named('Runtime.OutOfMemory', '');
    });
    await expect(ended.replayer.replay(job)).rejects.toThrow('the replay ended the sandbox (Runtime.OutOfMemory)');
  });

  it('is asked again later when too many ask at a time', async () => {
    const { runner, waits } = over(() => {
      throw serviceError('TooManyRequestsException', 429);
    });
    await expect(runner.run(FILES)).rejects.toThrow(DependencyUnavailable);
    expect(waits).toEqual([1000, 2000, 4000, 8000, 10_000, 10_000]);
  });

  it('waits for a place that is taken, and goes on when it is free', async () => {
    let taken = 2;
    const { runner, waits } = over(({ nonce }) => {
      taken -= 1;
      if (taken >= 0) throw serviceError('TooManyRequestsException', 429);
      return { nonce, result: bodyOf(RUN) };
    });
    expect(await runner.run(FILES)).toEqual(RUN);
    expect(waits).toEqual([1000, 2000]);
  });
});
