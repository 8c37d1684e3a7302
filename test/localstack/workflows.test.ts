import { afterEach, describe, expect, it, vi } from 'vitest';
import { HANDLERS, type HandlerName, type WorkflowName } from '../../lambdas/shared/contract/names.ts';
import { StaleRecord } from '../../lambdas/shared/errors.ts';
import type { Handler } from '../../lambdas/shared/handler.ts';
import { MINUTE_MS } from '../../lambdas/shared/time.ts';
import { embeddedWorkflows, type Definition, type ExecutionEnd, type SynthesisedWorkflow } from '../../localstack/embedded/workflows.ts';

const task = (rest: object = {}) => ({ Type: 'Task', Resource: 'arn:aws:lambda:embedded:000000000000:function:any', ...rest });
const machine = (StartAt: string, States: Record<string, object>): Definition => ({ StartAt, States: States as Definition['States'] });

/** One state that does nothing: what the machine that a test is not about consists of. */
const IDLE: SynthesisedWorkflow = { definition: machine('Nothing', { Nothing: { Type: 'Succeed' } }), tasks: {} };

interface Setup {
  cycle?: SynthesisedWorkflow;
  rollout?: SynthesisedWorkflow;
  handlers?: Partial<Record<HandlerName, Handler<unknown>>>;
  minuteMs?: number;
  onEnd?: (end: ExecutionEnd) => Promise<void>;
}

function setup({ cycle = IDLE, rollout = IDLE, handlers = {}, minuteMs = 1, onEnd }: Setup) {
  const calls: { handler: HandlerName; event: unknown }[] = [];
  const states: string[] = [];
  const ends: ExecutionEnd[] = [];
  const workflows = embeddedWorkflows({
    workflows: { 'improvement-cycle': cycle, rollout },
    handlers: Object.fromEntries(
      HANDLERS.map((handler): [HandlerName, Handler<unknown>] => [
        handler,
        async (event) => {
          calls.push({ handler, event });
          return handlers[handler] === undefined ? event : handlers[handler](event);
        },
      ]),
    ) as Record<HandlerName, Handler<unknown>>,
    minuteMs,
    onState: ({ workflow, name }, state) => void states.push(`${workflow}/${name} ${state}`),
    onEnd: async (end) => {
      ends.push(end);
      await onEnd?.(end);
    },
  });
  /** Starts an execution and waits until all are over. */
  const run = async (input: unknown = {}, workflow: WorkflowName = 'rollout') => {
    expect(await workflows.start(workflow, 'one', input)).toBe('started');
    await workflows.idle();
    return ends.find((end) => end.workflow === workflow);
  };
  return { workflows, calls, states, ends, run, called: () => calls.map(({ handler }) => handler) };
}

