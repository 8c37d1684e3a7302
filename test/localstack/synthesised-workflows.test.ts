import { describe, expect, it, vi } from 'vitest';
import { HANDLERS, type HandlerName, type WorkflowName } from '../../lambdas/shared/contract/names.ts';
import { CorruptRecord, DependencyUnavailable, TargetChanged } from '../../lambdas/shared/errors.ts';
import type { Handler } from '../../lambdas/shared/handler.ts';
import { readAssembly } from '../../lib/assembly.ts';
import { property, type Template } from '../../lib/template.ts';
import { embeddedWorkflows, type ExecutionEnd } from '../../localstack/embedded/workflows.ts';
import { synthesized } from '../infra/synthesized.ts';

const template = synthesized({ stage: 'dev' });

/** Answers of a handler, one after the other; the last one repeats. An error is thrown. */
type Script = Partial<Record<HandlerName, unknown[]>>;

/** Runs an execution of a synthesised stack as the embedded cloud does, over fake handlers. */
async function run(workflow: WorkflowName, script: Script, stack: Template = template) {
  const { workflows: definitions, taskHandlers } = readAssembly(stack);
  const states: Record<WorkflowName, string[]> = { 'improvement-cycle': [], rollout: [] };
  const events: Partial<Record<HandlerName, unknown[]>> = {};
  const ends: ExecutionEnd[] = [];
  const answer = (name: HandlerName): unknown => {
    const answers = script[name] ?? [{}];
    return answers[Math.min((events[name]?.length ?? 1) - 1, answers.length - 1)];
  };
  const handlers = Object.fromEntries(
    HANDLERS.map((name): [HandlerName, Handler<unknown>] => [
      name,
      async (event) => {
        (events[name] ??= []).push(event);
        const given = answer(name);
        if (given instanceof Error) throw given;
        return given;
      },
    ]),
  ) as Record<HandlerName, Handler<unknown>>;
  const embedded = (name: WorkflowName) => ({ definition: definitions[name], tasks: taskHandlers[name] });
  const workflows = embeddedWorkflows({
    workflows: { 'improvement-cycle': embedded('improvement-cycle'), rollout: embedded('rollout') },
    handlers,
    // A wait of a minute takes a millisecond.
    minuteMs: 1,
    onState: (execution, state) => void states[execution.workflow].push(state),
    onEnd: async (end) => void ends.push(end),
  });
  await workflows.start(workflow, workflow === 'rollout' ? 'imp-1' : 'cycle-1', workflow === 'rollout' ? ref : request);
  await workflows.idle();
  return { states, events, ends, path: states[workflow], end: ends.find((end) => end.workflow === workflow) };
}

const request = { tenant: 'default', trigger: 'manual' };
const cycle = { tenant: 'default', cycleId: 'cycle-1' };
const ref = { ...cycle, improvementId: 'imp-1' };
const started = [{ ...ref, started: true }];
const judged = (...decisions: string[]) => decisions.map((decision) => Object.assign({ decision }, ref));
const promoted: Script = {
  'rollout/deploy': started,
  'rollout/judge': judged('continue', 'step', 'promote'),
  'rollout/promote': [{ ...ref, next: 'done' }],
};
const chosen = (...ids: string[]): Script => ({
  'telemetry/collect': [{ ...cycle, proceed: true }],
  'analysis/analyse': [{ ...cycle, chosen: ids.map((opportunityId) => Object.assign({ opportunityId }, cycle)) }],
});

/** The template with its state machine's definition changed, wherever that is literal text. */
function altered(workflow: WorkflowName, change: (definition: string) => string): Template {
  const copy = structuredClone(template);
  const [id, machine] =
    Object.entries(copy.Resources).find(([, { Metadata }]) => Metadata?.['kaizen:workflow'] === workflow) ?? expect.fail('not there');
  const join = property<{ 'Fn::Join': [string, unknown[]] }>(id, machine, 'DefinitionString')['Fn::Join'];
  const before = JSON.stringify(join[1]);
  join[1] = join[1].map((part) => (typeof part === 'string' ? change(part) : part));
  expect(JSON.stringify(join[1])).not.toBe(before);
  return copy;
}

const PROMOTED = [
  'Deploy',
  'Started',
  'WaitMinute',
  'Judge',
  'Decision',
  'WaitMinute',
  'Judge',
  'Decision',
  'Step',
  'WaitMinute',
  'Judge',
  'Decision',
  'Promote',
  'Promoted',
  'Learn',
  'ReportRollout',
  'Done',
];

