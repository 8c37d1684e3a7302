import validate from 'asl-validator';
import { StateMachine } from 'aws-local-stepfunctions';
import { describe, expect, it } from 'vitest';
import { PERMANENT_ERRORS, RETRYABLE_ERRORS } from '../../lambdas/shared/contract/errors.ts';
import { WORKFLOWS, type HandlerName, type WorkflowName } from '../../lambdas/shared/contract/names.ts';
import { OpportunityRef } from '../../lambdas/shared/contract/workflow.ts';
import * as errors from '../../lambdas/shared/errors.ts';
import { allStates, readAssembly } from '../../lib/assembly.ts';
import { LAMBDA_FAULTS } from '../../lib/constructs/workflows/retries.ts';
import { synthesized } from './synthesized.ts';

const { workflows, taskHandlers } = readAssembly(synthesized({ stage: 'dev' }));

describe.each(WORKFLOWS)('definition of %s', (name) => {
  it('passes asl-validator', () => {
    const { isValid, errorsText } = validate(structuredClone(workflows[name]));
    expect(errorsText('\n')).toBe('');
    expect(isValid).toBe(true);
  });

  it('is as it was', () => {
    expect(workflows[name]).toMatchSnapshot();
  });

  it('uses neither JSONata nor variables nor task tokens, which the local interpreters lack', () => {
    const text = JSON.stringify(workflows[name]);
    expect(text).not.toMatch(/JSONata|"Assign"|waitForTaskToken|Task\.Token/);
  });

  it('retries and catches only errors that can come', () => {
    const known = new Set<string>([
      ...RETRYABLE_ERRORS,
      ...PERMANENT_ERRORS,
      ...LAMBDA_FAULTS,
      'States.ALL',
      'StepFunctions.ExecutionAlreadyExistsException',
    ]);
    for (const [state, { Retry = [], Catch = [] }] of allStates(workflows[name])) {
      for (const error of [...Retry, ...Catch].flatMap(({ ErrorEquals }) => ErrorEquals)) expect(known, state).toContain(error);
    }
  });

  it('retries each error that is worth it in each handler task', () => {
    for (const [state, { Type, Retry = [] }] of allStates(workflows[name])) {
      const binding = taskHandlers[name][state];
      if (Type !== 'Task' || binding === undefined || !('handler' in binding)) continue;
      for (const error of [...RETRYABLE_ERRORS, ...LAMBDA_FAULTS]) {
        const first = Retry.find(({ ErrorEquals }) => ErrorEquals.includes(error) || ErrorEquals.includes('States.ALL'));
        expect(first?.MaxAttempts, `${state} on ${error}`).toBeGreaterThan(0);
      }
    }
  });
});

