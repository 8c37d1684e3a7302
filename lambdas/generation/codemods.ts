import { accumulateInPlace } from './codemods/accumulate-in-place.ts';
import { boundedCollection } from './codemods/bounded-collection.ts';
import { boundedConcurrency } from './codemods/bounded-concurrency.ts';
import type { Codemod } from './codemods/codemod.ts';
import { hoistClient } from './codemods/hoist-client.ts';
import { hoistConstruction } from './codemods/hoist-construction.ts';
import { setMembership } from './codemods/set-membership.ts';
import { ttlCache } from './codemods/ttl-cache.ts';

/** Every codemod; a new one is a file and a line here. */
export const CODEMODS: readonly Codemod[] = [
  boundedConcurrency,
  hoistClient,
  ttlCache,
  setMembership,
  accumulateInPlace,
  hoistConstruction,
  boundedCollection,
];
