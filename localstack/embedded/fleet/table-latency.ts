import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { seededRandom } from '../load/random.ts';
import type { Random } from '../load/random.ts';
import { drawLatency, HANDSHAKE } from './latency.ts';
import type { Latency } from './latency.ts';

export interface TableLatency {
  /** `http://127.0.0.1:<port>`: the endpoint behind it, farther away. */
  url: string;
  close(): Promise<void>;
}

/**
 * What a request to DynamoDB takes on its way: single-digit milliseconds end to end is what AWS promises for reads of
 * single items. dynalite next door answers in one, which would hide what sequential reads cost.
 */
const TABLE_LATENCY: Latency = { lowMs: 7, highMs: 10 };

/** Passes a connection on, holding back each request (all chunks that arrive while one is held) for one drawn latency, the first one for the handshake too. */
function relay(client: Socket, host: string, port: number, random: Random): void {
  const server = connect({ host, port, noDelay: true });
  client.setNoDelay(true);
  let held: Buffer[] = [];
  let isNew = true;
  client.on('data', (chunk) => {
    held.push(chunk);
    if (held.length > 1) return;
    const handshake = isNew ? drawLatency(HANDSHAKE, random) : 0;
    isNew = false;
    setTimeout(
      () => {
        if (!server.destroyed) server.write(Buffer.concat(held));
        held = [];
      },
      drawLatency(TABLE_LATENCY, random) + handshake,
    );
  });
  server.pipe(client);
  // Both ends of the relay live and die together; whose fault it was, each side learns from its own socket.
  for (const [one, other] of [
    [client, server],
    [server, client],
  ] as const) {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  }
}

/** Starts a relay to a DynamoDB endpoint (`http://host:port`) that adds the network's latency to each request. */
export async function startTableLatency(options: { endpoint: string; seed: number }): Promise<TableLatency> {
  const { hostname, port } = new URL(options.endpoint);
  const random = seededRandom(options.seed, 'table latency');
  const clients = new Set<Socket>();
  const relayServer = createServer((client) => {
    clients.add(client);
    client.once('close', () => clients.delete(client));
    relay(client, hostname, Number(port), random);
  });
  relayServer.listen(0, '127.0.0.1');
  await once(relayServer, 'listening');
  return {
    url: `http://127.0.0.1:${(relayServer.address() as AddressInfo).port}`,
    close: async () => {
      const closed = once(relayServer, 'close');
      relayServer.close();
      for (const client of clients) client.destroy();
      await closed;
    },
  };
}
