import type { FunctionConfiguration, ImpactIntervals, Interval } from '../shared/contract/records.ts';
import type { Bounds, ClusteredEstimate } from '../shared/stats/bounds.ts';
import { clusteredMean } from '../shared/stats/clustered-mean.ts';
import { clusteredShare } from '../shared/stats/clustered-share.ts';
import { correlation } from '../shared/stats/correlation.ts';
import { differenceInterval } from '../shared/stats/difference-interval.ts';
import { ratioInterval } from '../shared/stats/ratio-interval.ts';
import type { Cluster } from '../shared/stats/ratio-of-sums.ts';
import { computePerMillion } from './compute-cost.ts';
import { type Block, LEAST_MINUTES } from './paired-blocks.ts';

/** 90 %: each bound alone is exceeded by one true value in twenty, the chance of error that the judge grants itself (HARM_ALPHA). */
export const INTERVAL_LEVEL = 0.9;

/** An estimate of one version, or why there is none. */
export type Sample = ClusteredEstimate | { unknown: string };

/** What one version did in the judged minutes. */
export interface ArmSamples {
  p95: Sample;
  errorRate: Sample;
  /** USD of compute for a million requests. */
  cost: Sample;
}

/** Error rate and cost of a version, from its blocks. */
export function armSamples(version: string, blocks: readonly Block[], configuration: FunctionConfiguration): Omit<ArmSamples, 'p95'> {
  const perMs = computePerMillion(configuration, 1);
  const failures = blocks.map(({ requests, errors }) => ({ size: requests, total: errors }));
  const costs = blocks.map(({ timed, durationMs }) => ({ size: timed, total: durationMs * perMs }));
  const some = (clusters: readonly Cluster[]): boolean => clusters.some(({ size }) => size > 0);
  return {
    errorRate: some(failures) ? clusteredShare(failures, INTERVAL_LEVEL) : { unknown: `version ${version} served nothing` },
    cost: some(costs) ? clusteredMean(costs, INTERVAL_LEVEL) : { unknown: `version ${version} has no durations` },
  };
}

/**
 * Intervals of the gains, before minus after. Both versions served the same minutes, so what slowed or failed both (their blocks' correlation) cancels. The
 * figures are of all requests of these minutes, each version's own: where the canary's weight grew while the load changed, they weigh the minutes
 * differently, which no interval shows.
 */
export function impactIntervals(before: ArmSamples, after: ArmSamples): ImpactIntervals {
  return {
    level: INTERVAL_LEVEL,
    p95GainMs: paired(before.p95, after.p95, differenceInterval),
    p95Gain: paired(before.p95, after.p95, (stable, canary, shared) => {
      const ratio = ratioInterval(canary, stable, shared);
      return ratio === null ? null : { low: 1 - ratio.high, high: 1 - ratio.low };
    }),
    errorRateGain: paired(before.errorRate, after.errorRate, differenceInterval),
    savingPerMillion: paired(before.cost, after.cost, differenceInterval),
  };
}

/** All of them unknown, for the same reason. */
export function withoutIntervals(minutes: number): ImpactIntervals {
  const unknown: Interval = {
    known: false,
    reason: `${minutes} ${minutes === 1 ? 'minute was' : 'minutes were'} judged, at least ${LEAST_MINUTES} are needed`,
  };
  return { level: INTERVAL_LEVEL, p95GainMs: unknown, p95Gain: unknown, errorRateGain: unknown, savingPerMillion: unknown };
}

function paired(
  before: Sample,
  after: Sample,
  combine: (before: ClusteredEstimate, after: ClusteredEstimate, shared: number) => Bounds | null,
): Interval {
  const missing = [before, after].flatMap((sample) => ('unknown' in sample ? [sample.unknown] : []));
  if ('unknown' in before || 'unknown' in after) return { known: false, reason: missing.join('; ') };
  const bounds = combine(before, after, correlation(before.deviations, after.deviations));
  if (bounds === null) return { known: false, reason: 'the figure before is not known well enough to divide by it' };
  if (!(bounds.high > bounds.low)) return { known: false, reason: 'the minutes do not differ, so their spread is not known' };
  return { known: true, ...bounds };
}
