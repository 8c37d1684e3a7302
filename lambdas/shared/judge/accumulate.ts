import { logAddExp } from '../stats/log-add-exp.ts';
import { logMeanExp } from '../stats/log-mean-exp.ts';
import { START_PRIOR } from './policy.ts';

/** Log e-values of one test: a row a minute, in the row one entry an alternative. All rows have the same length. */
export type EvidenceRows = readonly (readonly number[])[];

/** A minute's log e-value as it counts: tempered by the noise factor, and capped. Losses aren't capped, so the expectation stays at most 1. */
export function tempered(evidence: number, noiseFactor: number, cap: number): number {
  return Math.min(cap, evidence / noiseFactor);
}

/** Share of the wealth that starts to bet in minute `t` (from 1). Over a horizon of `horizon` minutes the shares sum to 1. */
function starting(t: number, horizon: number): number {
  return t === 1 ? START_PRIOR : (1 - START_PRIOR) / (horizon - 1);
}

/** Share that still waits after minute `t`. */
function waiting(t: number, horizon: number): number {
  return ((1 - START_PRIOR) * (horizon - t)) / (horizon - 1);
}

/**
 * Log-wealth after each minute of a test that doesn't know when the harm begins: M_t = (M_(t-1) + p_t) e^(l_t). The share p_t of the
 * starting wealth waits, worth itself, until minute t; a mixture over the times of onset is as valid as each of them. Equal mixture over
 * the alternatives.
 */
export function lateOnsetWealth(rows: EvidenceRows, horizon: number): number[] {
  let betting: number[] | null = null;
  return rows.map((row, index) => {
    const minute = index + 1;
    const stake = Math.log(starting(minute, horizon));
    const before: number[] = betting ?? row.map(() => -Infinity);
    betting = row.map((evidence, j) => logAddExp(before[j] as number, stake) + evidence);
    return logAddExp(logMeanExp(betting), Math.log(waiting(minute, horizon)));
  });
}

/** Log-wealth after each minute of a test that bets from the first minute on; equal mixture over the alternatives. */
export function plainWealth(rows: EvidenceRows): number[] {
  let wealth: number[] | null = null;
  return rows.map((row) => {
    const before: number[] = wealth ?? row.map(() => 0);
    wealth = row.map((evidence, j) => (before[j] as number) + evidence);
    return logMeanExp(wealth);
  });
}
