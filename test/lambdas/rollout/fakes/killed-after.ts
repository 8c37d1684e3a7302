import type { RolloutPorts } from './world.ts';

export class Killed extends Error {}

export interface Mortal {
  ports: RolloutPorts;
  /** Calls that were made, the deadly one included. */
  calls(): number;
}

/**
 * The same ports for a process that dies at its `n`-th call to the outside: before the call has an effect, or after it had one but before
 * the answer came. From then on nothing gets through.
 */
export function killedAt(ports: RolloutPorts, n: number, moment: 'before' | 'after'): Mortal {
  let calls = 0;
  const guard =
    (method: (...args: unknown[]) => unknown) =>
    (...args: unknown[]): unknown => {
      calls++;
      if (calls > n || (calls === n && moment === 'before')) throw new Killed(`at call ${calls}`);
      const result = method(...args);
      if (calls < n) return result;
      return result instanceof Promise
        ? result.then(() => {
            throw new Killed(`after call ${calls}`);
          })
        : die(calls);
    };
  const wrap = (port: object): unknown =>
    new Proxy(port, {
      get(of, name) {
        const value: unknown = Reflect.get(of, name);
        if (typeof value === 'function') return guard(value.bind(of) as (...args: unknown[]) => unknown);
        return typeof value === 'object' && value !== null ? wrap(value) : value;
      },
    });
  const wrapped = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, typeof port === 'function' ? port : wrap(port)]));
  return { ports: wrapped as unknown as RolloutPorts, calls: () => calls };
}

function die(call: number): never {
  throw new Killed(`after call ${call}`);
}
