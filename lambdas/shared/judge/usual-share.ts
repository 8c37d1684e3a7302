import type { JudgeBaseline } from '../contract/records.ts';
import { DRIFT } from './policy.ts';

/** How a share of marked requests (errors, slow ones) behaved from minute to minute before the rollout. */
export interface UsualShare {
  /** Mean share, and the highest that the mean may well be: two standard errors above. */
  mean: number;
  atMost: number;
  /** Long-run variance of the log odds from minute to minute: what many minutes in a row vary by, as if they were independent. */
  drift: number;
}

const logit = (share: number): number => Math.log(share / (1 - share));
const expit = (odds: number): number => 1 / (1 + Math.exp(-odds));
/** Keeps the log odds finite where nothing, or everything, was marked (Haldane-Anscombe). */
const CONTINUITY = 0.5;
const STANDARD_ERRORS = 2;

/**
 * The usual share and its variation, estimated from the minutes before; null: fewer than ten of them served anything. With residuals
 * r_i = y_i - n_i p and v_i = n_i p (1 - p), a shock of the log odds of variance tau^2 gives E r_i^2 = v_i + tau^2 v_i^2 and, when
 * neighbours correlate by rho, E r_i r_(i+1) = rho tau^2 v_i v_(i+1), to which chance adds nothing. The mean of many minutes of such a
 * series varies as if each had the variance tau^2 (1 + rho) / (1 - rho) on its own (first-order autoregression; Box and Jenkins 1970).
 */
export function usualShare(
  minutes: JudgeBaseline['minutes'],
  marked: (minute: JudgeBaseline['minutes'][number]) => number,
): UsualShare | null {
  const served = minutes.filter(({ requests }) => requests > 0).map((minute) => ({ n: minute.requests, y: marked(minute) }));
  if (served.length < DRIFT.leastMinutes) return null;
  const all = served.reduce((sum, { n }) => sum + n, 0);
  const both = served.reduce((sum, { y }) => sum + y, 0);
  const mean = (both + CONTINUITY) / (all + 2 * CONTINUITY);

  const cells = served.map(({ n, y }) => ({ residual: y - n * mean, variance: n * mean * (1 - mean) }));
  let excess = 0;
  let squares = 0;
  let together = 0;
  let products = 0;
  for (const [index, { residual, variance }] of cells.entries()) {
    excess += residual ** 2 - variance;
    squares += variance ** 2;
    const before = cells[index - 1];
    if (before === undefined) continue;
    together += residual * before.residual;
    products += variance * before.variance;
  }
  const typical = squares / cells.length;
  const spread = clamp((DRIFT.prior * DRIFT.spread.usual ** 2 * typical + excess) / (DRIFT.prior * typical + squares), DRIFT.spread);
  const pair = products / Math.max(1, cells.length - 1);
  const correlation = Math.min(
    DRIFT.correlation.most,
    Math.max(
      DRIFT.correlation.least,
      (DRIFT.prior * DRIFT.correlation.usual * spread * pair + together) / (spread * (DRIFT.prior * pair + products)),
    ),
  );
  const drift = (spread * (1 + correlation)) / (1 - correlation);
  const error = Math.sqrt(drift / cells.length + 1 / (all * mean * (1 - mean)));
  return { mean, atMost: expit(logit(mean) + STANDARD_ERRORS * error), drift };
}

function clamp(value: number, { least, most }: { least: number; most: number }): number {
  return Math.min(most ** 2, Math.max(least ** 2, value));
}

/** A share whose odds are `ratio` times those of `share`. */
export function withOdds(share: number, ratio: number): number {
  return expit(logit(share) + Math.log(ratio));
}
