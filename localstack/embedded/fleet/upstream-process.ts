import { parseArgs } from 'node:util';
import { startTableLatency } from './table-latency.ts';
import type { UpstreamRoute } from './upstream-routes.ts';
import { startUpstream } from './upstream.ts';

/**
 * Process of the sample fleet's dependencies, to be forked with IPC (start-backends.ts): `--seed <n> --tables <endpoint>`.
 * Sends one message, {@link BackendUrls}, takes messages of {@link Slowness}, and ends when its parent is gone.
 */
export interface BackendUrls {
  upstream: string;
  dynamodb: string;
}

/** Makes a route of the upstream so many times as slow as usual. */
export interface Slowness {
  route: UpstreamRoute['name'];
  factor: number;
}

const { values } = parseArgs({ options: { seed: { type: 'string' }, tables: { type: 'string' } } });
const seed = Number(values.seed);
if (!Number.isInteger(seed)) throw new TypeError(`--seed: expected an integer, found ${values.seed}`);
if (!values.tables) throw new TypeError('--tables: expected the endpoint of DynamoDB, found nothing');
if (!process.send) throw new Error('upstream-process: expected to be forked with an IPC channel');

process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole process group; the functions still need their upstream until the parent has stopped them.
process.on('SIGINT', () => undefined);

const upstream = await startUpstream({ seed });
const tables = await startTableLatency({ endpoint: values.tables, seed });
process.on('message', ({ route, factor }: Slowness) => upstream.slow(route, factor));
process.send({ upstream: upstream.url, dynamodb: tables.url } satisfies BackendUrls);
