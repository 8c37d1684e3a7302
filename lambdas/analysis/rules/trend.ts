import type { AnomalyDraft, Series } from '../../shared/contract/records.ts';
import { dayTime, deviationPercent } from '../../shared/detection/words.ts';
import { describeTrendToLimit } from '../../shared/forecast/describe-trend-to-limit.ts';
import { createTrendHistory, type Limit } from '../../shared/forecast/trend-to-limit.ts';
import { DAY_MS, floorMinute, MINUTE_MS } from '../../shared/time.ts';
import type { TargetView } from '../target-context.ts';

/** How sure a crossing must be, and how far ahead it is worth a word at the most: a week is the longest that people plan for. */
const CONFIDENCE = 0.8;
const HORIZON_MS = 7 * DAY_MS;

/** Memory that leaks, or calls that get longer, towards the setting that ends them. Looks ahead as far as the window looks back, at most seven days. */
export function trend(view: TargetView): AnomalyDraft[] {
  const { memoryMb, timeoutSeconds } = view.target.configuration;
  return [
    ...crossing(view, 'memory-used', memoryMb, 'memory (MB)'),
    ...crossing(view, 'duration-p95', timeoutSeconds * 1000, '95th percentile of duration (ms)'),
  ];
}

function crossing(view: TargetView, series: Series, value: number, words: string): AnomalyDraft[] {
  const points = view.series[series] ?? [];
  const [first] = points;
  if (first === undefined) return [];
  const limit: Limit = { value, reachedBy: 'rising' };
  const history = createTrendHistory();
  for (const point of points) history.observe(point.at, point.value);
  const found = history.toLimit(limit, Math.min(HORIZON_MS, Math.max(MINUTE_MS, view.span.to - first.at)));
  if (found.kind !== 'crosses' || found.confidence < CONFIDENCE) return [];
  const { name } = view.target;
  return [
    {
      type: 'trend',
      series,
      severity: 'warning',
      title: `${name} will reach its limit by ${dayTime(found.at)} (${words})`,
      description: `${name}, ${words}: ${describeTrendToLimit(found, limit)}`,
      expected: value,
      actual: found.evidence.level,
      deviationPercent: deviationPercent(value, found.evidence.level),
      since: floorMinute(found.evidence.from),
      lastSeen: floorMinute(view.span.to - MINUTE_MS),
      discriminator: '',
    },
  ];
}
