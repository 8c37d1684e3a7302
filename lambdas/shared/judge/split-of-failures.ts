/** How `both` marked requests (slow ones or errors) of one minute fell on two arms. */
export interface Split {
  /** Requests of the canary and of the stable version. */
  canary: number;
  stable: number;
  /** Marked requests of the canary, and of both arms. */
  marked: number;
  both: number;
}

/** Keeps the variance finite where an expected count is zero. */
const TINY = 1e-9;
/** Below this distance from 1 the quadratic is linear in double precision. */
const NEAR_ONE = 1e-9;

/**
 * Cornfield's mean and variance of the canary's marked requests, given both arms' sum, at odds ratio theta (Cornfield 1956; Breslow and
 * Day 1980, section 4.3). The mean x is where the fitted table has that odds ratio,
 *
 *   x (nS - m + x) = theta (nC - x)(m - x),
 *
 * and the variance is 1 / (1/x + 1/(nC - x) + 1/(m - x) + 1/(nS - m + x)).
 */
export function expectedSplit(split: Omit<Split, 'marked'>, theta: number): { mean: number; variance: number } {
  const { canary, stable, both } = split;
  const a = theta - 1;
  const b = (both + canary) * theta + (stable - both);
  const c = theta * both * canary;
  const mean = Math.abs(a) < NEAR_ONE ? c / b : (2 * c) / (b + Math.sqrt(Math.max(0, b * b - 4 * a * c)));
  const cells = [mean, canary - mean, both - mean, stable - both + mean];
  return { mean, variance: 1 / cells.reduce((sum, cell) => sum + 1 / (cell + TINY), 0) };
}
