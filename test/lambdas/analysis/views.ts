import { learnMinutes } from '../../../lambdas/telemetry/learn-minutes.ts';
import type { TargetContext } from '../../../lambdas/analysis/target-context.ts';
import { emptyTargetBaselines } from '../../../lambdas/shared/baseline/baseline.ts';
import { cleanPoints } from '../../../lambdas/shared/baseline/clean-points.ts';
import { pointsOf } from '../../../lambdas/shared/baseline/points.ts';
import type { MinuteStats, ReportLine, TargetBaselines } from '../../../lambdas/shared/contract/records.ts';
import type { Site } from '../../../lambdas/shared/source/sites.ts';
import { floorMinute, HOUR_MS } from '../../../lambdas/shared/time.ts';
import { minutesUntil, reportsOf } from '../fakes/samples.ts';
import { NOW, target } from '../fakes/world.ts';

/** What telemetry would know of `orders` after `count` plain minutes, an hour ago. */
export function taught(count = 40, changes: (index: number) => Partial<MinuteStats> = () => ({})): TargetBaselines {
  const minutes = minutesUntil(NOW - HOUR_MS, count, changes);
  const reports = minutes.flatMap((stats) => reportsOf('orders', 3, () => ({ at: stats.minute })));
  return learnMinutes(emptyTargetBaselines('orders', 'default'), minutes, reports, false).baselines;
}

/** The view of a plain hour of `orders`, with what a test changes. */
export function context(changes: Partial<TargetContext> = {}): TargetContext {
  const minutes = changes.minutes ?? minutesUntil(NOW, 60);
  const reports = changes.reports ?? reportsOf('orders', 600);
  return {
    target: target('orders'),
    span: { from: NOW - HOUR_MS, to: NOW },
    minutes,
    series: seriesOf(minutes, reports),
    reports,
    errors: [],
    baselines: taught(),
    sites: [],
    sourceUnread: null,
    anomalies: [],
    ...changes,
  };
}

function seriesOf(minutes: readonly MinuteStats[], reports: readonly ReportLine[]): TargetContext['series'] {
  const series: TargetContext['series'] = {};
  for (const stats of minutes) {
    const lines = reports.filter((line) => floorMinute(line.at) === stats.minute);
    for (const point of cleanPoints(pointsOf(stats, lines)).points)
      (series[point.series] ??= []).push({ at: stats.minute, value: point.value });
  }
  return series;
}

export function site(kind: Site['kind'], changes: Partial<Site> = {}): Site {
  return {
    kind,
    file: 'src/handler.ts',
    line: 12,
    start: 0,
    end: 10,
    status: 'applicable',
    reason: 'The items are independent.',
    summary: 'A loop awaits each call.',
    functionName: 'handler',
    ...changes,
  };
}
