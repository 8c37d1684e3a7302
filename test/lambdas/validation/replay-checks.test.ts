import { describe, expect, test } from 'vitest';
import type { Replay, ReplayJob, Replayer } from '../../../lambdas/shared/source/tools.ts';
import { changeOf, type Tools, type Use } from '../../../lambdas/validation/check.ts';
import { behaviour } from '../../../lambdas/validation/checks/behaviour.ts';
import { benefit } from '../../../lambdas/validation/checks/benefit.ts';
import { callOf, caseOf, replayOf, sampleOf, samplesOf, steadyReplayer, USE } from './replays.ts';

const change = (use: Partial<Use> = {}) =>
  changeOf([{ path: 'handler.mjs', content: 'old' }], [{ path: 'handler.mjs', content: 'new' }], { ...USE, ...use });
const tools = (replayer: Replayer): Tools => ({
  replayer,
  types: { check: async () => [] },
  runner: { run: async () => ({ none: 'not here' }) },
});
/** A replayer that is steady but for what `alter` makes of what the new version did. */
const altered = (alter: (after: Replay, before: Replay) => Replay, jobs: ReplayJob[] = []): Replayer => ({
  async replay(job) {
    jobs.push(job);
    const replays = await steadyReplayer.replay(job);
    if ('none' in replays) return replays;
    const [before, after] = replays;
    if (before === undefined || after === undefined) throw new Error('none');
    return [before, alter(after, before)];
  },
});
const gone: Replayer = { replay: async () => ({ none: 'no sandbox' }) };

describe('behaviour', () => {
  test('the same on every sample passes', async () => {
    expect(await behaviour.run(change(), tools(steadyReplayer))).toMatchObject({
      status: 'pass',
      summary: '20 recorded invocations give the same results and the same calls',
    });
  });

  test('each way in which it deviates is one finding at the handler', async () => {
    const wrong = altered((after) => ({
      ...after,
      cases: after.cases.map((each) => ({ ...each, outcome: { ok: true, value: { index: 'other' } } })),
    }));
    expect(await behaviour.run(change(), tools(wrong))).toMatchObject({
      status: 'fail',
      findings: [{ file: 'handler.handler', line: 0, rule: 'result', message: 'the result differs: index' }],
    });
  });

  test('a difference passes only when it is declared', async () => {
    const calls = [callOf(), callOf()];
    const fewer = altered((after) => ({ ...after, cases: after.cases.map((each) => ({ ...each, calls: [callOf()] })) }));
    const both: Replayer = {
      async replay(job) {
        const got = await fewer.replay(job);
        if ('none' in got) return got;
        const [before, after] = got;
        return [replayOf((before?.cases ?? []).map((each) => ({ ...each, calls }))), after ?? replayOf([])];
      },
    };
    expect(await behaviour.run(change(), tools(both))).toMatchObject({ status: 'fail', findings: [{ rule: 'read' }] });
    expect(await behaviour.run(change({ differences: ['fewer-reads'] }), tools(both))).toMatchObject({ status: 'pass' });
  });

  test('what the old version does not do again is set aside, and too much of it proves nothing', async () => {
    const unsteady = (count: number): Use['samples'] => {
      const set = samplesOf(20);
      return {
        ...set,
        samples: set.samples.map((sample, index) => (index < count ? { ...sample, outcome: { ok: true, value: 'random' } } : sample)),
      };
    };
    const replayer: Replayer = {
      replay: async ({ packages, samples }) =>
        packages.map(() => replayOf(samples.map(({ event }) => caseOf({ outcome: { ok: true, value: event } })))),
    };
    expect(await behaviour.run(change({ samples: unsteady(9) }), tools(replayer))).toMatchObject({
      status: 'pass',
      summary: expect.stringContaining('11 recorded invocations give the same results and the same calls; 9 were set aside') as unknown,
    });
    expect(await behaviour.run(change({ samples: unsteady(10) }), tools(replayer))).toMatchObject({
      status: 'fail',
      findings: [{ rule: 'not-reproducible' }],
    });
  });

  test.each([
    [{ none: 'nobody did' }, steadyReplayer, 'nobody did'],
    [{ environment: {}, samples: [sampleOf(1, { durationMs: 20_000 })] }, steadyReplayer, 'took more than 10 s'],
    [samplesOf(3), gone, 'no sandbox'],
  ])('without anything to compare by, it says so: %#', async (samples, replayer, why) => {
    expect(await behaviour.run(change({ samples }), tools(replayer))).toMatchObject({
      status: 'fail',
      findings: [{ rule: 'no-samples', message: expect.stringContaining(why) as unknown }],
    });
  });
});

describe('benefit', () => {
  test('is told with its figures', async () => {
    expect(await benefit.run(change(), tools(steadyReplayer))).toMatchObject({
      status: 'pass',
      summary: expect.stringContaining('50.0 % faster') as unknown,
    });
  });

  test('none is a failure', async () => {
    expect(await benefit.run(change(), tools(altered((_, before) => before)))).toMatchObject({
      status: 'fail',
      findings: [{ rule: 'no-benefit', message: expect.stringContaining('not better by its duration') as unknown }],
    });
  });

  test.each([
    ['memory', { dependencies: 'instant' }],
    ['init', { starts: 12 }],
    ['bounded-wait', { dependencies: 'hang' }],
    ['finished-calls', { dependencies: 'recorded', repetitions: 1 }],
  ] as const)('%s is measured in its own way, and half the time is none', async (kind, job) => {
    const jobs: ReplayJob[] = [];
    const samples = { environment: {}, samples: samplesOf(5).samples.map((sample) => ({ ...sample, calls: [CALL] })) };
    const result = await benefit.run(change({ benefit: kind, samples }), tools(altered((after) => after, jobs)));
    expect(jobs).toMatchObject([job]);
    expect(result.status).toBe('fail');
  });

  test.each([
    [{ none: 'nobody did' }, steadyReplayer, 'nobody did'],
    [samplesOf(3), steadyReplayer, 'too few'],
    [samplesOf(9), gone, 'no sandbox'],
  ])('what can not be measured is for people: %#', async (samples, replayer, why) => {
    expect(await benefit.run(change({ samples }), tools(replayer))).toMatchObject({
      findings: [{ rule: 'no-samples', message: expect.stringContaining(why) as unknown }],
    });
  });
});

const CALL = {
  method: 'GET',
  url: 'http://rates.example/a',
  operation: null,
  requestBody: { text: '', base64: false },
  response: null,
  startedMs: 0,
  durationMs: 1,
};
