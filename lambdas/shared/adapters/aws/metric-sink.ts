import { METRIC_NAMESPACE, METRICS } from '../../contract/names.ts';
import type { MetricName } from '../../contract/names.ts';
import type { Clock, MetricSink } from '../../ports.ts';

/** Units of CloudWatch for what isn't a plain count. */
const UNITS: Partial<Record<MetricName, string>> = { [METRICS.cycleDuration]: 'Seconds', [METRICS.impact]: 'None' };

/**
 * Kaizen's own metrics as lines in CloudWatch's embedded metric format, one a value: CloudWatch makes metrics of them when it
 * takes in the log, so no call is made. Each value goes to two series: of its tenant, and of all tenants.
 * The line is written raw: Lambda's console would put a prefix before it, and the format must be the whole line.
 */
export function emfMetricSink({
  write = (line: string) => void process.stdout.write(`${line}\n`),
  clock = Date.now,
}: { write?: (line: string) => void; clock?: Clock } = {}): MetricSink {
  return {
    put(name, value, tenant) {
      if (!Number.isFinite(value)) throw new RangeError(`metric ${name} of ${tenant}: found ${value}; expected a finite number`);
      const metric = { Name: name, Unit: UNITS[name] ?? 'Count' };
      const directive = { Namespace: METRIC_NAMESPACE, Dimensions: [[], ['Tenant']], Metrics: [metric] };
      write(JSON.stringify({ _aws: { Timestamp: clock(), CloudWatchMetrics: [directive] }, Tenant: tenant, [name]: value }));
    },
  };
}
