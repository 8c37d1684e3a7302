import { StateMachine } from 'aws-local-stepfunctions';
import type { HandlerName, WorkflowName } from '../../lambdas/shared/contract/names.ts';
import type { Handler } from '../../lambdas/shared/handler.ts';
import type { WorkflowStarter } from '../../lambdas/shared/ports.ts';
import { MINUTE_MS } from '../../lambdas/shared/time.ts';

/** The states of a definition that this module looks at; all else is the interpreter's. */
interface State {
  Type: string;
  Seconds?: number;
  Retry?: { IntervalSeconds?: number }[];
  ItemProcessor?: Definition;
  Branches?: Definition[];
}
export interface Definition {
  StartAt: string;
  States: Record<string, State>;
}

/** What a Task state runs: one of our Lambda functions, or a service integration that starts another execution. */
export type TaskBinding = { handler: HandlerName } | { startsWorkflow: WorkflowName };

export interface SynthesisedWorkflow {
  definition: Definition;
  /** By state name; every Task state of the definition has one. */
  tasks: Record<string, TaskBinding>;
}

export interface Execution {
  workflow: WorkflowName;
  name: string;
  input: unknown;
}

export interface ExecutionEnd extends Execution {
  status: 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  /** States that were entered: what Step Functions bills as transitions. */
  transitions: number;
  error: Error | null;
}

export interface EmbeddedWorkflows extends WorkflowStarter {
  /** Whether an execution is under way. */
  busy(): boolean;
  /** Resolves when no execution is under way. Rejects with what `onEnd` failed with. */
  idle(): Promise<void>;
  /**
   * Stops all executions where they stand and waits for the handlers that are at work; none is called after it. Rejects, when
   * all of that is done, with what `onEnd` failed with.
   */
  abort(): Promise<void>;
}

type Overrides = NonNullable<NonNullable<Parameters<StateMachine['run']>[1]>['overrides']>;
type LocalTask = NonNullable<Overrides['taskResourceLocalHandlers']>[string];

interface Prepared {
  machine: StateMachine;
  overrides: Overrides;
}

interface Options {
  workflows: Record<WorkflowName, SynthesisedWorkflow>;
  handlers: Record<HandlerName, Handler<unknown>>;
  /** Real milliseconds of one telemetry minute: waits and pauses between retries shrink by it. */
  minuteMs: number;
  onState(execution: Execution, state: string): void;
  /** Awaited before the execution counts as ended. */
  onEnd(end: ExecutionEnd): Promise<void>;
}

/** Every state of a definition, those inside Map and Parallel states too. State names are unique in a machine. */
function allStates(definition: Definition): [string, State][] {
  return Object.entries(definition.States).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...(state.ItemProcessor === undefined ? [] : allStates(state.ItemProcessor)),
    ...(state.Branches ?? []).flatMap(allStates),
  ]);
}

/** As Step Functions names it when an execution of this name exists. */
class ExecutionAlreadyExists extends Error {
  override readonly name = 'StepFunctions.ExecutionAlreadyExistsException';
}

/** Ends a path of an execution that was stopped: neither Retry nor Catch may go on from it. */
class Stopped extends Error {
  override readonly name = 'Stopped';
  // What the interpreter asks an error for.
  readonly isRetryable = false;
  readonly isCatchable = false;
}

/** Step Functions' default pause before a retry. */
const DEFAULT_RETRY_SECONDS = 1;

/**
 * Runs the synthesised state machines in this process. The definitions are taken as they are; only the tasks' resources are
 * bound to handlers and the waits compressed.
 */
