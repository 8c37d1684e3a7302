import { asynchronousIo } from './codemods/asynchronous-io.ts';
import { awaitPromise } from './codemods/await-promise.ts';
import { boundedConcurrency } from './codemods/bounded-concurrency.ts';
import type { Codemod } from './codemods/codemod.ts';
import { hoistClient } from './codemods/hoist-client.ts';
import { timeoutAndRetry } from './codemods/timeout-and-retry.ts';
import { ttlCache } from './codemods/ttl-cache.ts';

/** Every codemod; a new one is a file and a line here. */
export const CODEMODS: readonly Codemod[] = [boundedConcurrency, hoistClient, ttlCache, timeoutAndRetry, awaitPromise, asynchronousIo];
