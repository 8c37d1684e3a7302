import { BaseEnvironment, settingsOf } from '../../lambdas/shared/contract/environment.ts';
import { HANDLERS, type HandlerName } from '../../lambdas/shared/contract/names.ts';
import { InvalidEnvironment } from '../../lambdas/shared/errors.ts';
import { describeIssues, type Handler, type Runtime } from '../../lambdas/shared/handler.ts';
import type { UnitMeter } from '../../lambdas/shared/adapters/unit-meter.ts';
import type { Meter, Ports } from '../../lambdas/shared/ports.ts';

/** The synthesised environment and memory of each handler. */
export type HandlerEnvironments = Record<HandlerName, { environment: Record<string, string>; memoryMb: number }>;

export interface HandlerParts {
  ports: Ports;
  /** Counts what the ports of this handler, and its own runs, cost. */
  meter: UnitMeter;
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
    const { environment, memoryMb } = environments[name];
    const parsed = BaseEnvironment.safeParse(environment);
    if (!parsed.success) throw new InvalidEnvironment(`${name}: ${describeIssues(parsed.error, environment)}`);
    const { ports, meter } = makeParts(name, parsed.data);
    const settings = settingsOf(parsed.data);
    const runtime = (): Runtime<keyof Ports> => {
      const started = performance.now();
      return {
        ports,
        settings,
        // The state transitions are counted by the interpreter, which sees every one of them.
        async flush(cycle) {
          meterCompute(meter, memoryMb, performance.now() - started);
          const units = meter.drain();
          if (cycle !== null) await ports.work.addUsage(cycle.tenant, cycle.cycleId, units);
        },
      };
    };
    const module = (await import(new URL(`../../lambdas/${name}.handler.ts`, import.meta.url).href)) as { createHandler: CreateHandler };
    return [name, module.createHandler(runtime)];
  };
  return Object.fromEntries(await Promise.all(HANDLERS.map(load))) as Record<HandlerName, Handler<unknown>>;
}

/** Adds what one Lambda invocation itself costs: the request and its memory over its duration. */
function meterCompute(meter: Meter, memoryMb: number, milliseconds: number): void {
  meter.count('lambda:request', 1);
  meter.count('lambda:gb-second', (memoryMb / 1024) * (milliseconds / 1000));
}
