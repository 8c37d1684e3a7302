import type { AnomalyDraft, Series } from '../../shared/contract/records.ts';
import { deviationPercent, inUnit, SERIES_WORDS } from '../../shared/detection/words.ts';
import { degrading } from '../../shared/forecast/degrading.ts';
import { DAY_MS, HOUR_MS } from '../../shared/time.ts';
import type { SeriesPoint, TargetView } from '../target-context.ts';

/** Windows that are compared. Six hours: twelve of three days are enough for the test. */
const WINDOW_MS = 6 * HOUR_MS;

/** A shorter span would take the day's own rise, from night to noon, for a trend. */
const LEAST_SPAN_MS = 3 * DAY_MS;

const WATCHED = ['duration-p95', 'error-rate'] as const satisfies readonly Series[];

/** What gets worse from window to window, over days. */
export function degradingTarget(view: TargetView): AnomalyDraft[] {
  if (view.span.to - view.span.from < LEAST_SPAN_MS) return [];
  return WATCHED.flatMap((series) => ofSeries(view, series));
}

function ofSeries(view: TargetView, series: (typeof WATCHED)[number]): AnomalyDraft[] {
  const points = view.series[series] ?? [];
  const means = windowMeans(points, view.span.from, view.span.to);
  const found = degrading(means, 'higher');
  const known = means.filter(Number.isFinite);
  const [first, last] = [known[0], known.at(-1)];
  const [begin, end] = [points[0], points.at(-1)];
  if (found.kind !== 'degrading' || first === undefined || last === undefined || begin === undefined || end === undefined) return [];
  const { name } = view.target;
  const days = Math.round((view.span.to - view.span.from) / DAY_MS);
  return [
    {
      type: 'degrading',
      series,
      severity: 'warning',
      title: `${name} gets worse (${SERIES_WORDS[series]})`,
      description:
        `The ${SERIES_WORDS[series]} of ${name} rose over ${days} days, by ${Math.round(found.evidence.worse * 100)} % along its trend ` +
        `(from ${inUnit(series, first)} to ${inUnit(series, last)}); by chance with a probability of ${found.evidence.p.toPrecision(1)}.`,
      expected: first,
      actual: last,
      deviationPercent: deviationPercent(first, last),
      since: begin.at,
      lastSeen: end.at,
      discriminator: '',
    },
  ];
}

/** Mean of each window; NaN where there was nothing. */
function windowMeans(points: readonly SeriesPoint[], from: number, to: number): number[] {
  const windows = Array.from({ length: Math.floor((to - from) / WINDOW_MS) }, () => ({ sum: 0, count: 0 }));
  for (const { at, value } of points) {
    const window = windows[Math.floor((at - from) / WINDOW_MS)];
    if (window === undefined) continue;
    window.sum += value;
    window.count += 1;
  }
  return windows.map(({ sum, count }) => (count === 0 ? Number.NaN : sum / count));
}
