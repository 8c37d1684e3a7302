import type { Settings } from '../shared/contract/environment.ts';
import type { RegisteredTarget, Target } from '../shared/contract/records.ts';
import { DependencyUnavailable, TargetChanged } from '../shared/errors.ts';
import type { Ports, Span } from '../shared/ports.ts';
import { updateRegistered } from '../shared/registry/update-registered.ts';
import { HOUR_MS, MINUTE_MS } from '../shared/time.ts';
import { isDue } from './cadence.ts';
import { isObserved } from './is-observed.ts';

/**
 * How far back a poll goes when telemetry was off: six hours bring every baseline to its 20 samples and past the EW memory,
 * and one answer of GetMetricData still holds them (360 minutes x 9 figures of a target). Older minutes are counted, not read.
 */
export const CATCH_UP_MS = 6 * HOUR_MS;

/**
 * Age from which a function's tags, configuration and version are read anew. Lambda allows 100 GetFunction a second and 15 requests of the
 * rest of its control plane (Lambda quotas): 10,000 targets at one a quarter of an hour are 33 GetFunction and 11 GetAlias a second.
 */
export const REFRESH_MS = 15 * MINUTE_MS;

export type DuePorts = Pick<Ports, 'fleet' | 'metrics' | 'registry' | 'clock'>;

/** A target that is to be polled now. */
export interface DueTarget {
  /** As it was read. */
  record: RegisteredTarget;
  /** As it is now; the record's own while that is fresh, otherwise `isRead`. */
  target: Target;
  isRead: boolean;
  /** When `target` was read. */
  refreshedAt: number;
  /** Whether a canary is live; null: the alias was not read. */
  canary: boolean | null;
  /** What is read: the minutes that are new, and again those that are not stored for good. */
  span: Span;
  /** First minute that was never asked for. */
  newFrom: number;
  /** Minutes that are too old to be caught up. */
  beyond: number;
}

export type Looked = { kind: 'due'; due: DueTarget } | { kind: 'unknown' | 'not-due' | 'switched-off' | 'removed' };

/**
 * Looks whether a target is due and what is to be read of it. `force`: due or not, and its configuration is read anew. A function that
 * is not managed any more leaves the registry, unless its log group still sends lines here: discovery takes the filter away with it.
 */
export async function lookAt(ports: DuePorts, settings: Settings, name: string, force: boolean): Promise<Looked> {
  const now = ports.clock();
  const record = await ports.registry.get(name);
  if (record === null) return { kind: 'unknown' };
  if (!isObserved(record, settings)) return { kind: 'switched-off' };
  if (!force && !isDue(record, now, settings.pollSeconds)) return { kind: 'not-due' };
  const wanted = force || record.target === null || now - record.refreshedAt >= REFRESH_MS;
  const read = wanted ? await readTarget(ports, record) : { isRead: false, target: record.target };
  const { target } = read;
  if (target === null) {
    await leave(ports, settings, record, now);
    return { kind: 'removed' };
  }
  const canary = read.isRead || isCanaryOpen(record) ? await hasCanary(ports, target) : null;
  const to = await ports.metrics.completeUntil(target);
  const { span, newFrom, beyond } = spanOf(record, to, settings.latenessMs);
  return {
    kind: 'due',
    due: { record, target, isRead: read.isRead, refreshedAt: read.isRead ? now : record.refreshedAt, canary, span, newFrom, beyond },
  };
}

/**
 * From the minutes that the stored baselines do not have for good, which are at least those of the lateness window: what comes late is
 * seen then, and the baselines need not be written at every poll. It costs nothing, since CloudWatch bills by metric, not by minute.
 */
function spanOf(
  { polledUntil, storedUntil }: RegisteredTarget,
  to: number,
  latenessMs: number,
): Pick<DueTarget, 'span' | 'newFrom' | 'beyond'> {
  const earliest = to - CATCH_UP_MS;
  if (polledUntil === null || storedUntil === null) return { span: { from: earliest, to }, newFrom: polledUntil ?? earliest, beyond: 0 };
  const newFrom = Math.max(polledUntil, earliest);
  const beyond = Math.max(0, Math.round((earliest - polledUntil) / MINUTE_MS));
  return { span: { from: Math.max(earliest, Math.min(storedUntil, polledUntil - latenessMs)), to }, newFrom, beyond };
}

/**
 * The function as it is now; null: it is not managed any more. When Lambda throttles, the target as it was read last: its figures are what
 * is wanted, and the next poll tries again.
 */
async function readTarget({ fleet }: Pick<Ports, 'fleet'>, record: RegisteredTarget): Promise<{ isRead: boolean; target: Target | null }> {
  try {
    return { isRead: true, target: await fleet.get(record.name) };
  } catch (error) {
    if (!(error instanceof DependencyUnavailable) || record.target === null) throw error;
    return { isRead: false, target: record.target };
  }
}

/**
 * A rollout is under way as far as is known: the alias is read at each poll, so that its end is seen at once. Its beginning is seen when the
 * function is read, which Kaizen's own deployment and the event of anybody's ask for; the alias of every target that is polled fast
 * would be more than the 15 requests a second that Lambda allows, just when a whole fleet is in an incident.
 */
function isCanaryOpen({ canary }: RegisteredTarget): boolean {
  return canary !== null && canary.until === null;
}

/**
 * A function without the alias `live`, or whose alias was taken away since, has no canary: it is observed all the same. Null: the alias
 * could not be read just now, so that what was known of it holds.
 */
async function hasCanary(ports: Pick<Ports, 'fleet'>, target: Target): Promise<boolean | null> {
  if (target.liveVersion === '$LATEST') return false;
  try {
    return (await ports.fleet.alias(target.name)).canary !== null;
  } catch (error) {
    if (error instanceof TargetChanged) return false;
    if (error instanceof DependencyUnavailable) return null;
    throw error;
  }
}

async function leave({ registry }: DuePorts, settings: Settings, { name, subscription }: RegisteredTarget, now: number): Promise<void> {
  if (subscription.state !== 'active') return registry.remove(name);
  const nextPollAt = now + settings.pollSeconds.idle * 1000;
  await updateRegistered(registry, name, (record) => ({
    ...record,
    refreshedAt: 0,
    nextPollAt,
    cadence: 'idle',
    reason: 'not managed any more',
  }));
}
