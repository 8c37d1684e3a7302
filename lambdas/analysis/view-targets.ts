import { cleanMinutes } from '../shared/baseline/clean-minutes.ts';
import { cleanPoints } from '../shared/baseline/clean-points.ts';
import { pointsOf } from '../shared/baseline/points.ts';
import type { MinuteStats, ReportLine, Target } from '../shared/contract/records.ts';
import { TargetChanged } from '../shared/errors.ts';
import type { Ports, Span } from '../shared/ports.ts';
import { findSites } from '../shared/source/find-sites.ts';
import { floorMinute, HOUR_MS } from '../shared/time.ts';
import { overProvisioned } from './finders/over-provisioned.ts';
import { worthChanging } from './finders/source-finding.ts';
import type { TargetView } from './target-context.ts';

/**
 * REPORT lines and failures read of one target, newest first: the 99th percentile of 5,000 lines is its 50th largest, with a
 * relative error of about 1 / sqrt(50) = 14 % in rank, and they fit a handler's memory a hundred times over.
 */
const LINE_LIMIT = 5000;

export type ViewPorts = Pick<Ports, 'fleet' | 'metrics' | 'logs' | 'baselines'>;

export interface Viewed {
  views: TargetView[];
  /** Points and log lines that were read. */
  metrics: number;
  logs: number;
}

/**
 * Reads all that the rules and finders look at: the metrics in one call, logs, baselines and, where a change would be worth it,
 * the source of the live version; failures of the last hour, which is all that is looked at. `window` is cut at each target's last complete minute.
 */
export async function viewTargets(ports: ViewPorts, targets: readonly Target[], window: Span): Promise<Viewed> {
  if (targets.length === 0) return { views: [], metrics: 0, logs: 0 };
  const minutes = await ports.metrics.minutes(targets, window);
  const viewed: Viewed = { views: [], metrics: 0, logs: 0 };
  for (const target of targets) {
    const to = Math.min(window.to, await ports.metrics.completeUntil(target));
    const span = { from: Math.min(window.from, to), to };
    const [reports, errors, baselines] = await Promise.all([
      ports.logs.reports(target, span, LINE_LIMIT),
      ports.logs.errors(target, { from: Math.max(span.from, to - HOUR_MS), to }, LINE_LIMIT),
      ports.baselines.get(target.name),
    ]);
    const plain = minutesAndSeries(minutes.get(target.name) ?? [], reports, span, window);
    const live = reports.filter((line) => line.version === target.liveVersion);
    const { minutes: whole, series } = plain;
    const view = { target, span, minutes: whole, series, reports: live, errors, baselines, sites: [], sourceUnread: null };
    viewed.views.push(isSourceWanted(view) ? { ...view, ...(await sourceOf(ports, target)) } : view);
    viewed.metrics += plain.points;
    viewed.logs += reports.length + errors.length;
  }
  return viewed;
}

/** For a change of code, and before memory is taken away: whether the source keeps more and more is only seen there. */
function isSourceWanted(view: TargetView): boolean {
  return worthChanging(view) || overProvisioned(view).length > 0;
}

/** What the source shows. A function whose code cannot be read, as that of a container image, must not stop the other targets. */
async function sourceOf(ports: Pick<ViewPorts, 'fleet'>, target: Target): Promise<Pick<TargetView, 'sites' | 'sourceUnread'>> {
  try {
    return { sites: findSites((await ports.fleet.readCode(target.name, target.liveVersion)).files), sourceUnread: null };
  } catch (error) {
    if (!(error instanceof TargetChanged)) throw error;
    return { sites: [], sourceUnread: error.message };
  }
}

function minutesAndSeries(raw: readonly MinuteStats[], reports: readonly ReportLine[], own: Span, asked: Span) {
  const { minutes } = cleanMinutes(raw, own, asked);
  const linesOf = Map.groupBy(reports, (line) => floorMinute(line.at));
  const series: TargetView['series'] = {};
  const whole: MinuteStats[] = [];
  let points = 0;
  for (const stats of minutes) {
    const read = pointsOf(stats, linesOf.get(stats.minute) ?? []);
    points += read.length;
    const clean = cleanPoints(read).points;
    // Counts that cannot be true would spoil every sum: such a minute gives its other points only.
    if (isCount(stats.invocations) && isCount(stats.errors) && isCount(stats.throttles)) whole.push(stats);
    for (const point of clean) (series[point.series] ??= []).push({ at: stats.minute, value: point.value });
  }
  return { minutes: whole, series, points };
}

function isCount(value: number): boolean {
  return Number.isFinite(value) && value >= 0;
}
