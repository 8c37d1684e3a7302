import type { AnomalyDraft, Series } from '../../shared/contract/records.ts';
import { dayTime, deviationPercent } from '../../shared/detection/words.ts';
import { describeTrendToLimit } from '../../shared/forecast/describe-trend-to-limit.ts';
import type { Limit } from '../../shared/forecast/trend-to-limit.ts';
import { floorMinute, MINUTE_MS } from '../../shared/time.ts';
import { crossing } from '../predictions/crossing.ts';
import type { TargetView } from '../target-context.ts';

/** Memory that leaks, or calls that get longer, towards the setting that ends them. */
export function trend(view: TargetView): AnomalyDraft[] {
  const { memoryMb, timeoutSeconds } = view.target.configuration;
  return [
    ...draft(view, 'memory-used', memoryMb, 'memory (MB)'),
    ...draft(view, 'duration-p95', timeoutSeconds * 1000, '95th percentile of duration (ms)'),
  ];
}

function draft(view: TargetView, series: Series, value: number, words: string): AnomalyDraft[] {
  const limit: Limit = { value, reachedBy: 'rising' };
  const found = crossing(view, series, limit);
  if (found === null) return [];
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
