import { DependencyUnavailable } from '../../../lambdas/shared/errors.ts';
import { plainError, revivedError, type PlainError } from './remote-error.ts';

/** Methods that can be called over a channel: one argument list of plain data, a promise of plain data. */
// oxlint-disable-next-line typescript/no-explicit-any -- a constraint over any argument list can't be said otherwise
export type Methods<T> = { [K in keyof T]: (...args: any[]) => Promise<unknown> };

interface Call {
  call: number;
  method: string;
  args: unknown[];
}
type Answer = { answer: number; value: unknown } | { answer: number; error: PlainError };

/** One end of a message channel (the parent's ChildProcess or the child's process). */
export interface Channel {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

const isCall = (message: unknown): message is Call => typeof message === 'object' && message !== null && 'call' in message;
const isAnswer = (message: unknown): message is Answer => typeof message === 'object' && message !== null && 'answer' in message;

/** Answers the calls that come over the channel by `methods`. What a method throws goes back with its name. */
export function serveRpc<T extends Methods<T>>(channel: Channel, methods: T): void {
  const answer = async ({ call, method, args }: Call): Promise<Answer> => {
    try {
      if (!Object.hasOwn(methods, method))
        throw new TypeError(`method: found ${method}; expected one of ${Object.keys(methods).join(', ')}`);
      return { answer: call, value: await methods[method as keyof T](...args) };
    } catch (thrown) {
      return { answer: call, error: plainError(thrown) };
    }
  };
  channel.onMessage((message) => {
    if (isCall(message)) void answer(message).then((result) => channel.send(result));
  });
}

export interface RpcClient<T> {
  /** Calls cross the channel; `undefined` arrives as null or is left out, as JSON has it. */
  methods: T;
  /** Lets every call that is under way and every later one fail with DependencyUnavailable. */
  close(reason: string): void;
}

/** The calling side for the methods of these names. */
export function rpcClient<T extends Methods<T>>(channel: Channel, names: readonly (keyof T & string)[]): RpcClient<T> {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let last = 0;
  let closed: string | null = null;

  channel.onMessage((message) => {
    if (!isAnswer(message)) return;
    const call = waiting.get(message.answer);
    waiting.delete(message.answer);
    if ('error' in message) call?.reject(revivedError(message.error));
    else call?.resolve(message.value);
  });

  const call = (method: string, args: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (closed !== null) {
        reject(new DependencyUnavailable(`${method}: ${closed}`));
        return;
      }
      last += 1;
      waiting.set(last, { resolve, reject });
      channel.send({ call: last, method, args } satisfies Call);
    });

  return {
    methods: Object.fromEntries(names.map((name) => [name, (...args: unknown[]) => call(name, args)])) as unknown as T,
    close(reason) {
      closed = reason;
      for (const { reject } of waiting.values()) reject(new DependencyUnavailable(reason));
      waiting.clear();
    },
  };
}
