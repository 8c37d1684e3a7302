import { emptyTargetBaselines } from '../shared/baseline/baseline.ts';
import type { MinuteStats, Target, TargetBaselines } from '../shared/contract/records.ts';
import { DependencyUnavailable, KaizenError, StaleRecord, TargetChanged } from '../shared/errors.ts';
import type { Ports, Span } from '../shared/ports.ts';
import { HOUR_MS, MINUTE_MS } from '../shared/time.ts';
import { cleanMinutes } from '../shared/baseline/clean-minutes.ts';
import { learnMinutes } from './learn-minutes.ts';
import { mapLimited } from './map-limited.ts';

/**
 * How far back a tick goes when telemetry was off: six hours bring every baseline to its 20 samples and past the EW memory,
 * and one answer of GetMetricData still holds them (360 minutes x 10 figures of a target). Older minutes are counted, not read.
 */
export const CATCH_UP_MS = 6 * HOUR_MS;

/**
 * From how long a span on a target is behind and asked for apart: a usual tick asks for a few minutes, whose ends lie up to Lambda's
 * longest timeout of 15 minutes apart. One target's old watermark would else make all others be read for six hours.
 */
const BEHIND_MS = 15 * MINUTE_MS;

/** Targets that are behind and are asked for together: 28 x 10 figures x 360 minutes are the 100,800 points of one answer. */
export const CATCH_UPS_AT_ONCE = 28;

/** REPORT lines read of one target in one tick: 80 requests a second for two minutes. Beyond it the newest are the sample. */
const REPORT_LIMIT = 10_000;

/** Targets read at the same time: well under the ten requests a second that FilterLogEvents allows an account and region. */
const AT_A_TIME = 5;

export type ObservePorts = Pick<Ports, 'fleet' | 'metrics' | 'logs' | 'baselines'>;

/** What one catch-up did. */
export interface Observed {
  targets: number;
  /** Minutes that were in time and in order. */
  minutes: number;
  /** Points read from the metrics and REPORT lines, and those of them that were learned. */
  points: number;
  learned: number;
  /** REPORT lines read. */
  lines: number;
  /** Minutes that had to be put in order. */
  reordered: number;
  /** Targets that another run had read in the meantime. */
  leftOut: string[];
}

/**
 * Brings the baselines of the given targets up to the last complete minute: one metrics call for all that are in
 * time and one for every {@link CATCH_UPS_AT_ONCE} that are behind, REPORT lines for each, one conditional write of baselines and
 * watermark together. Repeating it changes nothing until a further minute is complete.
 * @throws DependencyUnavailable when some target could not be read; the others are written, and a repetition reads only the rest.
 */
export async function observe(ports: ObservePorts, targets: readonly Target[]): Promise<Observed> {
  const due = (await mapLimited(targets, AT_A_TIME, (target) => dueOf(ports, target))).filter((each) => each.own.to > each.own.from);
  const total: Observed = { targets: targets.length, minutes: 0, points: 0, learned: 0, lines: 0, reordered: 0, leftOut: [] };
  if (due.length === 0) return total;
  const failed: { target: string; error: KaizenError }[] = [];
  for (const group of groupsOf(due)) {
    const asked: Span = { from: Math.min(...group.map((each) => each.own.from)), to: Math.max(...group.map((each) => each.own.to)) };
    const read = await ports.metrics.minutes(
      group.map((each) => each.target),
      asked,
    );
    await mapLimited(group, AT_A_TIME, async (each) => {
      try {
        const done = await observeOne(ports, each, read.get(each.target.name) ?? [], asked);
        total.minutes += done.minutes;
        total.points += done.points;
        total.learned += done.learned;
        total.lines += done.lines;
        total.reordered += done.reordered;
      } catch (error) {
        if (!(error instanceof KaizenError)) throw error;
        if (error instanceof StaleRecord) total.leftOut.push(each.target.name);
        else failed.push({ target: each.target.name, error });
      }
    });
  }
  const [first] = failed;
  if (first === undefined) return total;
  const names = failed.map((each) => each.target).join(', ');
  const message = `telemetry of ${failed.length} of ${due.length} targets failed (${names}): ${first.error.message}`;
  throw first.error.retryable ? new DependencyUnavailable(message, { cause: first.error }) : first.error;
}

interface Due {
  target: Target;
  before: TargetBaselines;
  own: Span;
  /** Minutes between the watermark and the span: too old to be caught up. */
  beyond: number;
}

async function dueOf(ports: ObservePorts, target: Target): Promise<Due> {
  const [known, to] = await Promise.all([ports.baselines.get(target.name), ports.metrics.completeUntil(target)]);
  const before = known ?? emptyTargetBaselines(target.name, target.tenant);
  const earliest = to - CATCH_UP_MS;
  const from = Math.max(before.watermark ?? earliest, earliest);
  const beyond = before.watermark === null ? 0 : Math.max(0, Math.round((earliest - before.watermark) / MINUTE_MS));
  return { target, before, own: { from, to }, beyond };
}

/** What is asked for together: first all that are in time, then those that are behind. */
function groupsOf(due: readonly Due[]): Due[][] {
  const isBehind = ({ own }: Due): boolean => own.to - own.from > BEHIND_MS;
  const groups = [due.filter((each) => !isBehind(each))];
  const behind = due.filter(isBehind);
  for (let at = 0; at < behind.length; at += CATCH_UPS_AT_ONCE) groups.push(behind.slice(at, at + CATCH_UPS_AT_ONCE));
  return groups.filter((group) => group.length > 0);
}

async function observeOne(ports: ObservePorts, { target, before, own, beyond }: Due, raw: readonly MinuteStats[], asked: Span) {
  const [canary, reports] = await Promise.all([hasCanary(ports, target), ports.logs.reports(target, own, REPORT_LIMIT)]);
  const known = before.watermark === null ? sinceFirst(raw, own) : own;
  const clean = cleanMinutes(raw, known, asked);
  const { baselines, points, learned } = learnMinutes(before, clean.minutes, reports, canary);
  const discarded = { ...baselines.discarded };
  for (const [reason, by] of Object.entries({ ...clean.discarded, 'beyond-catch-up': beyond })) {
    if (by > 0) discarded[reason] = (discarded[reason] ?? 0) + by;
  }
  await ports.baselines.put({ ...baselines, tenant: target.tenant, discarded, watermark: own.to });
  return { minutes: clean.minutes.length, points, learned, lines: reports.length, reordered: clean.reordered };
}

/** A function without the alias `live`, or whose alias was taken away since, has no canary: it is observed all the same. */
async function hasCanary(ports: Pick<ObservePorts, 'fleet'>, target: Target): Promise<boolean> {
  if (target.liveVersion === '$LATEST') return false;
  try {
    return (await ports.fleet.alias(target.name)).canary !== null;
  } catch (error) {
    if (error instanceof TargetChanged) return false;
    throw error;
  }
}

/** A target that is new to Kaizen has no missing minutes before its first one: it may not have existed. */
function sinceFirst(raw: readonly MinuteStats[], own: Span): Span {
  const first = raw.reduce((least, stats) => (stats.minute >= own.from ? Math.min(least, stats.minute) : least), own.to);
  return { from: first, to: own.to };
}
