import { describe, expect, it } from 'vitest';
import { checkDefinition, type Definition, interpret, StateError } from './interpret.ts';
import type { Json } from './paths.ts';

type Answer = Json | StateError;

/** Walks a definition over scripted answers by state, in no time; gives what happened. */
async function walk(definition: Definition, input: Json, answers: Record<string, Answer[]> = {}) {
  const states: string[] = [];
  const given: [string, Json][] = [];
  let slept = 0;
  const outcome = await interpret(definition, input, {
    async task(state, parameters) {
      given.push([state, parameters]);
      const answer = answers[state]?.shift() ?? {};
      if (answer instanceof StateError) throw answer;
      return answer;
    },
    async sleep(ms) {
      slept += ms;
    },
    now: () => 0,
    random: () => 0.5,
    entered: (state) => states.push(state),
    context: { Execution: { Name: 'e-1' } },
  });
  return { outcome, states, given, slept };
}

const failed = new StateError('StaleRecord', 'somebody was first');

describe('the interpreter of the state machine', () => {
  it('fills in parameters, takes in results and follows choices', async () => {
    const definition: Definition = {
      StartAt: 'Ask',
      States: {
        Ask: {
          Type: 'Task',
          Parameters: { 'id.$': '$.a.id', 'by.$': '$$.Execution.Name', fixed: 1 },
          ResultPath: '$.answer',
          Next: 'Which',
        },
        Which: {
          Type: 'Choice',
          Choices: [
            { And: [{ Variable: '$.answer.word', StringEquals: 'go' }, { Not: { Variable: '$.error', IsPresent: true } }], Next: 'Wait' },
          ],
          Default: 'Bad',
        },
        Wait: { Type: 'Wait', Seconds: 60, Next: 'Good' },
        Good: { Type: 'Succeed' },
        Bad: { Type: 'Fail', Error: 'Bad', CausePath: '$.answer.word' },
      },
    };
    const good = await walk(definition, { a: { id: 7 } }, { Ask: [{ word: 'go' }] });
    expect(good.outcome).toEqual({ status: 'SUCCEEDED', output: { a: { id: 7 }, answer: { word: 'go' } } });
    expect(good.given).toEqual([['Ask', { id: 7, by: 'e-1', fixed: 1 }]]);
    expect(good.slept).toBe(60_000);
    const bad = await walk(definition, { a: { id: 7 } }, { Ask: [{ word: 'no' }] });
    expect(bad.outcome).toEqual({ status: 'FAILED', error: 'Bad', cause: 'no' });
  });

  it('retries by the first entry that names the error, with its pauses, and then catches', async () => {
    const definition: Definition = {
      StartAt: 'Ask',
      States: {
        Ask: {
          Type: 'Task',
          Retry: [
            { ErrorEquals: ['StaleRecord'], IntervalSeconds: 2, BackoffRate: 2, MaxAttempts: 3, MaxDelaySeconds: 5 },
            { ErrorEquals: ['States.ALL'], MaxAttempts: 9 },
          ],
          Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Undo' }],
          ResultPath: null,
          Next: 'Good',
        },
        Undo: { Type: 'Task', Next: 'Good' },
        Good: { Type: 'Succeed' },
      },
    };
    const again = await walk(definition, { id: 1 }, { Ask: [failed, failed, { dropped: true }] });
    expect(again.outcome).toEqual({ status: 'SUCCEEDED', output: { id: 1 } });
    expect(again.slept).toBe(2000 + 4000);
    const caught = await walk(definition, { id: 1 }, { Ask: [failed, failed, failed, failed] });
    expect(caught.slept).toBe(2000 + 4000 + 5000);
    expect(caught.given.at(-1)).toEqual(['Undo', { id: 1, error: { Error: 'StaleRecord', Cause: 'somebody was first' } }]);
  });

  it('lets an error that nothing names fail the execution, and TaskFailed not stand for a timeout', async () => {
    const state = { Type: 'Task', Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'Good' }], Next: 'Good' };
    const definition: Definition = { StartAt: 'Ask', States: { Ask: state, Good: { Type: 'Succeed' } } };
    expect((await walk(definition, {}, { Ask: [failed] })).outcome.status).toBe('SUCCEEDED');
    expect((await walk(definition, {}, { Ask: [new StateError('States.Timeout', 'late')] })).outcome).toMatchObject({
      status: 'FAILED',
      error: 'States.Timeout',
    });
  });

  it('takes a full jitter as a share of the pause', async () => {
    const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 4, JitterStrategy: 'FULL' as const }];
    const definition: Definition = { StartAt: 'Ask', States: { Ask: { Type: 'Task', Retry, Next: 'Good' }, Good: { Type: 'Succeed' } } };
    expect((await walk(definition, {}, { Ask: [failed, {}] })).slept).toBe(2000);
  });

  it.each<[string, Definition]>([
    ['state X: found the type Parallel', { StartAt: 'X', States: { X: { Type: 'Parallel' } } }],
    ['state X: found the field HeartbeatSeconds', { StartAt: 'X', States: { X: { Type: 'Task', HeartbeatSeconds: 1 } as never } }],
    ['StartAt: found Y', { StartAt: 'Y', States: { X: { Type: 'Succeed' } } }],
  ])('refuses what it does not know: %s', (message, definition) => {
    expect(() => checkDefinition(definition)).toThrow(message);
  });

  it('refuses comparisons and paths that it does not know', async () => {
    const choice = (rule: object): Definition => ({
      StartAt: 'Which',
      States: { Which: { Type: 'Choice', Choices: [{ ...rule, Next: 'Good' }] }, Good: { Type: 'Succeed' } },
    });
    await expect(walk(choice({ Variable: '$.a', StringMatches: 'x*' }), { a: 'x' })).rejects.toThrow('StringMatches');
    await expect(walk(choice({ Variable: '$.a[0]', StringEquals: 'x' }), { a: 'x' })).rejects.toThrow('$.a[0]');
  });
});
