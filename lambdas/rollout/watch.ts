import type { Observation, Rollout, RolloutBaseline, RolloutPlan, Target } from '../shared/contract/records.ts';
import type { ExceedanceMinute, Ports, Span } from '../shared/ports.ts';
import { MINUTE_MS } from '../shared/time.ts';
import { fitting } from './read-baseline.ts';

/** First full minute that begins at or after `at`. */
export function nextFullMinute(at: number): number {
  return Math.ceil(at / MINUTE_MS) * MINUTE_MS;
}

/** The minutes that this rollout may be judged by, from its first weight to its horizon. */
export function judgedSpan(weights: Rollout['weights'], plan: Pick<RolloutPlan, 'horizonMinutes'>): Span {
  const first = weights[0];
  if (first === undefined) throw new RangeError('judgedSpan: the rollout has no weight yet, expected at least one');
  const from = nextFullMinute(first.from);
  return { from, to: from + plan.horizonMinutes * MINUTE_MS };
}

/** Weight that held through the whole of `minute`; null when it changed in it. */
export function weightIn(weights: Rollout['weights'], minute: number): number | null {
  const held = weights.findLast(({ from }) => from <= minute);
  const changed = weights.some(({ from }) => from > minute && from < minute + MINUTE_MS);
  return held === undefined || changed ? null : held.weight;
}

/**
 * Reads both versions' new complete minutes: stable requests above x_k, canary requests above 1 + margin times x_k. A minute that no metric
 * speaks of was idle: it is an observation of zeros, since time passed. A minute in which the weight changed belongs to neither weight
 * and is left out.
 *
 * @param span full minutes that are complete and not yet judged.
 */
export async function watch(
  { metrics }: Pick<Ports, 'metrics'>,
  target: Target,
  rollout: { snapshot: Rollout['snapshot']; canaryVersion: string; weights: Rollout['weights']; baseline: RolloutBaseline; margin: number },
  span: Span,
): Promise<Observation[]> {
  if (span.to <= span.from) return [];
  const limits = rollout.baseline.quantiles.map((quantile) => quantile.durationMs);
  const tolerated = limits.map((limit) => limit * (1 + rollout.margin));
  const stable = byMinute(await metrics.exceedances(target, rollout.snapshot.stableVersion, limits, span));
  const canary = byMinute(await metrics.exceedances(target, rollout.canaryVersion, tolerated, span));
  const idle = { requests: 0, errors: 0, above: limits.map(() => 0) };
  const observations: Observation[] = [];
  for (let minute = span.from; minute < span.to; minute += MINUTE_MS) {
    const weight = weightIn(rollout.weights, minute);
    if (weight === null) continue;
    observations.push({ minute, weight, canary: canary.get(minute) ?? idle, stable: stable.get(minute) ?? idle });
  }
  return observations;
}

function byMinute(minutes: readonly ExceedanceMinute[]): Map<number, Observation['canary']> {
  return new Map(minutes.map(({ minute, requests, errors, above }) => [minute, fitting({ requests, errors, above })]));
}