/** A promise and what settles it. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { promise, open: () => resolve() };
}

/** Lets everything that is ready run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('embeddedWorkflows', () => {
  it('binds Task states by their name, and hands data from one to the next', async () => {
    const { run, calls } = setup({
      rollout: {
        definition: machine('Deploy', { Deploy: task({ Next: 'Judge' }), Judge: task({ End: true }) }),
        tasks: { Deploy: { handler: 'rollout/deploy' }, Judge: { handler: 'rollout/judge' } },
      },
      handlers: { 'rollout/deploy': async () => ({ deployed: true }) },
    });
    expect(await run({ id: 7 })).toEqual({
      workflow: 'rollout',
      name: 'one',
      input: { id: 7 },
      status: 'SUCCEEDED',
      transitions: 2,
      error: null,
    });
    expect(calls).toEqual([
      { handler: 'rollout/deploy', event: { id: 7 } },
      { handler: 'rollout/judge', event: { deployed: true } },
    ]);
  });

  it('gives the definition the name of its execution', async () => {
    const { run, calls } = setup({
      cycle: {
        definition: machine('Collect', {
          Collect: task({ Parameters: { 'executionName.$': '$$.Execution.Name', 'request.$': '$' }, End: true }),
        }),
        tasks: { Collect: { handler: 'telemetry/collect' } },
      },
    });
    await run({ tenant: 'shop' }, 'improvement-cycle');
    expect(calls[0]?.event).toEqual({ executionName: 'one', request: { tenant: 'shop' } });
  });

  it('refuses a Task state without a binding, inside a Map too, naming all of them', () => {
    const definition = machine('Each', {
      Each: { Type: 'Map', ItemProcessor: machine('Generate', { Generate: task({ End: true }) }), Next: 'Report' },
      Report: task({ End: true }),
    });
    expect(() => setup({ cycle: { definition, tasks: {} } })).toThrow(
      /^improvement-cycle: no binding for the Task states (Generate, Report|Report, Generate)$/,
    );
    expect(() => setup({ rollout: { definition, tasks: { Report: { handler: 'reporting/report' } } } })).toThrow(
      'rollout: no binding for the Task states Generate',
    );
  });

  it('refuses a definition that no state machine is', () => {
    const definition = machine('Nowhere', { Wait: { Type: 'Wait', Seconds: 1, Next: 'Nothing' } });
    expect(() => setup({ rollout: { definition, tasks: {} } })).toThrow(/State machine definition is invalid/);
  });

  it('runs an execution of one name once, in each workflow', async () => {
    const { workflows, ends } = setup({});
    expect(await workflows.start('rollout', 'one', { first: true })).toBe('started');
    expect(await workflows.start('rollout', 'one', { first: false })).toBe('already');
    expect(await workflows.start('improvement-cycle', 'one', {})).toBe('started');
    await workflows.idle();
    expect(await workflows.start('rollout', 'one', {})).toBe('already');
    await workflows.idle();
    expect(ends.map(({ workflow, input }) => [workflow, input])).toEqual([
      ['rollout', { first: true }],
      ['improvement-cycle', {}],
    ]);
  });

  it('starts the executions of the other workflow; one that exists already is an error that Catch knows', async () => {
    const start = {
      Resource: 'arn:aws:states:::states:startExecution',
      Parameters: { Name: 'imp-1', 'Input.$': '$', StateMachineArn: 'any' },
    };
    const catchAlready = [{ ErrorEquals: ['StepFunctions.ExecutionAlreadyExistsException'], Next: 'Already' }];
    const { run, states, ends } = setup({
      cycle: {
        definition: machine('First', {
          First: task({ ...start, ResultPath: null, Next: 'Second' }),
          Second: task({ ...start, Catch: catchAlready, Next: 'Done' }),
          Done: { Type: 'Succeed' },
          Already: { Type: 'Succeed' },
        }),
        tasks: { First: { startsWorkflow: 'rollout' }, Second: { startsWorkflow: 'rollout' } },
      },
    });
    expect(await run({ tenant: 'shop' }, 'improvement-cycle')).toMatchObject({ status: 'SUCCEEDED' });
    expect(states.filter((state) => state.startsWith('improvement-cycle/'))).toEqual([
      'improvement-cycle/one First',
      'improvement-cycle/one Second',
      'improvement-cycle/one Already',
    ]);
    expect(ends).toContainEqual(
      expect.objectContaining({ workflow: 'rollout', name: 'imp-1', input: { tenant: 'shop' }, status: 'SUCCEEDED' }),
    );
  });

  it('counts every state that is entered, those of each item of a Map too, once however often it is tried', async () => {
    let tries = 0;
    const { run, states } = setup({
      cycle: {
        definition: machine('Each', {
          Each: {
            Type: 'Map',
            MaxConcurrency: 2,
            ItemProcessor: machine('Generate', { Generate: task({ Next: 'Written' }), Written: { Type: 'Succeed' } }),
            Next: 'Report',
          },
          Report: task({ Retry: [{ ErrorEquals: ['StaleRecord'], IntervalSeconds: 1, MaxAttempts: 3 }], End: true }),
        }),
        tasks: { Generate: { handler: 'generation/generate' }, Report: { handler: 'reporting/report' } },
      },
      handlers: {
        'reporting/report': async () => {
          tries += 1;
          if (tries < 3) throw new StaleRecord('somebody else wrote');
          return {};
        },
      },
    });
    const end = await run(['a', 'b', 'c', 'd', 'e'], 'improvement-cycle');
    expect(tries).toBe(3);
    expect(end).toMatchObject({ status: 'SUCCEEDED', transitions: 1 + 5 * 2 + 1 });
    expect(states).toHaveLength(12);
    expect(states.filter((state) => state.endsWith(' Generate'))).toHaveLength(5);
  });

  it('tells a failure with its error, whether a handler threw it or the definition says so', async () => {
    const definition = machine('Deploy', {
      Deploy: task({ Catch: [{ ErrorEquals: ['StaleRecord'], ResultPath: '$.error', Next: 'GiveUp' }], End: true }),
      GiveUp: { Type: 'Fail', Error: 'GivenUp', Cause: 'nothing helped' },
    });
    for (const [thrown, message, transitions] of [
      [new RangeError('out of range'), 'out of range', 1],
      [new StaleRecord('somebody else wrote'), 'nothing helped', 2],
    ] as const) {
      const { run } = setup({
        rollout: { definition, tasks: { Deploy: { handler: 'rollout/deploy' } } },
        handlers: { 'rollout/deploy': () => Promise.reject(thrown) },
      });
      const end = await run();
      expect(end).toMatchObject({ status: 'FAILED', transitions });
      expect(end?.error?.message).toContain(message);
    }
  });
});

describe('the compressed time', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  // One second of a telemetry minute that lasts 6 s is 100 ms.
  const minuteMs = 6000;
  const second = (minuteMs / MINUTE_MS) * 1000;

  it('is that of the waits', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { workflows, called } = setup({
      rollout: {
        definition: machine('WaitMinute', { WaitMinute: { Type: 'Wait', Seconds: 60, Next: 'Judge' }, Judge: task({ End: true }) }),
        tasks: { Judge: { handler: 'rollout/judge' } },
      },
      minuteMs,
    });
    await workflows.start('rollout', 'one', {});
    await vi.advanceTimersByTimeAsync(60 * second - 1);
    expect(called()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(called()).toEqual(['rollout/judge']);
    await workflows.idle();
  });

  it('is that of the pauses between retries, each with its own interval', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const thrown = ['StaleRecord', 'Unknown'];
    const { workflows, called, ends } = setup({
      rollout: {
        definition: machine('Judge', {
          Judge: task({
            Retry: [{ ErrorEquals: ['StaleRecord'], IntervalSeconds: 30 }, { ErrorEquals: ['States.ALL'] }],
            End: true,
          }),
        }),
        tasks: { Judge: { handler: 'rollout/judge' } },
      },
      handlers: {
        'rollout/judge': async () => {
          const name = thrown.shift();
          if (name !== undefined) throw Object.assign(new Error(name), { name });
          return {};
        },
      },
      minuteMs,
    });
    await workflows.start('rollout', 'one', {});
    await vi.advanceTimersByTimeAsync(30 * second - 1);
    expect(called()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(called()).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(second - 1);
    expect(called()).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(called()).toHaveLength(3);
    await workflows.idle();
    expect(ends).toMatchObject([{ status: 'SUCCEEDED' }]);
  });

  it('reaches into a Map', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { workflows, called } = setup({
      cycle: {
        definition: machine('Each', {
          Each: {
            Type: 'Map',
            ItemProcessor: machine('Pause', { Pause: { Type: 'Wait', Seconds: 60, Next: 'Generate' }, Generate: task({ End: true }) }),
            End: true,
          },
        }),
        tasks: { Generate: { handler: 'generation/generate' } },
      },
      minuteMs,
    });
    await workflows.start('improvement-cycle', 'one', ['a', 'b']);
    await vi.advanceTimersByTimeAsync(60 * second - 1);
    expect(called()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(called()).toEqual(['generation/generate', 'generation/generate']);
    await workflows.idle();
  });
});

describe('idle', () => {
  it('waits for executions that were started meanwhile, and for what their end sets off', async () => {
    const endings = gate();
    const { workflows, ends, states } = setup({
      cycle: {
        definition: machine('Start', {
          Start: task({ Resource: 'arn:aws:states:::states:startExecution', Parameters: { Name: 'imp-1', Input: {} }, End: true }),
        }),
        tasks: { Start: { startsWorkflow: 'rollout' } },
      },
      rollout: { definition: machine('Wait', { Wait: { Type: 'Wait', Seconds: 60, Next: 'Done' }, Done: { Type: 'Succeed' } }), tasks: {} },
      onEnd: ({ workflow }) => (workflow === 'rollout' ? endings.promise : Promise.resolve()),
    });
    let idle = false;
    await workflows.idle();
    await workflows.start('improvement-cycle', 'one', {});
    const waiting = workflows.idle().then(() => (idle = true));
    await vi.waitUntil(() => ends.length === 2);
    await settle();
    expect(idle).toBe(false);
    endings.open();
    await waiting;
    expect(states).toContain('rollout/imp-1 Done');
  });

  it('tells what the end of an execution failed with, and so does abort', async () => {
    const { workflows } = setup({
      onEnd: async ({ name }) => {
        throw new Error(`${name} could not be billed`);
      },
    });
    await workflows.start('rollout', 'one', {});
    await expect(workflows.idle()).rejects.toThrow('one could not be billed');
    await expect(workflows.abort()).rejects.toThrow('one could not be billed');
  });
});

describe('abort', () => {
  const twoSteps: SynthesisedWorkflow = {
    definition: machine('Deploy', { Deploy: task({ Next: 'Judge' }), Judge: task({ End: true }) }),
    tasks: { Deploy: { handler: 'rollout/deploy' }, Judge: { handler: 'rollout/judge' } },
  };

  it('waits for the handler that is at work and enters no state after it', async () => {
    const work = gate();
    let aborted = false;
    const { workflows, called, ends } = setup({ rollout: twoSteps, handlers: { 'rollout/deploy': () => work.promise } });
    await workflows.start('rollout', 'one', {});
    await vi.waitUntil(() => called().length === 1);
    const aborting = workflows.abort().then(() => (aborted = true));
    await vi.waitUntil(() => ends.length === 1);
    await settle();
    expect(aborted).toBe(false);
    work.open();
    await aborting;
    await settle();
    expect(called()).toEqual(['rollout/deploy']);
    expect(ends).toMatchObject([{ name: 'one', status: 'ABORTED', transitions: 1, error: null }]);
  });

  it('starts nothing afterwards', async () => {
    const { workflows, called, ends } = setup({ rollout: twoSteps });
    await workflows.abort();
    await expect(workflows.start('rollout', 'one', {})).rejects.toThrow('rollout/one cannot be started: the embedded cloud is stopping');
    await settle();
    expect([called(), ends]).toEqual([[], []]);
    await workflows.idle();
  });

  it('cuts a wait short and goes no further', async () => {
    const { workflows, states, ends } = setup({
      rollout: {
        definition: machine('Wait', { Wait: { Type: 'Wait', Seconds: 3600, Next: 'Judge' }, Judge: task({ End: true }) }),
        tasks: { Judge: { handler: 'rollout/judge' } },
      },
      minuteMs: MINUTE_MS,
    });
    await workflows.start('rollout', 'one', {});
    await vi.waitUntil(() => states.length === 1);
    await workflows.abort();
    await settle();
    expect(states).toEqual(['rollout/one Wait']);
    expect(ends).toMatchObject([{ status: 'ABORTED' }]);
  });

  it.each([
    ['in the pause before a retry', 'pause'],
    ['while the handler that will fail is at work', 'work'],
  ])('tries nothing again, %s', async (_case, moment) => {
    const work = gate();
    const retried: SynthesisedWorkflow = {
      definition: machine('RollBack', {
        RollBack: task({
          Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 3600, MaxAttempts: 12 }],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Alert' }],
          End: true,
        }),
        Alert: task({ End: true }),
      }),
      tasks: { RollBack: { handler: 'rollout/roll-back' }, Alert: { handler: 'reporting/alert' } },
    };
    const { workflows, called, ends } = setup({
      rollout: retried,
      handlers: {
        'rollout/roll-back': async () => {
          if (moment === 'work') await work.promise;
          throw new StaleRecord('somebody else wrote');
        },
      },
      minuteMs: MINUTE_MS,
    });
    await workflows.start('rollout', 'one', {});
    await vi.waitUntil(() => called().length === 1);
    if (moment === 'pause') await settle();
    const aborting = workflows.abort();
    work.open();
    await aborting;
    for (let turn = 0; turn < 20; turn += 1) await settle();
    expect(called()).toEqual(['rollout/roll-back']);
    expect(ends).toMatchObject([{ status: 'ABORTED' }]);
  });

  it('begins no further item of a Map', async () => {
    const work = gate();
    const { workflows, calls } = setup({
      cycle: {
        definition: machine('Each', {
          Each: { Type: 'Map', MaxConcurrency: 1, ItemProcessor: machine('Generate', { Generate: task({ End: true }) }), End: true },
        }),
        tasks: { Generate: { handler: 'generation/generate' } },
      },
      handlers: { 'generation/generate': () => work.promise },
    });
    await workflows.start('improvement-cycle', 'one', ['a', 'b', 'c']);
    await vi.waitUntil(() => calls.length === 1);
    const aborting = workflows.abort();
    work.open();
    await aborting;
    for (let turn = 0; turn < 20; turn += 1) await settle();
    expect(calls).toEqual([{ handler: 'generation/generate', event: 'a' }]);
  });
});
