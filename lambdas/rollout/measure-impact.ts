import type { Figures, FunctionConfiguration, Impact, ReportLine, Rollout, Target } from '../shared/contract/records.ts';
import type { Ports, Span } from '../shared/ports.ts';
import { MINUTE_MS } from '../shared/time.ts';
import { computePerMillion } from './compute-cost.ts';
import { type ArmSamples, armSamples, impactIntervals, withoutIntervals } from './impact-intervals.ts';
import { p95Sample } from './p95-sample.ts';
import { type Block, blocksOf, LEAST_MINUTES, sumBlocks } from './paired-blocks.ts';

/** REPORT lines that are read for the memory of both versions: a thousand show the largest use of all but rare requests. */
const REPORTS = 1000;
const LEVELS = [0.5, 0.95, 0.99] as const;

interface Side {
  figures: Figures;
  meanMs: number | null;
  p95ByMinute: Map<number, number | null>;
  /** Null: too few minutes for any interval. */
  samples: ArmSamples | null;
}

/**
 * Impact assessment (SPEC 9): the stable version before, the new one after, over the same judged minutes, with intervals of the gains. Null
 * when none was judged.
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
  const blocks = blocksOf([...judged]);
  const enough = judged.size >= LEAST_MINUTES;
  const reports = await logs.reports(target, span, REPORTS);

  const side = async (version: string, itsConfiguration: FunctionConfiguration): Promise<Side> => {
    const minutes = (await metrics.versionMinutes(target, version, span)).filter(({ minute }) => judged.has(minute));
    const quantiles = await metrics.quantiles(target, version, LEVELS, span);
    const sums = sumBlocks(blocks, minutes);
    const figures = figuresOf(
      sums,
      quantiles,
      span,
      judged.size,
      reports.filter((line) => line.version === version),
    );
    const samples = enough
      ? {
          p95: await p95Sample(metrics, target, version, figures.p95, { span, blocks }),
          ...armSamples(version, sums, itsConfiguration),
        }
      : null;
    const p95ByMinute = new Map(minutes.map(({ minute, duration }) => [minute, duration?.p95 ?? null]));
    return { figures, meanMs: meanDuration(sums), p95ByMinute, samples };
  };
  const before = await side(rollout.snapshot.stableVersion, rollout.snapshot.configuration);
  const after = await side(rollout.canaryVersion, configuration);

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
    intervals:
      before.samples === null || after.samples === null ? withoutIntervals(judged.size) : impactIntervals(before.samples, after.samples),
    p95ByMinute: [...judged].map((minute) => [before.p95ByMinute.get(minute) ?? null, after.p95ByMinute.get(minute) ?? null]),
  };
}

function figuresOf(
  blocks: readonly Block[],
  quantiles: readonly number[] | null,
  span: Span,
  judged: number,
  reports: readonly ReportLine[],
): Figures {
  const requests = blocks.reduce((sum, block) => sum + block.requests, 0);
  const errors = blocks.reduce((sum, block) => sum + block.errors, 0);
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

/** Mean duration, each minute weighed by its invocations; null without any. */
function meanDuration(blocks: readonly Block[]): number | null {
  const timed = blocks.reduce((sum, block) => sum + block.timed, 0);
  return timed === 0 ? null : blocks.reduce((sum, block) => sum + block.durationMs, 0) / timed;
}
