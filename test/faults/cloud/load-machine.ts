import { readAssembly } from '../../../lib/assembly.ts';
import type { HandlerName } from '../../../lambdas/shared/contract/names.ts';
import { HANDLERS } from '../../../lambdas/shared/contract/names.ts';
import type { Handler, Runtime } from '../../../lambdas/shared/handler.ts';
import type { Ports } from '../../../lambdas/shared/ports.ts';
import { synthesized } from '../../infra/synthesized.ts';
import { checkDefinition, type Definition } from '../machine/interpret.ts';

export type CreateHandler = (runtime: () => Runtime<keyof Ports>) => Handler<unknown>;

/** The rollout as it is synthesised, and the factories of all handlers. */
export interface Machine {
  definition: Definition;
  handlerOf(state: string): HandlerName;
  create: Record<HandlerName, CreateHandler>;
}

/** Reads the state machine out of the synthesised template and loads the handlers. Takes a second; once a process is enough. */
export async function loadMachine(): Promise<Machine> {
  const { workflows, taskHandlers } = readAssembly(synthesized({ stage: 'dev' }));
  const definition = workflows.rollout as unknown as Definition;
  checkDefinition(definition);
  const load = async (name: HandlerName): Promise<[HandlerName, CreateHandler]> => {
    const module = (await import(new URL(`../../../lambdas/${name}.handler.ts`, import.meta.url).href)) as { createHandler: CreateHandler };
    return [name, module.createHandler];
  };
  return {
    definition,
    handlerOf(state) {
      const binding = taskHandlers.rollout[state];
      if (binding === undefined || !('handler' in binding)) throw new RangeError(`state ${state}: expected a handler of ours`);
      return binding.handler;
    },
    create: Object.fromEntries(await Promise.all(HANDLERS.map(load))) as Machine['create'],
  };
}
