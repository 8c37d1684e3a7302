import { existsSync } from 'node:fs';
import type { FailureCluster, KnownPattern } from '../../lambdas/shared/contract/records.ts';
import { knownPatterns } from '../../lambdas/shared/patterns/known-patterns.ts';
import type { OpenedState } from '../../localstack/embedded/events.ts';
import { type CliContext, DEFAULT_STATE_DIR } from './context.ts';
import { withState } from './embedded-cloud.ts';
import { tenantOf } from './tenant-option.ts';

/** What a state directory knows of failures. */
export interface PastFailures {
  known: KnownPattern[];
  clusters: FailureCluster[];
}

/** Clusters of a tenant that are compared: the ten of each of a hundred functions. */
const READ = 1000;

/**
 * What is known of failures in a state directory: the one that is named, or else the usual one if it is there. Explaining a log needs none: where
 * the usual one can't be read, that is said and done without.
 * @throws UsageError when there are several tenants and none is named, or another one is.
 */
export async function pastFailures(
  { loadCloud, terminal }: Pick<CliContext, 'loadCloud' | 'terminal'>,
  { stateDir, tenant }: { stateDir?: string | undefined; tenant?: string | undefined },
): Promise<PastFailures> {
  if (stateDir !== undefined) return withState(loadCloud, stateDir, (state) => read(state, tenant));
  if (!existsSync(DEFAULT_STATE_DIR)) return { known: [], clusters: [] };
  try {
    return await withState(loadCloud, DEFAULT_STATE_DIR, (state) => read(state, tenant));
  } catch (error) {
    // Of localstack/embedded/state-directory.ts, which is loaded only with the cloud.
    if (!(error instanceof Error) || error.name !== 'StateDirectoryError') throw error;
    terminal.err(`kaizen: explained without what was learned: ${error.message}\n`);
    return { known: [], clusters: [] };
  }
}

async function read(state: OpenedState, wanted: string | undefined): Promise<PastFailures> {
  const { tenants, now } = await state.status();
  if (tenants.length === 0 && wanted === undefined) return { known: [], clusters: [] };
  const tenant = await tenantOf(state, wanted);
  const [known, clusters] = await Promise.all([knownPatterns(state, tenant, now), state.work.clusters.list(tenant, { limit: READ })]);
  return { known, clusters };
}
