import type { Settings } from '../shared/contract/environment.ts';
import type { RegisteredTarget, Target } from '../shared/contract/records.ts';
import { TargetChanged } from '../shared/errors.ts';
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
 * Looks whether a target is due and what is to be read of it. `force`: due or not, and its configuration is read anew. A function that is not managed any more leaves the
 * registry, unless its log group still sends lines here: discovery takes the filter away with it.
 */
export async function lookAt(ports: DuePorts, settings: Settings, name: string, force: boolean): Promise<Looked> {
  const now = ports.clock();
  const record = await ports.registry.get(name);
  if (record === null) return { kind: 'unknown' };
  if (!isObserved(record, settings)) return { kind: 'switched-off' };
  if (!force && !isDue(record, now, settings.pollSeconds)) return { kind: 'not-due' };
  const isFresh = !force && record.target !== null && now - record.refreshedAt < REFRESH_MS;
  const target = isFresh ? record.target : await ports.fleet.get(name);
  if (target === null) {
    await leave(ports, settings, record, now);
    return { kind: 'removed' };
  }
  const canary = !isFresh || isWatched(record, now) ? await hasCanary(ports, target) : null;
  const to = await ports.metrics.completeUntil(target);
  const { span, newFrom, beyond } = spanOf(record, to, settings.latenessMs);
  return {
    kind: 'due',
    due: { record, target, isRead: !isFresh, refreshedAt: isFresh ? record.refreshedAt : now, canary, span, newFrom, beyond },
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

/** A target whose alias is read at each poll: something is at stake, or was a canary's at the last look. */
function isWatched({ cadence, canary, fastUntil }: RegisteredTarget, now: number): boolean {
  return cadence === 'fast' || now < fastUntil || (canary !== null && canary.until === null);
}

/** A function without the alias `live`, or whose alias was taken away since, has no canary: it is observed all the same. */
async function hasCanary(ports: Pick<Ports, 'fleet'>, target: Target): Promise<boolean> {
  if (target.liveVersion === '$LATEST') return false;
  try {
    return (await ports.fleet.alias(target.name)).canary !== null;
  } catch (error) {
    if (error instanceof TargetChanged) return false;
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
