import { batchGet } from './codemods/batch-get.ts';
import { boundedConcurrency } from './codemods/bounded-concurrency.ts';
import { clientImport } from './codemods/client-import.ts';
import type { Codemod } from './codemods/codemod.ts';
import { hoistClient } from './codemods/hoist-client.ts';
import { keepAlive } from './codemods/keep-alive.ts';
import { shareCall } from './codemods/share-call.ts';
import { ttlCache } from './codemods/ttl-cache.ts';

/** Every codemod; a new one is a file and a line here. */
export const CODEMODS: readonly Codemod[] = [batchGet, boundedConcurrency, clientImport, hoistClient, keepAlive, shareCall, ttlCache];
