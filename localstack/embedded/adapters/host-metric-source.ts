import type { Meter, MetricSource, Span } from '../../../lambdas/shared/ports.ts';
import type { HostApi } from '../host/host-api.ts';

/** CloudWatch takes up to 500 statistics in a call, and bills up to five statistics of one metric as one metric. */
const STATISTICS_PER_CALL = 500;
const STATISTICS_PER_METRIC = 5;

/** What the figures of one series take: invocations, errors, throttles, concurrency, and five statistics of the duration. */
const SERIES_STATISTICS = 9;
const SERIES_METRICS = 4 + Math.ceil(5 / STATISTICS_PER_METRIC);
/** What an idle target is asked for first: invocations and throttles. */
const PROBE_METRICS = 2;

const isEmpty = (span: Span): boolean => span.to <= span.from;

type MetricsHost = Pick<HostApi, 'completeUntil' | 'minutes' | 'versionMinutes' | 'exceedances' | 'quantiles'>;

/** Metrics computed by the function host, metered as CloudWatch would bill them: by metric requested. */
export function hostMetricSource({ host, meter }: { host: MetricsHost; meter: Meter }): MetricSource {
  const count = (statistics: number, metrics: number): void => {
    meter.count('cloudwatch:GetMetricData', Math.ceil(statistics / STATISTICS_PER_CALL));
    meter.count('cloudwatch:GetMetricData:metric', metrics);
  };
  return {
    completeUntil: (target) => host.completeUntil(target.name),
    async minutes(targets, span, idle = new Set()) {
      if (targets.length === 0 || isEmpty(span)) return new Map(targets.map(({ name }) => [name, []]));
      const names = targets.map((target) => target.name);
      const minutes = await host.minutes(names, span);
      const found = new Map(names.map((name, index) => [name, minutes[index] ?? []]));
      const probed = names.filter((name) => idle.has(name));
      const called = probed.filter((name) => (found.get(name)?.length ?? 0) > 0).length;
      const known = names.length - probed.length;
      // Three rounds, as CloudWatch is asked: probes, those that are known to be busy, and the rest of those that were called.
      count(probed.length * PROBE_METRICS, probed.length * PROBE_METRICS);
      count(known * SERIES_STATISTICS, known * SERIES_METRICS);
      count(called * (SERIES_STATISTICS - PROBE_METRICS), called * (SERIES_METRICS - PROBE_METRICS));
      return found;
    },
    async versionMinutes(target, version, span) {
      if (isEmpty(span)) return [];
      count(SERIES_STATISTICS, SERIES_METRICS);
      return host.versionMinutes(target.name, version, span);
    },
    async exceedances(target, version, thresholdsMs, span) {
      if (isEmpty(span)) return [];
      // Invocations, errors, and one trimmed count of the duration for each threshold.
      count(2 + thresholdsMs.length, 2 + Math.ceil(thresholdsMs.length / STATISTICS_PER_METRIC));
      return host.exceedances(target.name, version, thresholdsMs, span);
    },
    async quantiles(target, version, levels, span) {
      if (isEmpty(span)) return null;
      // The samples are asked for too, in case CloudWatch cuts the span in two.
      count(levels.length + 1, Math.ceil((levels.length + 1) / STATISTICS_PER_METRIC));
      return host.quantiles(target.name, version, levels, span);
    },
  };
}
