import type { Meter } from '../ports.ts';

/** What this module needs of an SDK client; the stacks' own types differ from client to client. */
export interface HasMiddleware {
  middlewareStack: {
    // Each client's stack is typed by its own inputs and outputs: no middleware fits the types of all.
    add(middleware: never, options: never): void;
  };
}

type Next = (args: { input: object }) => Promise<{ output: object }>;

/** What is known of one call: `action` is the API's name for it, `error` is set when it failed. */
export interface MeteredCall {
  action: string;
  output: object | null;
  error: unknown;
}

/**
 * Lets an SDK client count its calls as `<service>:<Action>`, failed ones too, each once however often the SDK repeated it.
 * A client that is metered again counts on the new meter only. Returns the client.
 *
 * @param options `input` is added to every request; `after` counts more than the call, from its outcome
 */
export function metered<C extends HasMiddleware>(
  client: C,
  service: string,
  meter: Meter,
  { input: added, after }: { input?: object; after?: (call: MeteredCall) => void } = {},
): C {
  const middleware = (next: Next, context: { commandName?: string }) => async (args: { input: object }) => {
    const action = (context.commandName ?? 'Unknown').replace(/Command$/, '');
    meter.count(`${service}:${action}`, 1);
    try {
      const result = await next({ ...args, input: { ...args.input, ...added } });
      after?.({ action, output: result.output, error: null });
      return result;
    } catch (error) {
      after?.({ action, output: null, error });
      throw error;
    }
  };
  const options = { step: 'initialize', priority: 'high', name: 'kaizenMeter', override: true };
  client.middlewareStack.add(middleware as never, options as never);
  return client;
}