describe('the synthesised rollout, embedded', () => {
  it('promotes', async () => {
    const { path, end, events } = await run('rollout', promoted);
    expect(path).toEqual(PROMOTED);
    expect(end).toMatchObject({ status: 'SUCCEEDED', transitions: PROMOTED.length });
    expect(events['reporting/report']).toEqual([{ ...ref, ended: 'rollout' }]);
  });

  it('rolls back', async () => {
    const { path, end, events } = await run('rollout', { 'rollout/deploy': started, 'rollout/judge': judged('roll-back') });
    expect(path).toEqual(['Deploy', 'Started', 'WaitMinute', 'Judge', 'Decision', 'RollBack', 'Learn', 'ReportRollout', 'Done']);
    expect(end?.status).toBe('SUCCEEDED');
    expect(events['rollout/roll-back']).toEqual([expect.objectContaining(ref)]);
  });

  it('rolls back what failed to be deployed, with the error', async () => {
    const { path, end, events } = await run('rollout', { 'rollout/deploy': [new TargetChanged('somebody else deployed')] });
    expect(path).toEqual(['Deploy', 'RollBack', 'Learn', 'ReportRollout', 'Done']);
    expect(end?.status).toBe('SUCCEEDED');
    expect(events['rollout/roll-back']).toEqual([{ ...ref, error: { Error: 'TargetChanged', Cause: 'somebody else deployed' } }]);
  });

  it('calls a person when it cannot be rolled back, and fails', async () => {
    const { path, end, events } = await run('rollout', {
      'rollout/deploy': started,
      'rollout/judge': judged('roll-back'),
      'rollout/roll-back': [new TargetChanged('the alias is elsewhere')],
    });
    expect(path.slice(-3)).toEqual(['RollBack', 'Alert', 'RollBackFailed']);
    expect(end).toMatchObject({ status: 'FAILED', transitions: path.length });
    expect(events['reporting/alert']).toEqual([
      { ...ref, decision: 'roll-back', error: { Error: 'TargetChanged', Cause: 'the alias is elsewhere' } },
    ]);
  });

  it('keeps trying to roll back through all of its retries', async () => {
    const { path, events, end } = await run('rollout', {
      'rollout/deploy': started,
      'rollout/judge': judged('roll-back'),
      'rollout/roll-back': [...Array.from({ length: 12 }, () => new DependencyUnavailable('throttled')), {}],
    });
    expect(events['rollout/roll-back']).toHaveLength(13);
    expect(path).not.toContain('Alert');
    expect(end?.status).toBe('SUCCEEDED');
  });
});

