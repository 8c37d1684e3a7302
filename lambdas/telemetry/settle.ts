import type { Settings } from '../shared/contract/environment.ts';
import type { AnomalyDraft, MinuteStats, RegisteredTarget } from '../shared/contract/records.ts';
import type { TargetRegistry } from '../shared/ports.ts';
import { updateRegistered } from '../shared/registry/update-registered.ts';
import { AWAKE_MS } from '../shared/registry/wake-target.ts';
import { HOUR_MS, MINUTE_MS } from '../shared/time.ts';
import { cadenceOf, rateAfter } from './cadence.ts';
import type { DueTarget } from './due-target.ts';

/** What a poll has to say about the target itself. */
export interface Settled extends Pick<RegisteredTarget, 'canary' | 'deployed' | 'operations' | 'storedUntil'> {
  now: number;
  stats: readonly MinuteStats[];
  drafts: readonly Pick<AnomalyDraft, 'severity' | 'lastSeen'>[];
}

/**
 * Records that the minutes up to the span's end are in, and when the target is due again. What others wrote in the meantime (tags, a
 * subscription, a wake-up) stays. False: another worker has polled the target in the meantime; its record stands.
 */
export async function settle(registry: TargetRegistry, settings: Settings, due: DueTarget, settled: Settled): Promise<boolean> {
  const { record, target, span, newFrom } = due;
  const { now, stats, canary, deployed, operations, storedUntil } = settled;
  const { tenant, priority, autonomy } = target;
  const rate = rateOf(due, stats);
  const news = stats.filter(({ minute }) => minute >= newFrom);
  const written = await updateRegistered(registry, record.name, (current) => {
    if (current.polledUntil !== record.polledUntil) return null;
    const anomalyUntil = Math.max(current.anomalyUntil, untilQuiet(settled.drafts, now, span.to));
    const fastUntil = Math.max(current.fastUntil, anomalyUntil);
    const { cadence, reason } = cadenceOf({ priority, fastUntil, now, rate, canary: canary !== null && canary.until === null });
    return {
      ...current,
      ...(due.isRead ? { tenant, priority, autonomy, target } : {}),
      // A deployment that was reported since has the target read once more.
      refreshedAt: current.refreshedAt === record.refreshedAt ? due.refreshedAt : current.refreshedAt,
      polledUntil: Math.max(newFrom, span.to),
      nextPollAt: now + settings.pollSeconds[cadence] * 1000,
      cadence,
      reason,
      fastUntil,
      anomalyUntil,
      storedUntil,
      failureShare: failureShareAfter(record.failureShare, news),
      rate,
      canary,
      deployed,
      operations,
    };
  });
  return written !== null;
}

/** {@link AWAKE_MS} after the newest minute that was out of order, as far as the metrics go; 0: none was. */
function untilQuiet(drafts: Settled['drafts'], now: number, until: number): number {
  const serious = drafts.filter(({ severity }) => severity !== 'info');
  return serious.reduce((latest, { lastSeen }) => Math.max(latest, now + AWAKE_MS - (until - MINUTE_MS - lastSeen)), 0);
}

/** Calls a minute with the new minutes; before the first poll over the last hour. Minutes without figures had no calls. */
function rateOf({ record, span, newFrom }: DueTarget, stats: readonly MinuteStats[]): number | null {
  const from = record.rate === null ? Math.max(span.from, span.to - HOUR_MS) : newFrom;
  const calls = stats.reduce((sum, { minute, invocations }) => sum + (minute >= from && invocations > 0 ? invocations : 0), 0);
  return rateAfter(record.rate, Number.isFinite(calls) ? calls : 0, (span.to - from) / MINUTE_MS);
}

/** Minutes that the usual share of failures remembers: a day, so that an incident of an hour hardly moves it. */
const FAILURE_MEMORY = 24 * 60;

/** The share of calls that fails, with further minutes: an exponential mean over the minutes that had calls. */
function failureShareAfter(before: number | null, stats: readonly MinuteStats[]): number | null {
  const called = stats.filter(({ invocations, errors }) => invocations > 0 && errors >= 0);
  const calls = called.reduce((sum, { invocations }) => sum + invocations, 0);
  if (!(calls > 0) || !Number.isFinite(calls)) return before;
  const share = Math.min(1, called.reduce((sum, { errors }) => sum + errors, 0) / calls);
  if (!Number.isFinite(share)) return before;
  return before === null ? share : before + (1 - Math.exp(-called.length / FAILURE_MEMORY)) * (share - before);
}
