import { METRIC_NAMESPACE, METRICS } from '../../contract/names.ts';
import type { MetricName } from '../../contract/names.ts';
import type { Clock, MetricSink } from '../../ports.ts';

/** Units of CloudWatch for what isn't a plain count. */
const UNITS: Partial<Record<MetricName, string>> = {
  [METRICS.cycleDuration]: 'Seconds',
  [METRICS.telemetryLag]: 'Seconds',
  [METRICS.impact]: 'None',
};

/**
 * Kaizen's own metrics as lines in CloudWatch's embedded metric format, one a value: CloudWatch makes metrics of them when it
 * takes in the log, so no call is made. Each value goes to two series of its stage: of all tenants, and of its tenant. Stages may share
 * an account.
 * The line is written raw: Lambda's console would put a prefix before it, and the format must be the whole line.
 */
export function emfMetricSink({
  stage,
  write = (line: string) => void process.stdout.write(`${line}\n`),
  clock = Date.now,
}: {
  stage: string;
  write?: (line: string) => void;
  clock?: Clock;
}): MetricSink {
  return {
    put(name, value, tenant) {
      if (!Number.isFinite(value)) throw new RangeError(`metric ${name} of ${tenant}: found ${value}; expected a finite number`);
      const metric = { Name: name, Unit: UNITS[name] ?? 'Count' };
      const directive = { Namespace: METRIC_NAMESPACE, Dimensions: [['Stage'], ['Stage', 'Tenant']], Metrics: [metric] };
      const metadata = { Timestamp: clock(), CloudWatchMetrics: [directive] };
      write(JSON.stringify({ _aws: metadata, Stage: stage, Tenant: tenant, [name]: value }));
    },
  };
}
