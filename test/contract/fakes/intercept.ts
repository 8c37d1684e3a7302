import type { HasMiddleware } from '../../../lambdas/shared/adapters/metered.ts';

/** Answers an SDK client's calls in its place: takes the API's name of the action and the input, gives the output or throws. */
export type Service = (action: string, input: never) => object | Promise<object>;

/**
 * Puts a model of the service behind a real SDK client: the client's own middleware (metering) runs, the network is never
 * reached. Returns the client.
 */
export function intercept<C extends HasMiddleware>(client: C, service: Service): C {
  const middleware = (_next: unknown, context: { commandName: string }) => async (args: { input: unknown }) => ({
    response: {},
    output: { $metadata: {}, ...(await service(context.commandName.replace(/Command$/, ''), args.input as never)) },
  });
  const options = { step: 'initialize', priority: 'low', name: 'modelOfTheService', override: true };
  client.middlewareStack.add(middleware as never, options as never);
  return client;
}

/** An error as a service would answer it. */
export function serviceError(name: string, status = 400): Error {
  const error = new Error(`model: ${name}`);
  error.name = name;
  return Object.assign(error, { $metadata: { httpStatusCode: status }, $fault: status >= 500 ? 'server' : 'client' });
}

/** Anything that an SDK client wants before it makes a call. */
export const OFFLINE = { region: 'eu-central-1', credentials: { accessKeyId: 'none', secretAccessKey: 'none' } } as const;
