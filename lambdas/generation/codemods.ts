import { batchGet } from './codemods/batch-get.ts';
import { accumulateInPlace } from './codemods/accumulate-in-place.ts';
import { boundedCollection } from './codemods/bounded-collection.ts';
import { asynchronousIo } from './codemods/asynchronous-io.ts';
import { awaitPromise } from './codemods/await-promise.ts';
import { boundedConcurrency } from './codemods/bounded-concurrency.ts';
import { clientImport } from './codemods/client-import.ts';
import type { Codemod } from './codemods/codemod.ts';
import { hoistClient } from './codemods/hoist-client.ts';
import { hoistConstruction } from './codemods/hoist-construction.ts';
import { keepAlive } from './codemods/keep-alive.ts';
import { setMembership } from './codemods/set-membership.ts';
import { shareCall } from './codemods/share-call.ts';
import { timeoutAndRetry } from './codemods/timeout-and-retry.ts';
import { ttlCache } from './codemods/ttl-cache.ts';

/** Every codemod; a new one is a file and a line here. */
export const CODEMODS: readonly Codemod[] = [
  batchGet,
  boundedConcurrency,
  hoistClient,
  ttlCache,
  shareCall,
  keepAlive,
  clientImport,
  setMembership,
  accumulateInPlace,
  hoistConstruction,
  boundedCollection,
  asynchronousIo,
  awaitPromise,
  timeoutAndRetry,
];
