import type { Wire } from '../cloud/wire.ts';

/**
 * Number of a call in a history, from 1: the `nth` of a handler whose name holds `name`.
 * @throws RangeError when there is none.
 */
export function findCall(calls: Wire['calls'], handler: string, name: string, nth = 1): number {
  const found = calls.flatMap((each, index) => (each.handler === handler && each.call.name.includes(name) ? [index + 1] : []));
  const call = found[nth - 1];
  if (call === undefined)
    throw new RangeError(`${handler} makes ${found.length} calls ${name}, the one that was asked for is number ${nth}`);
  return call;
}
