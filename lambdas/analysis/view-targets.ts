import type { Anomaly, Improvement, MinuteStats, ReportLine, Scaling, Target } from '../shared/contract/records.ts';
import { TargetChanged } from '../shared/errors.ts';
import { logMinutesOf } from '../shared/logs/log-minutes.ts';
import { mapLimited } from '../shared/map-limited.ts';
import type { Ports, Span } from '../shared/ports.ts';
import { groupErrors } from './clusters/group-errors.ts';
import { readErrors } from './clusters/read-errors.ts';
import { isCluster } from './clusters/is-cluster.ts';
import { invocations } from './figures.ts';
import { overProvisioned } from './finders/over-provisioned.ts';
import { MIN_INVOCATIONS, worthChanging } from './finders/source-finding.ts';
import { byName } from './predictions/predict-target.ts';
import { readSource } from './read-source.ts';
import { readTried } from './read-tried.ts';
import type { TargetView } from './target-context.ts';
import { windowMinutes } from './window-minutes.ts';

/**
 * REPORT lines and failures read of one target, newest first: the 99th percentile of 5,000 lines is its 50th largest, with a
 * relative error of about 1 / sqrt(50) = 14 % in rank, and they fit a handler's memory a hundred times over.
 */
const LINE_LIMIT = 5000;

/**
 * Targets that are read side by side, a second each: two hundred take little more than a minute of the handler's two, and Lambda's control plane, which
 * answers 15 calls a second beside GetFunction (Lambda quotas, "Function-API"), is asked five times by each.
 */
const AT_ONCE = 3;

export type ViewPorts = Pick<Ports, 'fleet' | 'metrics' | 'logs' | 'source' | 'baselines'>;

/** What is on record, of any target. */
export interface OnRecord {
  anomalies: readonly Anomaly[];
  improvements: readonly Improvement[];
  /** Names of the targets with failures that are not over. */
  failing: ReadonlySet<string>;
}

export interface Viewed {
  views: TargetView[];
  /** Points and log lines that were read. */
  metrics: number;
  logs: number;
}

/**
 * Reads all that the rules and finders look at: the metrics in one call, logs and, where a change would be worth it, the source of the live
 * version, its concurrency and what is normal for it. `window` is cut at each target's last complete minute.
 */
export async function viewTargets(ports: ViewPorts, targets: readonly Target[], window: Span, onRecord: OnRecord): Promise<Viewed> {
  if (targets.length === 0) return { views: [], metrics: 0, logs: 0 };
  const minutes = await ports.metrics.minutes(targets, window);
  const historyOf = Map.groupBy(onRecord.anomalies, (anomaly) => anomaly.target);
  const improvementsOf = Map.groupBy(onRecord.improvements, (improvement) => improvement.target);
  const read = await mapLimited(targets, AT_ONCE, (target) =>
    viewTarget(ports, target, window, minutes.get(target.name) ?? [], {
      anomalies: historyOf.get(target.name) ?? [],
      improvements: improvementsOf.get(target.name) ?? [],
      failing: onRecord.failing,
    }),
  );
  return {
    views: read.map(({ view }) => view),
    metrics: read.reduce((sum, { points }) => sum + points, 0),
    logs: read.reduce((sum, { lines }) => sum + lines, 0),
  };
}

async function viewTarget(
  ports: ViewPorts,
  target: Target,
  window: Span,
  minutes: readonly MinuteStats[],
  onRecord: OnRecord,
): Promise<{ view: TargetView; points: number; lines: number }> {
  const to = Math.min(window.to, await ports.metrics.completeUntil(target));
  const span = { from: Math.min(window.from, to), to };
  const [reports, { errors, from: errorsFrom }] = await Promise.all([
    ports.logs.reports(target, span, LINE_LIMIT),
    readErrors(ports, target, span, minutes, onRecord.failing.has(target.name), LINE_LIMIT),
  ]);
  const { minutes: whole, series, points } = windowMinutes(minutes, minutesOf(reports), span);
  const view: TargetView = {
    target,
    span,
    minutes: whole,
    series,
    reports: reports.filter((line) => line.version === target.liveVersion),
    served: reports,
    groups: groupErrors(errors),
    errorsFrom,
    clusters: [],
    history: onRecord.anomalies,
    sites: [],
    source: { kind: 'not-wanted' },
    tried: await readTried(ports, target, reports, onRecord.improvements),
    scaling: null,
    baselines: {},
  };
  const demand = isBusy(view) ? await readDemand(ports, target) : {};
  const source = isSourceWanted(view) ? await readSource(ports, target) : {};
  return { view: { ...view, ...demand, ...source }, points, lines: reports.length + errors.length };
}

function minutesOf(reports: readonly ReportLine[]) {
  return logMinutesOf({ reports, errors: [], operations: [] }).minutes;
}

/** Whether concurrency, cold starts and batches are worth a look. Throttled calls are no invocations. */
function isBusy(view: TargetView): boolean {
  return invocations(view) >= MIN_INVOCATIONS || view.minutes.some(({ throttles }) => throttles > 0);
}

async function readDemand(
  { fleet, baselines }: Pick<ViewPorts, 'fleet' | 'baselines'>,
  { name }: Target,
): Promise<Pick<TargetView, 'scaling' | 'baselines'>> {
  const [scaling, { series }] = await Promise.all([scalingOf(fleet, name), baselines.load({ kind: 'target', target: name })]);
  return { scaling, baselines: byName(series) };
}

/** A function that went, or lost its tag, since the cycle's targets were picked must not stop the others. */
async function scalingOf(fleet: ViewPorts['fleet'], name: string): Promise<Scaling | null> {
  try {
    return await fleet.scaling(name);
  } catch (error) {
    if (!(error instanceof TargetChanged)) throw error;
    return null;
  }
}

/**
 * For a change of code, before memory is taken away (whether the source keeps more and more is only seen there), and where something is wrong that a
 * model may mend: whether it can be changed at all is said before it is asked.
 */
function isSourceWanted(view: TargetView): boolean {
  const isTroubled =
    view.groups.some((group) => isCluster(group, view)) ||
    view.history.some(({ resolution, severity }) => resolution === null && severity !== 'info');
  return worthChanging(view) || isTroubled || overProvisioned(view).length > 0;
}
