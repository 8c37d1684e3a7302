import { clusterInput } from '../audit/decision-inputs.ts';
import { refTo } from '../audit/refs.ts';
import type { FailureCluster, KnownPattern } from '../contract/records.ts';
import { LEARNED_PREFIX, learnedPatternId } from '../ids.ts';
import type { Ports } from '../ports.ts';
import { changeRecord } from '../records/change-record.ts';
import { countClusters, MOST_AT_ONCE } from './count-clusters.ts';
import { countLearned, emptyPattern, MOST_LEARNED } from './known-patterns.ts';
import { hasRecurred, learnPattern } from './learn-pattern.ts';

export type KeepPatternsPorts = Pick<Ports, 'work' | 'audit'>;

/** Clusters that an audit record refers to: whoever checks it reads each of them. */
const MOST_NAMED = 20;

type Clusters = readonly [FailureCluster, ...FailureCluster[]];

/**
 * Remembers the clusters of a tenant in the patterns that they are examples of: occurrences, last seen, targets, each failure once
 * (count-clusters.ts). A cluster without a pattern gets the one that its fingerprint taught, which is learned first when it has recurred and
 * there is room. Run again over the same clusters it changes nothing.
 *
 * Gives the clusters as they are on record then, in their order, and what was learned.
 */
export async function keepPatterns(
  ports: KeepPatternsPorts,
  clusters: readonly FailureCluster[],
  now: number,
): Promise<{ clusters: FailureCluster[]; learned: KnownPattern[] }> {
  const learned: KnownPattern[] = [];
  const kept = new Map(clusters.map((cluster) => [cluster.id, cluster]));
  const groups = Map.groupBy(
    clusters,
    ({ tenant, patternId, fingerprint }) => `${tenant}/${patternId ?? learnedPatternId(fingerprint.id)}`,
  );
  for (const group of groups.values()) {
    const [first, ...rest] = group;
    if (first === undefined) continue;
    if (first.patternId === null) {
      const made = await learn(ports, [first, ...rest], now);
      if (made === 'nothing') continue;
      if (made !== 'known') learned.push(made);
    }
    for (const cluster of await count(ports, [first, ...rest], now)) kept.set(cluster.id, cluster);
  }
  return { clusters: [...kept.values()], learned };
}

/** The pattern that these clusters of one fingerprint taught, if it is new; whether it is known already, or nothing is. */
async function learn(ports: KeepPatternsPorts, clusters: Clusters, now: number): Promise<KnownPattern | 'known' | 'nothing'> {
  const [{ tenant, fingerprint }] = clusters;
  const { patterns } = ports.work;
  if ((await patterns.get(tenant, learnedPatternId(fingerprint.id))) !== null) return 'known';
  if (!hasRecurred(clusters) || (await countLearned(ports, tenant)) >= MOST_LEARNED) return 'nothing';
  const pattern = learnPattern(clusters);
  // First, so that whoever breaks off between the two says it all the same when it runs again.
  await auditLearned(ports, pattern, clusters, now);
  return (await patterns.create(pattern)) ? pattern : 'known';
}

/** Counts what the clusters grew by, on the pattern first, then says so on each of them. */
async function count(ports: KeepPatternsPorts, clusters: Clusters, now: number): Promise<FailureCluster[]> {
  const [{ tenant, patternId, fingerprint, firstSeen }] = clusters;
  const id = patternId ?? learnedPatternId(fingerprint.id);
  const done: FailureCluster[] = [];
  for (let from = 0; from < clusters.length; from += MOST_AT_ONCE) {
    const some = clusters.slice(from, from + MOST_AT_ONCE);
    const pending = some.filter((each) => each.patternId === null || each.count > (each.inPattern ?? 0));
    if (pending.length === 0) continue;
    const known = await changeRecord(ports.work.patterns, tenant, id, (before) => {
      const from = before ?? forgotten(clusters, id, firstSeen);
      return from === null ? null : countClusters(from, pending, now);
    });
    if (known === null) continue;
    for (const cluster of pending) {
      const counted = await changeRecord(ports.work.clusters, tenant, cluster.id, (before) => saying(before, id, cluster.count));
      if (counted !== null) done.push(counted);
    }
  }
  return done;
}

/** A pattern that has no record yet, or none any more; null: it is a learned one, which only failures of its own fingerprint can teach again. */
function forgotten(clusters: Clusters, id: string, at: number): KnownPattern | null {
  if (!id.startsWith(LEARNED_PREFIX)) return emptyPattern(clusters[0].tenant, id, at);
  return id === learnedPatternId(clusters[0].fingerprint.id) ? learnPattern(clusters) : null;
}

function saying(before: FailureCluster | null, patternId: string, count: number): FailureCluster | null {
  if (before === null || (before.patternId === patternId && (before.inPattern ?? 0) >= count)) return before;
  return { ...before, patternId: before.patternId ?? patternId, inPattern: Math.max(before.inPattern ?? 0, count) };
}

async function auditLearned({ audit }: KeepPatternsPorts, pattern: KnownPattern, clusters: Clusters, now: number): Promise<void> {
  const { tenant, id, learned } = pattern;
  if (learned === null) throw new TypeError(`pattern ${id}: found a built-in one; expected one that was learned`);
  const failures = clusters.reduce((sum, { count }) => sum + count, 0);
  const hours = new Set(clusters.flatMap((each) => each.hours.map(({ hour }) => hour))).size;
  const named = clusters.slice(0, MOST_NAMED);
  const functions = new Set(clusters.map(({ target }) => target)).size;
  const where = `${hours} ${hours === 1 ? 'hour' : 'hours'} on ${functions} ${functions === 1 ? 'function' : 'functions'}`;
  const summary = `${failures} failures in ${where}, and no pattern that knows them`;
  await audit.append({
    tenant,
    key: `pattern/${id}/learned`,
    actor: 'analysis/analyse',
    action: 'pattern-learned',
    subject: id,
    about: [refTo('pattern', id), ...named.flatMap((each) => [refTo('cluster', each.id), refTo('function', each.target)])],
    summary: `Learned ${id} (${learned.category}, by its words): ${learned.title}. ${summary}.`,
    confidence: null,
    risk: null,
    evidence: [{ source: 'log', summary, figures: { failures, hours, functions } }],
    inputs: named.map(clusterInput),
    at: now,
  });
}
