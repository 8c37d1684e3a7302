import type { AlarmEvent } from './contract/workflow.ts';

/** The dimensions of all metrics that an alarm looks at, in one record; the first metric that names a dimension wins. */
export function alarmDimensions(event: AlarmEvent): Record<string, string> {
  const dimensions: Record<string, string> = {};
  for (const metric of event.detail.configuration?.metrics ?? []) {
    for (const [name, value] of Object.entries(metric.metricStat?.metric.dimensions ?? {})) dimensions[name] ??= value;
  }
  return dimensions;
}
