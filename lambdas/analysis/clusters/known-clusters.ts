import type { FailureCluster, KnownPattern } from '../../shared/contract/records.ts';
import { mapLimited } from '../../shared/map-limited.ts';
import { clustersOf } from '../../shared/patterns/clusters-of.ts';
import { knownPatterns } from '../../shared/patterns/known-patterns.ts';
import type { Ports } from '../../shared/ports.ts';

/** Targets whose clusters are read side by side: a query of some milliseconds each. */
const AT_ONCE = 10;

/** What a tenant's records hold of the failures of some targets. */
export interface KnownClusters {
  /** By target. */
  clusters: ReadonlyMap<string, readonly FailureCluster[]>;
  patterns: readonly KnownPattern[];
}

export async function knownClusters(
  ports: Pick<Ports, 'work' | 'clock'>,
  tenant: string,
  targets: readonly { name: string }[],
): Promise<KnownClusters> {
  const patterns = await knownPatterns(ports, tenant, ports.clock());
  const read = await mapLimited(targets, AT_ONCE, async ({ name }) => [name, await clustersOf(ports, tenant, name)] as const);
  return { clusters: new Map(read), patterns };
}

/** Names of the targets with failures on record that are not over. */
export function failingTargets({ clusters }: Pick<KnownClusters, 'clusters'>): Set<string> {
  return new Set([...clusters].filter(([, own]) => own.some(({ trend }) => trend !== 'gone')).map(([name]) => name));
}
