import type { Anomaly, ReportLine, Target } from '../shared/contract/records.ts';
import { TargetChanged } from '../shared/errors.ts';
import { logMinutesOf } from '../shared/logs/log-minutes.ts';
import type { Ports, Span } from '../shared/ports.ts';
import { findSites } from '../shared/source/find-sites.ts';
import { HOUR_MS } from '../shared/time.ts';
import { overProvisioned } from './finders/over-provisioned.ts';
import { worthChanging } from './finders/source-finding.ts';
import type { TargetView } from './target-context.ts';
import { windowMinutes } from './window-minutes.ts';

/**
 * REPORT lines and failures read of one target, newest first: the 99th percentile of 5,000 lines is its 50th largest, with a
 * relative error of about 1 / sqrt(50) = 14 % in rank, and they fit a handler's memory a hundred times over.
 */
const LINE_LIMIT = 5000;

export type ViewPorts = Pick<Ports, 'fleet' | 'metrics' | 'logs'>;

export interface Viewed {
  views: TargetView[];
  /** Points and log lines that were read. */
  metrics: number;
  logs: number;
}

/**
 * Reads all that the rules and finders look at: the metrics in one call, logs and, where a change would be worth it, the source of the live
 * version; failures of the last hour, which is all that is looked at. `window` is cut at each target's last complete minute; `history` are the
 * anomalies on record, of any target.
 */
export async function viewTargets(
  ports: ViewPorts,
  targets: readonly Target[],
  window: Span,
  history: readonly Anomaly[],
): Promise<Viewed> {
  if (targets.length === 0) return { views: [], metrics: 0, logs: 0 };
  const minutes = await ports.metrics.minutes(targets, window);
  const historyOf = Map.groupBy(history, (anomaly) => anomaly.target);
  const viewed: Viewed = { views: [], metrics: 0, logs: 0 };
  for (const target of targets) {
    const to = Math.min(window.to, await ports.metrics.completeUntil(target));
    const span = { from: Math.min(window.from, to), to };
    const [reports, errors] = await Promise.all([
      ports.logs.reports(target, span, LINE_LIMIT),
      ports.logs.errors(target, { from: Math.max(span.from, to - HOUR_MS), to }, LINE_LIMIT),
    ]);
    const { minutes: whole, series, points } = windowMinutes(minutes.get(target.name) ?? [], minutesOf(reports), span);
    const view: TargetView = {
      target,
      span,
      minutes: whole,
      series,
      reports: reports.filter((line) => line.version === target.liveVersion),
      errors,
      history: historyOf.get(target.name) ?? [],
      sites: [],
      sourceUnread: null,
    };
    viewed.views.push(isSourceWanted(view) ? { ...view, ...(await sourceOf(ports, target)) } : view);
    viewed.metrics += points;
    viewed.logs += reports.length + errors.length;
  }
  return viewed;
}

function minutesOf(reports: readonly ReportLine[]) {
  return logMinutesOf({ reports, errors: [], operations: [] }).minutes;
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
