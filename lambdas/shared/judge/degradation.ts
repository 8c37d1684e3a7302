import { ERROR_FLOOR } from './policy.ts';
import type { Totals } from './totals.ts';

/** SPEC 8's plain figure, for the report beside the verdict: positive is worse. Null: one side has no figure. */
export interface Degradation {
  /** (canary p95 - stable p95) / stable p95. */
  latency: number | null;
  /** (canary rate - stable rate) / max(stable rate, 0.01). */
  errors: number | null;
  /** Share of the requests due by its weights that the canary didn't get. */
  throughput: number | null;
  /** The largest of the three that are known. */
  worst: number | null;
}

/**
 * Degradation of the canary against the stable version over the same minutes (SPEC 8). It has no error bars and decides nothing: a tenth of
 * thin traffic passes 10 % by chance almost every minute.
 *
 * @param p95 duration quantile of each version in ms; null when not known.
 */
export function degradation(
  { canary, stable, expectedCanary }: Totals,
  p95: { canary: number | null; stable: number | null },
): Degradation {
  const latency = p95.canary === null || p95.stable === null ? null : (p95.canary - p95.stable) / p95.stable;
  const stableRate = stable.errors / stable.requests;
  const errors =
    canary.requests === 0 || stable.requests === 0
      ? null
      : (canary.errors / canary.requests - stableRate) / Math.max(stableRate, ERROR_FLOOR);
  const throughput = expectedCanary === 0 ? null : (expectedCanary - canary.requests) / expectedCanary;
  const known = [latency, errors, throughput].filter((figure) => figure !== null);
  return { latency, errors, throughput, worst: known.length === 0 ? null : Math.max(...known) };
}