it('names of the errors are those of the classes that handlers throw', () => {
  const classes = Object.values(errors).filter((value) => value !== errors.KaizenError) as (new (message: string) => errors.KaizenError)[];
  const thrown = classes.map((Class) => new Class('x'));
  expect(
    thrown
      .filter(({ retryable }) => retryable)
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual([...RETRYABLE_ERRORS].toSorted());
  expect(
    thrown
      .filter(({ retryable }) => !retryable)
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual([...PERMANENT_ERRORS].toSorted());
});

/** What the fake handlers do: an answer, an error, or one after the other. */
type Script = Partial<Record<HandlerName | 'start', unknown[]>>;

class Named extends Error {
  constructor(name: string) {
    super(`${name} happened`);
    this.name = name;
  }
}

/** Runs a definition with fake handlers; the last answer of a script repeats. Returns what was called with what. */
async function run(name: WorkflowName, input: Record<string, unknown>, script: Script) {
  const calls: { task: string; input: Record<string, unknown> }[] = [];
  const counts: Record<string, number> = {};
  const tasks = Object.fromEntries(
    Object.entries(taskHandlers[name]).map(([state, binding]) => {
      const key = 'handler' in binding ? binding.handler : 'start';
      return [
        state,
        async (given: Record<string, unknown>) => {
          calls.push({ task: state, input: given });
          const answers = script[key] ?? [{}];
          const answer = answers[Math.min(counts[key] ?? 0, answers.length - 1)];
          counts[key] = (counts[key] ?? 0) + 1;
          if (answer instanceof Error) throw answer;
          return answer;
        },
      ];
    }),
  );
  const states = allStates(workflows[name]);
  const execution = new StateMachine(structuredClone(workflows[name]) as never).run(input as never, {
    context: { Execution: { Name: 'cycle-1', Input: input as never } },
    overrides: {
      taskResourceLocalHandlers: tasks as never,
      waitTimeOverrides: Object.fromEntries(states.filter(([, { Type }]) => Type === 'Wait').map(([state]) => [state, 0])),
      retryIntervalOverrides: Object.fromEntries(
        states.filter(([, { Retry }]) => Retry !== undefined).map(([state, { Retry = [] }]) => [state, Retry.map(() => 0)]),
      ),
    },
  });
  const ended = await execution.result.then(
    () => 'SUCCEEDED' as const,
    (error: Error) => error.name,
  );
  return { ended, calls, path: calls.map(({ task }) => task) };
}

const ref = { tenant: 'default', cycleId: 'cycle-1', improvementId: 'imp-1' };

const promoted = (...next: ('watch' | 'done')[]) => next.map((each) => ({ ...ref, next: each }));
const judged = (...decisions: string[]) => decisions.map((decision) => Object.assign({ decision }, ref));

describe('rollout', () => {
  it('goes up in steps and is promoted', async () => {
    const { ended, path, calls } = await run('rollout', ref, {
      'rollout/deploy': [{ ...ref, started: true }],
      'rollout/judge': judged('continue', 'step', 'promote'),
      'rollout/promote': promoted('done'),
    });
    expect(ended).toBe('SUCCEEDED');
    expect(path).toEqual(['Deploy', 'Judge', 'Judge', 'Step', 'Judge', 'Promote', 'Learn', 'ReportRollout']);
    for (const { input } of calls) expect(input).toMatchObject(ref);
    expect(calls.at(-1)?.input).toEqual({ ...ref, ended: 'rollout' });
  });

  it('watches what was promoted, and asks for the promotion again to close it', async () => {
    const { ended, path } = await run('rollout', ref, {
      'rollout/deploy': [{ ...ref, started: true }],
      'rollout/judge': judged('promote', 'continue', 'promote'),
      'rollout/promote': promoted('watch', 'done'),
    });
    expect(ended).toBe('SUCCEEDED');
    expect(path).toEqual(['Deploy', 'Judge', 'Promote', 'Judge', 'Judge', 'Promote', 'Learn', 'ReportRollout']);
  });

  it('rolls back what turns out worse while it is watched', async () => {
    const { path } = await run('rollout', ref, {
      'rollout/deploy': [{ ...ref, started: true }],
      'rollout/judge': judged('promote', 'roll-back'),
      'rollout/promote': promoted('watch'),
    });
    expect(path).toEqual(['Deploy', 'Judge', 'Promote', 'Judge', 'RollBack', 'Learn', 'ReportRollout']);
  });

  it('only reports when nothing was changed', async () => {
    const { path } = await run('rollout', ref, { 'rollout/deploy': [{ ...ref, started: false }] });
    expect(path).toEqual(['Deploy', 'ReportRollout']);
  });

  it.each(['roll-back', 'something that nobody knows'])('rolls back on the decision %s', async (decision) => {
    const { ended, path } = await run('rollout', ref, { 'rollout/deploy': [{ ...ref, started: true }], 'rollout/judge': judged(decision) });
    expect(ended).toBe('SUCCEEDED');
    expect(path).toEqual(['Deploy', 'Judge', 'RollBack', 'Learn', 'ReportRollout']);
  });

  it.each([
    ['rollout/deploy', 'Deploy'],
    ['rollout/judge', 'Judge'],
    ['rollout/step', 'Step'],
    ['rollout/promote', 'Promote'],
  ] as const)('rolls back when %s fails for good, with the error', async (handler, state) => {
    const { ended, calls } = await run('rollout', ref, {
      'rollout/deploy': [{ ...ref, started: true }],
      'rollout/judge': judged(handler === 'rollout/step' ? 'step' : 'promote'),
      [handler]: [new Named('TargetChanged')],
    });
    expect(ended).toBe('SUCCEEDED');
    const failing = calls.findIndex(({ task }) => task === state);
    expect(calls[failing + 1]).toMatchObject({
      task: 'RollBack',
      input: { ...ref, error: { Error: 'TargetChanged', Cause: 'TargetChanged happened' } },
    });
  });

  it('repeats what passes by itself', async () => {
    const { path } = await run('rollout', ref, {
      'rollout/deploy': [{ ...ref, started: true }],
      'rollout/judge': [new Named('DependencyUnavailable'), new Named('StaleRecord'), ...judged('promote')],
      'rollout/promote': promoted('done'),
    });
    expect(path).toEqual(['Deploy', 'Judge', 'Judge', 'Judge', 'Promote', 'Learn', 'ReportRollout']);
  });

  it('keeps at a rollback that fails, and then calls a person and fails', async () => {
    const { ended, path, calls } = await run('rollout', ref, {
      'rollout/deploy': [{ ...ref, started: true }],
      'rollout/judge': judged('roll-back'),
      'rollout/roll-back': [new Named('AnythingUnknown')],
    });
    expect(ended).not.toBe('SUCCEEDED');
    expect(path.filter((task) => task === 'RollBack')).toHaveLength(13);
    expect(calls.at(-1)).toMatchObject({ task: 'Alert', input: { ...ref, error: { Error: 'AnythingUnknown' } } });
  });

  it('does not repeat a rollback that cannot help', async () => {
    const { path } = await run('rollout', ref, {
      'rollout/deploy': [{ ...ref, started: true }],
      'rollout/judge': judged('roll-back'),
      'rollout/roll-back': [new Named('TargetChanged')],
    });
    expect(path).toEqual(['Deploy', 'Judge', 'RollBack', 'Alert']);
  });

  it('is not failed by what could not be learned', async () => {
    const { ended, path } = await run('rollout', ref, {
      'rollout/deploy': [{ ...ref, started: true }],
      'rollout/judge': judged('promote'),
      'rollout/promote': promoted('done'),
      'learning/learn': [new Named('CorruptRecord')],
    });
    expect(ended).toBe('SUCCEEDED');
    expect(path.at(-1)).toBe('ReportRollout');
  });
});

describe('improvement-cycle', () => {
  const cycle = { tenant: 'default', cycleId: 'cycle-1' };
  const request = { tenant: 'default', trigger: 'manual' };
  const opportunity = (opportunityId: string) => ({ ...cycle, opportunityId });
  const collected = [{ ...cycle, proceed: true }];

  it('takes the name of the execution as its id and skips what is switched off', async () => {
    const { ended, calls } = await run('improvement-cycle', request, { 'telemetry/collect': [{ ...cycle, proceed: false }] });
    expect(ended).toBe('SUCCEEDED');
    expect(calls).toEqual([{ task: 'Collect', input: { executionName: 'cycle-1', request } }]);
  });

  it('improves what was chosen, starts the rollouts and reports', async () => {
    const { ended, calls, path } = await run('improvement-cycle', request, {
      'telemetry/collect': collected,
      'analysis/analyse': [{ ...cycle, chosen: [opportunity('a')] }],
      'generation/generate': [{ ...ref, proceed: true }],
      'validation/validate': [{ ...ref, next: 'rollout' }],
    });
    expect(ended).toBe('SUCCEEDED');
    expect(path).toEqual(['Collect', 'Analyse', 'Generate', 'Validate', 'StartRollout', 'ReportCycle']);
    expect(calls[4]?.input).toMatchObject({ Name: 'imp-1', Input: ref, StateMachineArn: expect.stringContaining(':stateMachine:rollout') });
    expect(calls[5]?.input).toEqual({ ...cycle, ended: 'cycle' });
  });

  it('lets a model repair what the gates sent back, as often as they do', async () => {
    const { ended, path, calls } = await run('improvement-cycle', request, {
      'telemetry/collect': collected,
      'analysis/analyse': [{ ...cycle, chosen: [opportunity('imp-1')] }],
      'generation/generate': [{ ...ref, proceed: true }],
      'validation/validate': [
        { ...ref, opportunityId: 'imp-1', next: 'repair' },
        { ...ref, opportunityId: 'imp-1', next: 'repair' },
        { ...ref, next: 'rollout' },
      ],
    });
    expect(ended).toBe('SUCCEEDED');
    const again = ['Generate', 'Validate'];
    expect(path).toEqual(['Collect', 'Analyse', ...again, ...again, ...again, 'StartRollout', 'ReportCycle']);
    for (const { task, input } of calls) if (task === 'Generate') expect(OpportunityRef.parse(input)).toEqual(opportunity('imp-1'));
  });

  it.each([
    ['nothing was written', { 'generation/generate': [{ ...ref, proceed: false }] }, ['Generate']],
    [
      'a gate failed',
      { 'generation/generate': [{ ...ref, proceed: true }], 'validation/validate': [{ ...ref, next: 'none' }] },
      ['Generate', 'Validate'],
    ],
    [
      'the rollout is under way already',
      {
        'generation/generate': [{ ...ref, proceed: true }],
        'validation/validate': [{ ...ref, next: 'rollout' }],
        start: [new Named('StepFunctions.ExecutionAlreadyExistsException')],
      },
      ['Generate', 'Validate', 'StartRollout'],
    ],
    ['writing fails', { 'generation/generate': [new Named('CorruptRecord')] }, ['Generate']],
  ])('ends an item when %s, and still reports', async (_case, script, item) => {
    const { ended, path } = await run('improvement-cycle', request, {
      'telemetry/collect': collected,
      'analysis/analyse': [{ ...cycle, chosen: [opportunity('a')] }],
      ...script,
    });
    expect(ended).toBe('SUCCEEDED');
    expect(path).toEqual(['Collect', 'Analyse', ...item, 'ReportCycle']);
  });

  it('gives the other items their way when one fails', async () => {
    const { path } = await run('improvement-cycle', request, {
      'telemetry/collect': collected,
      'analysis/analyse': [{ ...cycle, chosen: [opportunity('a'), opportunity('b'), opportunity('c')] }],
      'generation/generate': [{ ...ref, proceed: true }],
      'validation/validate': [new Named('CorruptRecord'), { ...ref, next: 'rollout' }],
    });
    expect(path.filter((task) => task === 'StartRollout')).toHaveLength(2);
    expect(path.at(-1)).toBe('ReportCycle');
  });

  it.each([
    ['Collect', { 'telemetry/collect': [new Named('CorruptRecord')] }],
    ['Analyse', { 'telemetry/collect': collected, 'analysis/analyse': [new Named('CorruptRecord')] }],
  ])('reports and fails when %s fails', async (state, script) => {
    const { ended, calls } = await run('improvement-cycle', request, script);
    expect(ended).not.toBe('SUCCEEDED');
    expect(calls.map(({ task }) => task).slice(-2)).toEqual([state, 'ReportFailure']);
    expect(calls.at(-1)?.input).toEqual({ ...cycle, ended: 'failed', error: { Error: 'CorruptRecord', Cause: 'CorruptRecord happened' } });
  });
});