describe('the synthesised improvement cycle, embedded', () => {
  const improving: Script = {
    ...chosen('a'),
    'generation/generate': [{ ...ref, proceed: true }],
    'validation/validate': [{ ...ref, next: 'rollout' }],
  };

  it('starts the rollout that it validated, and reports', async () => {
    const { states, ends, events } = await run('improvement-cycle', { ...improving, ...promoted });
    expect(states['improvement-cycle']).toEqual([
      'Collect',
      'Proceed',
      'Analyse',
      'ImproveEach',
      'Generate',
      'Written',
      'Validate',
      'MayRollOut',
      'StartRollout',
      'ItemDone',
      'ReportCycle',
      'Done',
    ]);
    expect(states.rollout).toEqual(PROMOTED);
    expect(events['telemetry/collect']).toEqual([{ executionName: 'cycle-1', request }]);
    expect(events['rollout/deploy']).toEqual([ref]);
    expect(ends.map(({ workflow, name, status }) => `${workflow} ${name} ${status}`).toSorted()).toEqual([
      'improvement-cycle cycle-1 SUCCEEDED',
      'rollout imp-1 SUCCEEDED',
    ]);
  });

  it('starts the rollout of an improvement once', async () => {
    const { states, ends } = await run('improvement-cycle', { ...improving, ...chosen('a', 'b'), ...promoted });
    expect(states['improvement-cycle'].filter((state) => state === 'StartRollout')).toHaveLength(2);
    expect(states['improvement-cycle']).not.toContain('ItemFailed');
    expect(ends.filter(({ workflow }) => workflow === 'rollout')).toHaveLength(1);
  });

  it('ends where it may not proceed', async () => {
    const { path, end } = await run('improvement-cycle', { 'telemetry/collect': [{ ...cycle, proceed: false }] });
    expect(path).toEqual(['Collect', 'Proceed', 'Skipped']);
    expect(end?.status).toBe('SUCCEEDED');
  });

  it.each(['telemetry/collect', 'analysis/analyse', 'reporting/report'] as const)(
    'reports the failure of %s, and fails',
    async (failing) => {
      const failure = new CorruptRecord('not readable');
      const { path, end, events } = await run('improvement-cycle', { ...chosen(), [failing]: [failure, {}] });
      expect(path.slice(-2)).toEqual(['ReportFailure', 'Failed']);
      expect(end?.status).toBe('FAILED');
      expect(events['reporting/report']?.at(-1)).toEqual({
        ...cycle,
        ended: 'failed',
        error: { Error: 'CorruptRecord', Cause: 'not readable' },
      });
    },
  );

  it('is not failed by one of its items', async () => {
    const { path, end, events } = await run('improvement-cycle', {
      ...chosen('a', 'b'),
      'generation/generate': [new CorruptRecord('not readable'), { ...ref, proceed: false }],
    });
    expect(path.filter((state) => state === 'ItemFailed')).toHaveLength(1);
    expect(path.filter((state) => state === 'ItemDone')).toHaveLength(1);
    expect(path.slice(-2)).toEqual(['ReportCycle', 'Done']);
    expect(end?.status).toBe('SUCCEEDED');
    expect(events['reporting/report']).toEqual([{ ...cycle, ended: 'cycle' }]);
  });

  it('repeats what passes by itself, and bills the state once', async () => {
    const { path, events, end } = await run('improvement-cycle', {
      ...chosen(),
      'telemetry/collect': [new DependencyUnavailable('throttled'), new DependencyUnavailable('throttled'), { ...cycle, proceed: false }],
    });
    expect(events['telemetry/collect']).toHaveLength(3);
    expect(path).toEqual(['Collect', 'Proceed', 'Skipped']);
    expect(end?.transitions).toBe(3);
  });
});

describe('a state that is changed in the stack', () => {
  it('shows in the run when it is added', async () => {
    const stack = altered('improvement-cycle', (text) =>
      text
        .replace('"BooleanEquals":true,"Next":"Analyse"', '"BooleanEquals":true,"Next":"Breathe"')
        .replace('"Analyse":{', '"Breathe":{"Type":"Pass","Next":"Analyse"},"Analyse":{'),
    );
    const before = await run('improvement-cycle', chosen());
    const after = await run('improvement-cycle', chosen(), stack);
    expect(before.path).toEqual(['Collect', 'Proceed', 'Analyse', 'ImproveEach', 'ReportCycle', 'Done']);
    expect(after.path).toEqual(['Collect', 'Proceed', 'Breathe', 'Analyse', 'ImproveEach', 'ReportCycle', 'Done']);
    expect(after.end?.transitions).toBe((before.end?.transitions ?? 0) + 1);
  });

  it('shows in the run when it is renamed, and keeps its handler', async () => {
    const stack = altered('rollout', (text) => text.replaceAll('"Promote"', '"PutIntoProduction"'));
    const { path, events } = await run('rollout', promoted, stack);
    expect(path).toEqual(PROMOTED.map((state) => (state === 'Promote' ? 'PutIntoProduction' : state)));
    expect(events['rollout/promote']).toHaveLength(1);
  });

  it('shows in the run when it leads elsewhere', async () => {
    const stack = altered('rollout', (text) =>
      text.replace('"StringEquals":"continue","Next":"WaitMinute"', '"StringEquals":"continue","Next":"Step"'),
    );
    const { path, events } = await run('rollout', promoted, stack);
    expect(path.slice(0, 6)).toEqual(['Deploy', 'Started', 'WaitMinute', 'Judge', 'Decision', 'Step']);
    expect(events['rollout/step']).toHaveLength(2);
  });

  it('shows in the run when it waits longer', async () => {
    const timers = vi.spyOn(globalThis, 'setTimeout');
    const waits = (ms: number) => timers.mock.calls.filter(([, delay]) => delay === ms).length;
    await run('rollout', promoted);
    expect([waits(1), waits(7)]).toEqual([3, 0]);
    timers.mockClear();
    const stack = altered('rollout', (text) => text.replace('"Type":"Wait","Seconds":60', '"Type":"Wait","Seconds":420'));
    const { path } = await run('rollout', promoted, stack);
    expect([waits(1), waits(7)]).toEqual([0, 3]);
    expect(path).toEqual(PROMOTED);
    timers.mockRestore();
  });
});
