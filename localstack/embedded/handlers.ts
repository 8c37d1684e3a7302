import { BaseEnvironment, settingsOf } from '../../lambdas/shared/contract/environment.ts';
import { HANDLERS, type HandlerName } from '../../lambdas/shared/contract/names.ts';
import { InvalidEnvironment } from '../../lambdas/shared/errors.ts';
import { describeIssues, type Handler, type Runtime } from '../../lambdas/shared/handler.ts';
import type { Meter, Ports } from '../../lambdas/shared/ports.ts';

/** The synthesised environment of each handler. */
export type HandlerEnvironments = Record<HandlerName, { environment: Record<string, string> }>;

export interface HandlerParts {
  ports: Ports;
  /** What the ports of this handler meter. */
  drain(): Record<string, number>;
}

type CreateHandler = (runtime: () => Runtime<keyof Ports>) => Handler<unknown>;

/**
 * The handlers as Lambda would have them: each with the environment that synthesis gives it, parsed by the same schema, and
 * with ports and a meter of its own.
 * @throws InvalidEnvironment when the synthesised environment does not fit.
 */
export async function loadHandlers(
  environments: HandlerEnvironments,
  makeParts: (name: HandlerName, environment: BaseEnvironment) => HandlerParts,
): Promise<Record<HandlerName, Handler<unknown>>> {
  const load = async (name: HandlerName): Promise<[HandlerName, Handler<unknown>]> => {
    const { environment } = environments[name];
    const parsed = BaseEnvironment.safeParse(environment);
    if (!parsed.success) throw new InvalidEnvironment(`${name}: ${describeIssues(parsed.error, environment)}`);
    const { ports, drain } = makeParts(name, parsed.data);
    const runtime: Runtime<keyof Ports> = {
      ports,
      settings: settingsOf(parsed.data),
      async flush(cycle) {
        const units = drain();
        if (cycle !== null && Object.keys(units).length > 0) await ports.work.addUsage(cycle.tenant, cycle.cycleId, units);
      },
    };
    const module = (await import(new URL(`../../lambdas/${name}.handler.ts`, import.meta.url).href)) as { createHandler: CreateHandler };
    return [name, module.createHandler(() => runtime)];
  };
  return Object.fromEntries(await Promise.all(HANDLERS.map(load))) as Record<HandlerName, Handler<unknown>>;
}

/** Adds what one Lambda invocation itself costs: the request and its memory over its duration. */
export function meterCompute(meter: Meter, memoryMb: number, milliseconds: number): void {
  meter.count('lambda:request', 1);
  meter.count('lambda:gb-second', (memoryMb / 1024) * (milliseconds / 1000));
}
