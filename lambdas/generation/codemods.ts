import { boundedConcurrency } from './bounded-concurrency.ts';
import type { Codemod } from './codemod.ts';
import { hoistClient } from './hoist-client.ts';
import { ttlCache } from './ttl-cache.ts';

/** Every codemod; a new one is a file and a line here. */
export const CODEMODS: readonly Codemod[] = [boundedConcurrency, hoistClient, ttlCache];
