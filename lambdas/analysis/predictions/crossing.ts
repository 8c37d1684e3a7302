import type { Series } from '../../shared/contract/records.ts';
import { createTrendHistory, type Limit, type TrendToLimit } from '../../shared/forecast/trend-to-limit.ts';
import { DAY_MS, MINUTE_MS } from '../../shared/time.ts';
import type { TargetView } from '../target-context.ts';

/** How sure a crossing must be, and how far ahead it is worth a word at the most: a week is the longest that people plan for. */
const CONFIDENCE = 0.8;
const HORIZON_MS = 7 * DAY_MS;

export type Crossing = Extract<TrendToLimit, { kind: 'crosses' }>;

/** When a rising series of the window meets its limit; looks ahead as far as the window looks back, at most seven days. Null: not, or not surely. */
export function crossing(view: Pick<TargetView, 'series' | 'span'>, series: Series, limit: Limit): Crossing | null {
  const points = view.series[series] ?? [];
  const [first] = points;
  if (first === undefined) return null;
  const history = createTrendHistory();
  for (const point of points) history.observe(point.at, point.value);
  const found = history.toLimit(limit, Math.min(HORIZON_MS, Math.max(MINUTE_MS, view.span.to - first.at)));
  return found.kind === 'crosses' && found.confidence >= CONFIDENCE ? found : null;
}
