import * as z from 'zod';
import type { Settings } from './contract/environment.ts';
import type { HandlerName } from './contract/names.ts';
import { InvalidEvent } from './errors.ts';
import type { Ports } from './ports.ts';

/**
 * What one invocation works with. `flush` writes what was metered to the cycle's bill (null: it belonged to none); it is called after
 * every run, failed ones too. An event that does not fit its schema is no run.
 */
export interface Runtime<P extends keyof Ports> {
  ports: Pick<Ports, P>;
  settings: Settings;
  flush(cycle: { tenant: string; cycleId: string } | null, handler: HandlerName): Promise<void>;
}

export interface HandlerSpec<P extends keyof Ports, Input, Output> {
  name: HandlerName;
  input: z.ZodType<Input>;
  run(ports: Pick<Ports, P>, settings: Settings, input: Input): Promise<Output>;
}

/** Takes any event; throws InvalidEvent when it does not fit the schema. */
export type Handler<Output> = (event: unknown) => Promise<Output>;

/** Cycle that an event or, where it begins one, an answer belongs to, for its bill. */
const Accounted = z.object({ tenant: z.string(), cycleId: z.string() });

/** Says which field has which value and what was expected, one issue a clause. */
export function describeIssues(error: z.ZodError, value: unknown): string {
  return error.issues
    .map((issue) => {
      const found = issue.path.reduce<unknown>(
        (at, key) => (at !== null && typeof at === 'object' ? (at as Record<PropertyKey, unknown>)[key] : undefined),
        value,
      );
      const shown = found === undefined ? 'nothing' : JSON.stringify(found)?.slice(0, 80);
      return `${issue.path.map(String).join('.') || '(root)'}: found ${shown}; ${issue.message}`;
    })
    .join('; ');
}

/**
 * Turns a use case into a handler factory. The factory takes a function that gives the runtime, so that AWS builds it at
 * the first invocation and the embedded cloud puts its own in.
 */
export function defineHandler<P extends keyof Ports, Input, Output>(
  spec: HandlerSpec<P, Input, Output>,
): (runtime: () => Runtime<P>) => Handler<Output> {
  return (runtime) => async (event) => {
    const { ports, settings, flush } = runtime();
    const parsed = spec.input.safeParse(event);
    if (!parsed.success) throw new InvalidEvent(`${spec.name}: ${describeIssues(parsed.error, event)}`);
    let cycle = Accounted.safeParse(parsed.data).data ?? null;
    try {
      const output = await spec.run(ports, settings, parsed.data);
      cycle ??= Accounted.safeParse(output).data ?? null;
      return output;
    } finally {
      await flush(cycle, spec.name);
    }
  };
}
