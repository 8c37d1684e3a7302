import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { buildCycleReport } from '../../../lambdas/reporting/build-cycle-report.ts';
import type { RunOptions, RunResult } from '../../../bin/commands/embedded-cloud.ts';
import { BaseEnvironment } from '../../../lambdas/shared/contract/environment.ts';
import { HANDLERS } from '../../../lambdas/shared/contract/names.ts';
import type { CloudEvent } from '../../../localstack/embedded/events.ts';
import { fullCycle, minutes } from '../../lambdas/reporting/fixtures.ts';
import { fakeCli } from './fake-cloud.ts';

/** Synthesis takes seconds on a loaded machine. */
const SYNTH_TIMEOUT = 60_000;
const REPORT = buildCycleReport({ ...fullCycle(), anomalies: [], cost: { total: 0, lines: [], unpriced: [] } }, minutes(40));
const EVENT: CloudEvent = {
  at: minutes(1),
  phase: 'analysis',
  level: 'good',
  message: 'orders: found \u001B[31m6 opportunities.',
  subject: 'orders',
};
const result = (status: RunResult['status']): RunResult => ({
  status,
  cycleId: 'cycle-1',
  report: REPORT,
  kept: '.kaizen/reports/cycle-1.html',
});

/** The model that the handlers of a run are told of. */
function modelIn({ handlers }: RunOptions['assembly']): unknown {
  const told = HANDLERS.filter((name) => handlers[name].environment['KAIZEN_MODEL'] !== undefined);
  expect(told.length === 0 || told.includes('generation/generate')).toBe(true);
  return BaseEnvironment.parse(handlers['generation/generate'].environment).KAIZEN_MODEL;
}

describe('kaizen run --model', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });
  function file(value: unknown): string {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'kaizen-model-'));
    folders.push(folder);
    writeFileSync(path.join(folder, 'model.json'), JSON.stringify(value));
    return path.join(folder, 'model.json');
  }
  async function runWith(which: string) {
    let given: Partial<RunOptions> = {};
    const cli = fakeCli({
      run: async (options) => {
        given = options;
        return result('completed');
      },
    });
    const code = await cli.run('run', '--model', which);
    return { code, err: cli.output.err, given };
  }
  const local = {
    provider: 'openai',
    endpoint: 'http://127.0.0.1:11434/v1',
    apiKeyVariable: 'MODEL_KEY',
    models: [{ id: 'local', inputPrice: 0, outputPrice: 0, structured: false }],
  };

  it(
    'takes none, or the settings of a file, as no stage on AWS could have them',
    async () => {
      const none = await runWith('none');
      expect(none).toMatchObject({ code: 0, given: { scriptedModel: false } });
      expect(modelIn(none.given.assembly!)).toBeUndefined();
      const own = await runWith(file(local));
      expect(own).toMatchObject({ code: 0, given: { scriptedModel: false } });
      expect(modelIn(own.given.assembly!)).toMatchObject(local);
    },
    SYNTH_TIMEOUT,
  );

  it('names what is wrong with a file', async () => {
    expect(await runWith('/nowhere/model.json')).toMatchObject({ code: 2, err: expect.stringContaining('no such file') as unknown });
    const misspelt = await runWith(file({ ...local, temprature: 1 }));
    expect(misspelt).toMatchObject({ code: 2, err: expect.stringContaining('temprature') as unknown });
    const unfit = await runWith(file({ ...local, provider: 'bedrock' }));
    expect(unfit).toMatchObject({ code: 2, err: expect.stringMatching(/apiKeyVariable: found "MODEL_KEY"/) as unknown });
  });
});

describe('kaizen run', () => {
  it(
    'gives the run its options and the synthesised template, and prints progress and report',
    async () => {
      let given: Record<string, unknown> = {};
      const cli = fakeCli({
        run: async ({ assembly, onEvent, signal, ...rest }) => {
          given = {
            ...rest,
            states: Object.keys(assembly.workflows.rollout.definition.States),
            tables: assembly.tables,
            model: modelIn(assembly),
            aborted: signal.aborted,
          };
          onEvent(EVENT);
          return result('completed');
        },
      });
      expect(
        await cli.run('run', '--seed', '7', '--minute-seconds', '0.5', '--minutes', '50', '--observe', '10', '--state-dir', 'there'),
      ).toBe(0);
      expect(given).toMatchObject({
        seed: 7,
        minuteSeconds: 0.5,
        maxMinutes: 50,
        observeMinutes: 10,
        stateDir: 'there',
        aborted: false,
        incident: true,
        scriptedModel: true,
      });
      expect(given['model']).toMatchObject({ provider: 'bedrock', models: [{ id: 'scripted.answers-from-files' }] });
      expect(given['states']).toEqual(expect.arrayContaining(['Deploy', 'Judge', 'RollBack']));
      expect(given['tables']).toHaveLength(4);
      expect(cli.output.out.split('\n')[0]).toBe('02:01:00  analysis    + orders: found [31m6 opportunities.');
      expect(cli.output.out).toContain('KAIZEN CYCLE cycle-1');
      expect(cli.output.out.endsWith('\nKept as a page, with pictures: .kaizen/reports/cycle-1.html\n')).toBe(true);
      expect(cli.listening()).toBe(0);
    },
    SYNTH_TIMEOUT,
  );

  it(
    'writes JSON lines and nothing else with --json',
    async () => {
      const cli = fakeCli({
        run: async ({ onEvent }) => {
          onEvent(EVENT);
          return result('completed');
        },
      });
      expect(await cli.run('run', '--json')).toBe(0);
      const lines = cli.output.out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(lines).toEqual([
        { type: 'event', ...EVENT },
        { type: 'result', status: 'completed', cycleId: 'cycle-1', report: REPORT, kept: '.kaizen/reports/cycle-1.html', exitCode: 0 },
      ]);
    },
    SYNTH_TIMEOUT,
  );

  it.each([
    ['failed', 1],
    ['out-of-time', 1],
    ['interrupted', 130],
  ] as const)(
    '%s ends with %i',
    async (status, code) => {
      const cli = fakeCli({ run: async () => result(status) });
      expect(await cli.run('run')).toBe(code);
      expect(cli.output.err).toMatch(/^kaizen: /);
    },
    SYNTH_TIMEOUT,
  );

  it(
    'aborts at the first Ctrl-C and leaves at the second',
    async () => {
      const cli = fakeCli({
        run: async ({ signal }) => {
          cli.send('SIGINT');
          expect(signal.aborted).toBe(true);
          expect(cli.exits).toEqual([]);
          cli.send('SIGINT');
          return result('interrupted');
        },
      });
      expect(await cli.run('run')).toBe(130);
      expect(cli.exits).toEqual([130]);
    },
    SYNTH_TIMEOUT,
  );
});
