import type { HandlerName } from '../../../lambdas/shared/contract/names.ts';
import type { ExecutionView } from '../history.ts';
import { type Definition, interpret, StateError } from '../machine/interpret.ts';
import type { Json } from '../machine/paths.ts';
import type { Invocations } from './invocations.ts';
import type { Scheduler } from './scheduler.ts';

export interface Executions {
  /** Starts an execution; `already` when there was one of this name. */
  start(name: string, input: Json): 'started' | 'already';
  /** Stops an execution from outside: what it invoked runs on. Nothing happens when it is over. */
  abort(name: string): void;
  views(): ExecutionView[];
}

interface Options {
  scheduler: Scheduler;
  invocations: Invocations;
  random: () => number;
  definition: Definition;
  /** By the name of the Task state. */
  handlerOf(state: string): HandlerName;
  /** An execution that did not succeed. */
  failed(view: ExecutionView, input: Json): void;
  log(line: string): void;
}

const never = (): Promise<never> => new Promise(() => undefined);

/** Runs a synthesised state machine over the invocations of its handlers. */
export function createExecutions({ scheduler, invocations, random, definition, handlerOf, failed, log }: Options): Executions {
  const all = new Map<string, { view: ExecutionView; end: (status: ExecutionView['status']) => void }>();

  /** A task's answer within its time; a lost one is an error of Lambda's, a late one a timeout. */
  function task(state: string, input: Json, timeoutSeconds: number): Promise<Json> {
    const { answer } = invocations.invoke(handlerOf(state), input);
    return new Promise<Json>((resolve, reject) => {
      const cancel = scheduler.at(scheduler.now() + timeoutSeconds * 1000, () =>
        reject(new StateError('States.Timeout', `${state} took longer than ${timeoutSeconds} s`)),
      );
      void answer.then((given) => {
        cancel();
        if (given.ok) resolve(given.output);
        else reject(new StateError(given.error, given.cause));
      });
    });
  }

  return {
    views: () => [...all.values()].map(({ view }) => view),
    abort: (name) => all.get(name)?.end('ABORTED'),
    start(name, input) {
      if (all.has(name)) return 'already';
      const { improvementId } = input as { improvementId: string };
      const view: ExecutionView = { name, improvementId, status: 'RUNNING', states: [] };
      const end = (status: ExecutionView['status']): void => {
        if (view.status !== 'RUNNING') return;
        view.status = status;
        cancelTimeout();
        log(`execution ${name}: ${status} after ${view.states.at(-1)}`);
        if (status !== 'SUCCEEDED') failed(view, input);
      };
      // A stopped execution takes no further step: nothing that it waits for ever comes.
      const whileRunning = async <T>(work: Promise<T>): Promise<T> => {
        try {
          const value = await work;
          return view.status === 'RUNNING' ? value : await never();
        } catch (error) {
          if (view.status !== 'RUNNING') return never();
          throw error;
        }
      };
      const cancelTimeout =
        definition.TimeoutSeconds === undefined
          ? () => undefined
          : scheduler.at(scheduler.now() + definition.TimeoutSeconds * 1000, () => end('TIMED_OUT'));
      all.set(name, { view, end });
      void interpret(definition, input, {
        task: (state, given, timeoutSeconds) => whileRunning(task(state, given, timeoutSeconds)),
        sleep: (ms) => whileRunning(scheduler.sleep(null, ms)),
        now: scheduler.now,
        random,
        entered: (state) => view.states.push(state),
        context: { Execution: { Name: name, Input: input }, StateMachine: { Name: 'rollout' } },
      }).then(({ status }) => end(status));
      return 'started';
    },
  };
}