export function embeddedWorkflows({ workflows, handlers, minuteMs, onState, onEnd }: Options): EmbeddedWorkflows {
  const names = new Set<string>();
  const running = new Map<string, { abort(): void; ended: Promise<void> }>();
  const working = new Set<Promise<unknown>>();
  let closed = false;
  const compress = (seconds: number) => Math.ceil((seconds * 1000 * minuteMs) / MINUTE_MS);

  function track<T>(work: Promise<T>): Promise<T> {
    working.add(work);
    // The caller handles the outcome; here only the end counts.
    const drop = () => working.delete(work);
    work.then(drop, drop);
    return work;
  }

  function bind(binding: TaskBinding): (input: unknown) => Promise<unknown> {
    if ('handler' in binding) {
      const handler = handlers[binding.handler];
      return async (input) => {
        // The interpreter cuts pauses short when it is aborted, and then tries again, or begins the next item of a Map.
        if (closed) throw new Stopped(`${binding.handler} is not called: the embedded cloud is stopping`);
        return track(handler(input));
      };
    }
    return async (input) => {
      const { Name, Input } = input as { Name: string; Input: unknown };
      if ((await start(binding.startsWorkflow, Name, Input)) === 'already') throw new ExecutionAlreadyExists(`an execution ${Name} exists`);
      return { ExecutionArn: `arn:aws:states:embedded:000000000000:execution:${binding.startsWorkflow}:${Name}` };
    };
  }

  function prepare(name: WorkflowName): Prepared {
    const { definition, tasks } = workflows[name];
    const states = allStates(definition);
    const unbound = states.filter(([state, { Type }]) => Type === 'Task' && tasks[state] === undefined);
    if (unbound.length > 0) throw new Error(`${name}: no binding for the Task states ${unbound.map(([state]) => state).join(', ')}`);
    return {
      machine: new StateMachine(definition as unknown as ConstructorParameters<typeof StateMachine>[0]),
      overrides: {
        taskResourceLocalHandlers: Object.fromEntries(Object.entries(tasks).map(([state, binding]) => [state, bind(binding) as LocalTask])),
        waitTimeOverrides: Object.fromEntries(
          states.flatMap(([state, { Type, Seconds }]) => (Type === 'Wait' && Seconds !== undefined ? [[state, compress(Seconds)]] : [])),
        ),
        retryIntervalOverrides: Object.fromEntries(
          states.flatMap(([state, { Retry }]) =>
            Retry === undefined ? [] : [[state, Retry.map(({ IntervalSeconds }) => compress(IntervalSeconds ?? DEFAULT_RETRY_SECONDS))]],
          ),
        ),
      },
    };
  }
  const machines: Record<WorkflowName, Prepared> = { 'improvement-cycle': prepare('improvement-cycle'), rollout: prepare('rollout') };

  async function start(workflow: WorkflowName, name: string, input: unknown): Promise<'started' | 'already'> {
    const key = `${workflow}/${name}`;
    if (closed) throw new Stopped(`${key} cannot be started: the embedded cloud is stopping`);
    if (names.has(key)) return 'already';
    names.add(key);
    const { machine, overrides } = machines[workflow];
    const execution = { workflow, name, input };
    let transitions = 0;
    const run = machine.run(input as Parameters<StateMachine['run']>[0], {
      noThrowOnAbort: true,
      overrides,
      context: { Execution: { Id: key, Name: name, Input: input as never }, StateMachine: { Name: workflow } },
    });
    let aborted = false;
    const logged = (async () => {
      for await (const event of run.eventLogs) {
        if (event.type !== 'StateEntered') continue;
        transitions += 1;
        onState(execution, event.state.name);
      }
    })();
    const ended = (async () => {
      let error: Error | null = null;
      try {
        await run.result;
      } catch (thrown) {
        error = thrown instanceof Error ? thrown : new Error(String(thrown));
      }
      if (!aborted) await logged;
      await onEnd({ ...execution, status: aborted ? 'ABORTED' : error === null ? 'SUCCEEDED' : 'FAILED', transitions, error });
      running.delete(key);
    })();
    // When `onEnd` fails, the execution stays among the running ones, and `idle` and `abort` tell why.
    ended.catch(() => undefined);
    running.set(key, {
      abort: () => {
        aborted = true;
        run.abort();
      },
      ended,
    });
    return 'started';
  }

  return {
    start,
    busy: () => running.size > 0,
    async idle() {
      while (running.size > 0) await Promise.all([...running.values()].map(({ ended }) => ended));
    },
    async abort() {
      closed = true;
      const open = [...running.values()];
      for (const { abort } of open) abort();
      await Promise.allSettled(open.map(({ ended }) => ended));
      while (working.size > 0) await Promise.allSettled(working);
      await Promise.all(open.map(({ ended }) => ended));
    },
  };
}
