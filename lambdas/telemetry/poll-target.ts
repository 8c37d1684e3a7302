import type { Settings } from '../shared/contract/environment.ts';
import type { MinuteStats, RegisteredTarget, Series } from '../shared/contract/records.ts';
import type { FindingsMessage } from '../shared/contract/workflow.ts';
import { findDrafts } from '../shared/detection/find-drafts.ts';
import type { SeriesWindow, TargetWindow } from '../shared/detection/target-window.ts';
import type { Ports } from '../shared/ports.ts';
import { MINUTE_MS } from '../shared/time.ts';
import { canarySpanAfter } from './canary-span.ts';
import { type DueTarget, REFRESH_MS } from './due-target.ts';
import { type FoldedSubject, foldSubject } from './fold-subject.ts';
import { keepBaselines } from './keep-baselines.ts';
import { knownOperations } from './known-operations.ts';
import { pointsOfOperation, targetPoints, versionPoints } from './minute-points.ts';
import { readLogs } from './read-logs.ts';
import { settle } from './settle.ts';
import { addedCounts, sum } from './sums.ts';

/** Improvements among which the one under way is looked for: at most twenty of a tenant are at a time; more for those that wait. */
const LATEST_IMPROVEMENTS = 50;

export type PollTargetPorts = Pick<Ports, 'baselines' | 'clock' | 'logBatches' | 'logs' | 'queue' | 'registry' | 'sink' | 'work'>;

/** What came of one target. */
export interface PolledTarget {
  name: string;
  tenant: string;
  /** New minutes that the metrics know. */
  minutes: number;
  points: number;
  learned: number;
  /** REPORT lines that were fetched; none where they are delivered. */
  lines: number;
  /** What was not learned, by reason: points, and minutes `beyond-catch-up`, and runs beyond the `operation-limit`. */
  discarded: Record<string, number>;
  drafts: number;
  /** Series that could not be read, were set aside and begin anew. */
  quarantined: number;
  /** Seconds from the end of the oldest new minute to now; null: there is none. */
  lagSeconds: number | null;
  /** Another worker wrote at the same time: the target is left to it, or to the next tick. */
  leftOut: boolean;
}

/**
 * Takes what was read of one target into its baselines. What must not be lost comes first: the findings are sent, then the series are
 * written, each at the revision that it was read at, and only then the record that says up to which minute this was done. A run that
 * dies anywhere is repeated from the same minute, and sends and writes the same again.
 */
