import { describe, expect, it } from 'vitest';
import { buildCycleReport } from '../../../lambdas/reporting/build-cycle-report.ts';
import type { RunResult } from '../../../bin/commands/embedded-cloud.ts';
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
      });
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
