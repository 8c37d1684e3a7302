import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTableLatency } from '../../../localstack/embedded/fleet/table-latency.ts';
import type { TableLatency } from '../../../localstack/embedded/fleet/table-latency.ts';

describe('startTableLatency', () => {
  let echo: Server;
  let relay: TableLatency;
  beforeEach(async () => {
    echo = createServer((request, response) => {
      void text(request).then((body) => response.end(`${request.method} ${request.url} ${body}`));
    });
    echo.listen(0, '127.0.0.1');
    await once(echo, 'listening');
    relay = await startTableLatency({ endpoint: `http://127.0.0.1:${(echo.address() as AddressInfo).port}`, seed: 1 });
  });
  afterEach(async () => {
    await relay.close();
    echo.close();
    echo.closeAllConnections();
  });

  it('passes requests and answers on as they are', async () => {
    for (const body of ['', 'short', 'x'.repeat(300_000)]) {
      const response = await fetch(`${relay.url}/table`, { method: 'POST', body });
      expect(await response.text()).toBe(`POST /table ${body}`);
    }
  });

  it('serves parallel requests', async () => {
    const bodies = Array.from({ length: 20 }, (_, index) => `body ${index}`);
    const answers = await Promise.all(bodies.map(async (body) => (await fetch(relay.url, { method: 'POST', body })).text()));
    expect(answers).toEqual(bodies.map((body) => `POST / ${body}`));
  });

  it('ends the connection when the endpoint does not answer any more', async () => {
    echo.close();
    echo.closeAllConnections();
    await expect(fetch(relay.url)).rejects.toThrow('fetch failed');
  });
});
