import { AsyncLocalStorage } from 'node:async_hooks';
import type { HandlerName } from '../../../lambdas/shared/contract/names.ts';
import type { Handler } from '../../../lambdas/shared/handler.ts';
import type { Json } from '../machine/paths.ts';
import type { Scheduler, Task } from './scheduler.ts';

/** One run of a handler. */
export interface Invocation extends Task {
  id: number;
  handler: HandlerName;
  event: Json;
  /** What the run last read of the kill switch; null: it did not ask yet. */
  switchRead: { stopped: boolean } | null;
  /** Ends the process, as its caller sees it. */
  kill(error: string, cause: string): void;
  /** The caller loses it; it runs on. */
  lose(error: string, cause: string): void;
}

/** What the caller of a handler gets. */
export type Answer = { ok: true; output: Json } | { ok: false; error: string; cause: string };

export interface Invocations {
  /** Starts a handler as Lambda does; its process ends at its timeout. */
  invoke(handler: HandlerName, event: Json): { invocation: Invocation; answer: Promise<Answer> };
  /** The run that is making a call; null: it is the harness itself. */
  current(): Invocation | null;
}

interface Options {
  scheduler: Scheduler;
  handlers: Record<HandlerName, Handler<unknown>>;
  timeoutSeconds(handler: HandlerName): number;
  begun(invocation: Invocation): void;
  ended(invocation: Invocation, answer: Answer): void;
}

export function createInvocations({ scheduler, handlers, timeoutSeconds, begun, ended }: Options): Invocations {
  const storage = new AsyncLocalStorage<Invocation>();
  let count = 0;
  return {
    current: () => storage.getStore() ?? null,
    invoke(handler, event) {
      const { promise, resolve } = Promise.withResolvers<Answer>();
      const finish = (answer: Answer): void => {
        if (invocation.over) return;
        invocation.over = true;
        cancelTimeout();
        ended(invocation, answer);
        resolve(answer);
      };
      const invocation: Invocation = {
        id: (count += 1),
        handler,
        event,
        waiting: 0,
        over: false,
        switchRead: null,
        kill: (error, cause) => finish({ ok: false, error, cause }),
        lose: (error, cause) => resolve({ ok: false, error, cause }),
      };
      const limit = timeoutSeconds(handler);
      const cancelTimeout = scheduler.at(scheduler.now() + limit * 1000, () =>
        invocation.kill('Sandbox.Timedout', `Task timed out after ${limit} seconds`),
      );
      begun(invocation);
      scheduler.begin(invocation);
      // The event passes as JSON, as it does on the wire.
      const run = storage.run(invocation, () => handlers[handler](structuredClone(event)));
      run.then(
        (output) => finish({ ok: true, output: JSON.parse(JSON.stringify(output ?? null)) as Json }),
        (error: unknown) => finish({ ok: false, ...describe(error) }),
      );
      return { invocation, answer: promise };
    },
  };
}

/** An error as Lambda hands it on: its name, and a JSON text as the cause. */
function describe(error: unknown): { error: string; cause: string } {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { error: name, cause: JSON.stringify({ errorType: name, errorMessage: message, trace: [] }) };
}
