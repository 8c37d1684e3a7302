import { describe, expect, it } from 'vitest';
import { DependencyUnavailable, TargetChanged } from '../../../lambdas/shared/errors.ts';
import { rpcClient, serveRpc, type Channel } from '../../../localstack/embedded/host/rpc.ts';

/** Two ends of a channel that carries JSON, as fork's IPC does. */
function channelPair(): [Channel, Channel] {
  const listeners: ((message: unknown) => void)[][] = [[], []];
  const end = (own: number, other: number): Channel => ({
    send: (message) => queueMicrotask(() => listeners[other]?.forEach((listener) => listener(JSON.parse(JSON.stringify(message))))),
    onMessage: (listener) => void listeners[own]?.push(listener),
  });
  return [end(0, 1), end(1, 0)];
}

const methods = {
  add: async (a: number, b: number) => a + b,
  changed: async (): Promise<void> => {
    throw new TargetChanged('somebody else moved it');
  },
  odd: async (): Promise<void> => {
    throw new RangeError('too far');
  },
};

describe('rpc', () => {
  it('carries arguments and results, many at a time', async () => {
    const [near, far] = channelPair();
    serveRpc(far, methods);
    const client = rpcClient<typeof methods>(near, ['add', 'changed', 'odd']);
    expect(await Promise.all([client.methods.add(1, 2), client.methods.add(3, 4)])).toEqual([3, 7]);
  });

  it('keeps the classes of known errors and the names of others', async () => {
    const [near, far] = channelPair();
    serveRpc(far, methods);
    const { methods: remote } = rpcClient<typeof methods>(near, ['add', 'changed', 'odd']);
    await expect(remote.changed()).rejects.toBeInstanceOf(TargetChanged);
    await expect(remote.changed()).rejects.toMatchObject({ message: 'somebody else moved it', retryable: false });
    await expect(remote.odd()).rejects.toMatchObject({ name: 'RangeError', message: 'too far' });
  });

  it('refuses methods that are not offered', async () => {
    const [near, far] = channelPair();
    serveRpc(far, methods);
    const client = rpcClient<{ toString(): Promise<string> }>(near, ['toString']);
    await expect(client.methods.toString()).rejects.toThrow(/method: found toString/);
  });

  it('fails all calls once it is closed', async () => {
    const [near] = channelPair();
    const client = rpcClient<typeof methods>(near, ['add']);
    const pending = expect(client.methods.add(1, 1)).rejects.toBeInstanceOf(DependencyUnavailable);
    client.close('gone');
    await pending;
    await expect(client.methods.add(1, 1)).rejects.toThrow(/add: gone/);
  });
});
