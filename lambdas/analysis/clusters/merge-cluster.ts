import type { FailureCategory, FailureCluster, LogError } from '../../shared/contract/records.ts';
import { clusterId } from '../../shared/ids.ts';
import type { Span } from '../../shared/ports.ts';
import { redact } from '../../shared/redact/redact.ts';
import { HOUR_MS } from '../../shared/time.ts';
import type { FailureGroup } from './group-errors.ts';

/** What a cluster's record holds at most (contract/failure-records.ts). */
const MOST_HOURS = 168;
const MOST_VERSIONS = 20;
const MOST_EXAMPLE = 1000;

/** What one window shows of a cluster. */
export interface SeenInWindow {
  tenant: string;
  target: string;
  group: FailureGroup;
  category: FailureCategory;
  patternId: string | null;
  /** What was to be looked at; all failures since `readFrom` were read, or those of a sample of the requests. */
  span: Span;
  readFrom: number;
  sampled: boolean;
}

/**
 * The record of a cluster after a window. Each failure counts once, however windows overlap and however often they are repeated: what lies between
 * `countedFrom` and `countedUntil` is counted, a window adds what it shows before and after, and one that shows neither changes nothing. What lies
 * between two windows, or was left out of a read that was cut, is not counted, and the record says that there may have been more. A window that ends
 * before all that is counted is left out: what lay between would be lost. What goes with a cluster is found later (cluster-in-window.ts).
 */
export function mergeCluster(before: FailureCluster | null, seen: SeenInWindow): FailureCluster {
  const { group, span, readFrom } = seen;
  if (before !== null && (span.to < before.countedFrom || (span.to <= before.countedUntil && readFrom >= before.countedFrom)))
    return before;
  const counted = before === null ? null : { from: before.countedFrom, to: before.countedUntil };
  const fresh = group.errors.filter(({ at }) => at < span.to && (counted === null || at < counted.from || at >= counted.to));
  const [newest] = group.errors;
  const oldest = group.errors.at(-1) ?? newest;
  // What was learned of it is said by whoever learned it.
  const patternId = seen.patternId ?? before?.patternId ?? null;
  const isNewer = before === null || newest.at >= before.lastSeen;
  const held = before !== null && before.patternId === patternId && before.inPattern !== undefined ? { inPattern: before.inPattern } : {};
  return {
    id: clusterId(seen.target, group.fingerprint.id),
    tenant: seen.tenant,
    target: seen.target,
    fingerprint: group.fingerprint,
    location: isNewer ? group.location : before.location,
    category: seen.category,
    patternId,
    ...held,
    count: (before?.count ?? 0) + fresh.length,
    firstSeen: Math.min(before?.firstSeen ?? oldest.at, oldest.at),
    lastSeen: Math.max(before?.lastSeen ?? newest.at, newest.at),
    ...coverage(before, seen),
    hours: hoursWith(before?.hours ?? [], fresh),
    versions: versionsWith(before?.versions ?? [], fresh),
    newSince: before?.newSince ?? null,
    trend: before?.trend ?? 'unknown',
    correlations: before?.correlations ?? [],
    example: isNewer ? redact(newest.message).slice(0, MOST_EXAMPLE) : before.example,
    revision: before?.revision ?? 0,
  };
}

/** What is counted after a window, and whether there may have been more. */
export function coverage(
  before: Pick<FailureCluster, 'countedFrom' | 'countedUntil' | 'atLeast' | 'trend'> | null,
  { span, readFrom, sampled }: Pick<SeenInWindow, 'span' | 'readFrom' | 'sampled'>,
): Pick<FailureCluster, 'countedFrom' | 'countedUntil' | 'atLeast'> {
  if (before === null) return { countedFrom: readFrom, countedUntil: span.to, atLeast: sampled || readFrom > span.from };
  return {
    countedFrom: Math.min(before.countedFrom, readFrom),
    countedUntil: Math.max(before.countedUntil, span.to),
    // Of what is gone nothing is written while no window shows it.
    atLeast: before.atLeast || sampled || (leavesOut(before, readFrom) && before.trend !== 'gone'),
  };
}

/** Whether failures between what is counted and what was read now stay out of the count. */
export function leavesOut({ countedUntil }: Pick<FailureCluster, 'countedUntil'>, readFrom: number): boolean {
  return readFrom > countedUntil;
}

function hoursWith(before: FailureCluster['hours'], fresh: readonly LogError[]): FailureCluster['hours'] {
  const counts = new Map(before.map(({ hour, count }) => [hour, count]));
  for (const { at } of fresh) {
    const hour = Math.floor(at / HOUR_MS) * HOUR_MS;
    counts.set(hour, (counts.get(hour) ?? 0) + 1);
  }
  return [...counts]
    .map(([hour, count]) => ({ hour, count }))
    .toSorted((a, b) => a.hour - b.hour)
    .slice(-MOST_HOURS);
}

function versionsWith(before: FailureCluster['versions'], fresh: readonly LogError[]): FailureCluster['versions'] {
  const seen = new Map(before.map((each) => [each.version, each]));
  for (const { version, at } of fresh) {
    const known = seen.get(version);
    seen.set(version, { version, firstSeen: Math.min(known?.firstSeen ?? at, at), count: (known?.count ?? 0) + 1 });
  }
  return [...seen.values()].toSorted((a, b) => a.firstSeen - b.firstSeen || (a.version < b.version ? -1 : 1)).slice(-MOST_VERSIONS);
}
