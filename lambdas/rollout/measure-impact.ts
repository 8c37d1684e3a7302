import { PRICES } from '../shared/cost/prices.ts';
import type { Figures, FunctionConfiguration, Impact, MinuteStats, ReportLine, Rollout, Target } from '../shared/contract/records.ts';
import type { Ports, Span } from '../shared/ports.ts';
import { MINUTE_MS } from '../shared/time.ts';

/** REPORT lines that are read for the memory of both versions: a thousand show the largest use of all but rare requests. */
const REPORTS = 1000;
const LEVELS = [0.5, 0.95, 0.99] as const;
const MEGABYTES_PER_GIGABYTE = 1024;
const MILLION = 1_000_000;

interface Side {
  figures: Figures;
  meanMs: number | null;
}

/**
 * Impact assessment (SPEC 9): the stable version before, the new one after, over the same judged minutes. Null when none was judged.
 */
export async function measureImpact(
  { metrics, logs }: Pick<Ports, 'metrics' | 'logs'>,
  target: Target,
  rollout: Rollout,
  configuration: FunctionConfiguration,
): Promise<Impact | null> {
  const first = rollout.observations[0];
  const last = rollout.observations.at(-1);
  if (first === undefined || last === undefined || rollout.canaryVersion === null) return null;
  const span: Span = { from: first.minute, to: last.minute + MINUTE_MS };
  const judged = new Set(rollout.observations.map((observation) => observation.minute));
  const reports = await logs.reports(target, span, REPORTS);

  const side = async (version: string): Promise<Side> => {
    const minutes = (await metrics.versionMinutes(target, version, span)).filter(({ minute }) => judged.has(minute));
    const quantiles = await metrics.quantiles(target, version, LEVELS, span);
    return {
      figures: figuresOf(
        minutes,
        quantiles,
        span,
        judged.size,
        reports.filter((line) => line.version === version),
      ),
      meanMs: meanDuration(minutes),
    };
  };
  const before = await side(rollout.snapshot.stableVersion);
  const after = await side(rollout.canaryVersion);

  const gain = before.figures.p95 === null || after.figures.p95 === null ? null : before.figures.p95 - after.figures.p95;
  return {
    before: before.figures,
    after: after.figures,
    p95GainMs: gain,
    p95Gain: gain === null || before.figures.p95 === null ? null : gain / before.figures.p95,
    savingPerMillion:
      before.meanMs === null || after.meanMs === null
        ? null
        : computePerMillion(rollout.snapshot.configuration, before.meanMs) - computePerMillion(configuration, after.meanMs),
  };
}

/** Lambda compute of a million requests, USD: seconds x GB x price; the price of the requests themselves doesn't change. */
export function computePerMillion({ memoryMb }: FunctionConfiguration, meanMs: number): number {
  const { dollars, per } = PRICES['lambda:gb-second'];
  return MILLION * (meanMs / 1000) * (memoryMb / MEGABYTES_PER_GIGABYTE) * (dollars / per);
}

function figuresOf(
  minutes: readonly MinuteStats[],
  quantiles: readonly number[] | null,
  span: Span,
  judged: number,
  reports: readonly ReportLine[],
): Figures {
  const requests = minutes.reduce((sum, minute) => sum + minute.invocations, 0);
  const errors = minutes.reduce((sum, minute) => sum + Math.min(minute.errors, minute.invocations), 0);
  const [p50 = null, p95 = null, p99 = null] = quantiles ?? [];
  return {
    from: span.from,
    to: span.to,
    requests,
    p50,
    p95,
    p99,
    errorRate: requests === 0 ? null : errors / requests,
    requestsPerMinute: requests / judged,
    memoryMb: reports.length === 0 ? null : Math.max(...reports.map((line) => line.maxMemoryMb)),
  };
}

/** Mean duration over minutes, each weighed by its invocations; null without any. */
function meanDuration(minutes: readonly MinuteStats[]): number | null {
  let sum = 0;
  let requests = 0;
  for (const { invocations, duration } of minutes) {
    if (duration === null) continue;
    sum += duration.mean * invocations;
    requests += invocations;
  }
  return requests === 0 ? null : sum / requests;
}