export async function pollTarget(
  ports: PollTargetPorts,
  settings: Settings,
  due: DueTarget,
  read: readonly MinuteStats[],
  log: (line: string) => void,
): Promise<PolledTarget> {
  const { record, target, isRead, span, newFrom, beyond } = due;
  const { name, tenant } = target;
  const now = ports.clock();
  const stats = read.filter(({ minute }) => !(minute < span.from) && !(minute >= span.to));
  const logs = span.to > newFrom ? await readLogs(ports, due, stats) : [];
  const aloneAt = Math.max(record.refreshedAt, now - REFRESH_MS);
  const canary = canarySpanAfter(record.canary, { live: due.canary, now, aloneAt, from: span.from });
  const deployed = deployedAfter(due, aloneAt);
  const { operations, ran, droppedRuns } = knownOperations(record.operations, logs, { newFrom, until: span.to });

  const options = { latenessMs: settings.latenessMs, deployedAt: deployed.after };
  const points = targetPoints(stats, logs, canary);
  const own = await foldSubject(ports, { kind: 'target', target: name }, tenant, points, options, log);
  const parts = [own];
  // The figures of a version are known to be its own only when the alias was read.
  if (isRead && target.liveVersion !== '$LATEST') {
    const subject = { kind: 'version', target: name, version: target.liveVersion } as const;
    parts.push(await foldSubject(ports, subject, tenant, versionPoints(points, deployed.by), options, log));
  }
  for (const operation of ran) {
    const subject = { kind: 'operation', target: name, operation } as const;
    parts.push(await foldSubject(ports, subject, tenant, pointsOfOperation(operation, logs, canary), options, log));
  }

  const drafts = findDrafts(windowOf(due, own));
  // While something was out of order of late, that nothing is any more is news too.
  if (drafts.length > 0 || (span.to > newFrom && record.anomalyUntil > newFrom)) {
    const rollout = canary === null ? null : await rolloutOf(ports, tenant, name);
    const message: FindingsMessage = { tenant, target: name, until: span.to, drafts, newest: newestOf(own), rollout };
    await ports.queue.send('findings', [message]);
  }
  const isStored = isStoring(due, parts);
  let isFirst = true;
  if (isStored) for (const { changed } of parts) if (!(await keepBaselines(ports.baselines, changed))) isFirst = false;
  // A version's minutes are stored only when it was read. Where there was nothing to read, nothing more is stored than before.
  const isWhole = (isRead || record.storedUntil === null) && span.to > newFrom;
  const storedUntil = isWhole ? span.to - settings.latenessMs : record.storedUntil;
  if (isFirst) isFirst = await settle(ports.registry, settings, due, { now, stats, canary, deployed, operations, drafts, storedUntil });

  const news = stats.filter(({ minute }) => minute >= newFrom);
  return {
    name,
    tenant,
    minutes: news.length,
    points: points.filter(({ at }) => at >= newFrom).length,
    // What is not stored is learned again at the next poll, and counted then.
    learned: isStored ? sum(parts, ({ folded }) => folded.learned) : 0,
    lines: record.subscription.state === 'active' ? 0 : sum(logs, ({ minute, reports }) => (minute >= newFrom ? reports : 0)),
    discarded: addedCounts([
      ...(isStored ? parts.map(({ folded }) => folded.discarded) : []),
      { 'beyond-catch-up': beyond, 'operation-limit': droppedRuns },
    ]),
    drafts: drafts.length,
    quarantined: sum(parts, ({ quarantined }) => quarantined),
    lagSeconds: news.length === 0 ? null : (now - Math.min(...news.map(({ minute }) => minute)) - MINUTE_MS) / 1000,
    leftOut: !isFirst,
  };
}

/**
 * Whether the baselines are written at this poll. Points are folded the same however they are cut into polls, so what stays unwritten is
 * only folded again: a target that is polled every minute is written when its configuration is read, every quarter of an hour, which is
 * a fifteenth of the write units. Where log lines are fetched, once, they must be kept at once; so must what replaces a
 * series that could not be read.
 */
function isStoring({ record, isRead }: DueTarget, parts: readonly FoldedSubject[]): boolean {
  return (
    isRead || record.storedUntil === null || record.subscription.state !== 'active' || parts.some(({ quarantined }) => quarantined > 0)
  );
}

/** Between which readings the live version came. `aloneAt`: the reading before. */
function deployedAfter({ record, target, refreshedAt }: DueTarget, aloneAt: number): NonNullable<RegisteredTarget['deployed']> {
  if (record.target === null || record.deployed === null) return { after: null, by: refreshedAt };
  return record.target.liveVersion === target.liveVersion ? record.deployed : { after: aloneAt, by: refreshedAt };
}

function windowOf({ target, span }: DueTarget, { folded }: FoldedSubject): TargetWindow {
  const series = Object.entries(folded.series).map(([name, baseline]): [string, SeriesWindow] => [
    name,
    { baseline, scored: folded.scored[name as Series] ?? [] },
  ]);
  return { target, until: span.to, series: Object.fromEntries(series) };
}

/** Newest points of each series that a message tells of: as many as show that an anomaly is over (analysis/anomalies/resolve.ts). */
const NEWEST = 5;

function newestOf({ folded }: FoldedSubject): FindingsMessage['newest'] {
  return Object.fromEntries(Object.entries(folded.scored).map(([series, scored]) => [series, scored.slice(-NEWEST).map(({ at }) => at)]));
}

async function rolloutOf({ work }: Pick<Ports, 'work'>, tenant: string, target: string): Promise<FindingsMessage['rollout']> {
  const latest = await work.improvements.list(tenant, { limit: LATEST_IMPROVEMENTS });
  return latest.find((each) => each.target === target && each.status === 'rolling-out')?.id ?? null;
}
