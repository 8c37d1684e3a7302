import type { RolloutBaseline, Target } from '../shared/contract/records.ts';
import type { MetricSource, Ports, Span } from '../shared/ports.ts';
import { MINUTE_MS } from '../shared/time.ts';
import { LEVELS } from '../shared/judge/policy.ts';

/** Minutes of the stable version that the judge plans from (judge.md). */
const BASELINE_MINUTES = 60;
/** The noise between minutes is estimated from neighbours: nine differences, against a prior that weighs six minutes. */
export const MIN_BASELINE_MINUTES = 10;
/** p99 of 100 requests lies at its largest: with fewer it is no quantile at all. */
export const MIN_BASELINE_REQUESTS = 100;

/** The baseline, or why there is none yet. */
export type BaselineReading = { baseline: RolloutBaseline } | { missing: string };

/** Parts of the baseline, minutes, the finest first; the last is all of it. */
const PERIODS = [5, 15, BASELINE_MINUTES] as const;
/** A part must hold so many requests that five lie beyond its p99. */
const REQUESTS_PER_PERIOD = 500;

/**
 * Reads the last 60 complete minutes of the stable version: its duration quantiles, and by minute requests, errors and counts above
 * these quantiles. Fewer minutes are fine, down to ten with 100 requests.
 */
export async function readBaseline({ metrics }: Pick<Ports, 'metrics'>, target: Target, version: string): Promise<BaselineReading> {
  const to = await metrics.completeUntil(target);
  const span = { from: to - BASELINE_MINUTES * MINUTE_MS, to };
  const traffic = await metrics.exceedances(target, version, [], span);
  const requests = traffic.reduce((sum, minute) => sum + minute.requests, 0);
  if (requests === 0) return { missing: `version ${version} of ${target.name} served nothing in the last ${BASELINE_MINUTES} minutes` };
  if (traffic.length < MIN_BASELINE_MINUTES || requests < MIN_BASELINE_REQUESTS) {
    return {
      missing:
        `version ${version} of ${target.name} has ${traffic.length} minutes with ${requests} requests to compare with, ` +
        `expected at least ${MIN_BASELINE_MINUTES} minutes and ${MIN_BASELINE_REQUESTS} requests`,
    };
  }
  const perMinute = requests / traffic.length;
  const period = PERIODS.find((minutes) => minutes * perMinute >= REQUESTS_PER_PERIOD) ?? BASELINE_MINUTES;
  const durations = await calmQuantiles(metrics, target, version, span, period);
  if (durations.some((duration) => duration <= 0)) {
    return { missing: `version ${version} of ${target.name} takes no time that could be compared: it seems to fail before it begins` };
  }
  const minutes = await metrics.exceedances(target, version, durations, span);
  return {
    baseline: {
      quantiles: LEVELS.map((level, index) => ({ level, durationMs: durations[index] as number })),
      minutes: minutes.map(({ requests, errors, above }) => fitting({ requests, errors, above })),
    },
  };
}

/**
 * The quantiles of a calm part of the span: by level the lower quartile over its parts. A quantile over all of it would be that of its
 * worst minutes (after a deployment, during a batch job), and both versions would stay below it in all the others: no evidence either way.
 * Any threshold that is fixed beforehand is valid, since what exceeds it is counted in both versions; a calm one is exceeded often enough.
 */
async function calmQuantiles(metrics: MetricSource, target: Target, version: string, span: Span, period: number): Promise<number[]> {
  const length = period * MINUTE_MS;
  // Parts begin at multiples of their length, as CloudWatch's periods do; what is left at the ends is no whole part.
  const first = Math.ceil(span.from / length) * length;
  const parts = Array.from({ length: Math.floor((span.to - first) / length) }, (_, index) => first + index * length);
  const found: number[][] = [];
  for (const part of parts.length === 0 ? [span] : parts.map((from) => ({ from, to: from + length }))) {
    const values = await metrics.quantiles(target, version, LEVELS, part);
    if (values !== null) found.push(values);
  }
  return LEVELS.map((_, index) => lowerQuartile(found.map((values) => values[index] as number)));
}

/** Lower quartile of at least one value, by nearest rank, so that it is a value that was measured. */
function lowerQuartile(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length / 4) - 1] as number;
}

/**
 * Requests, errors and durations are separate metrics: at the edge of a minute one may count an invocation that another does not yet. No part
 * may be larger than the whole, so the whole wins.
 */
export function fitting<Counts extends { requests: number; errors: number; above: number[] }>(counts: Counts): Counts {
  const { requests, errors, above } = counts;
  return { ...counts, errors: Math.min(errors, requests), above: above.map((count) => Math.min(count, requests)) };
}
