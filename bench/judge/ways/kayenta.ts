import { criticalRank, mannWhitneyShift } from './mann-whitney.ts';
import type { Figures, MinuteFigures } from './minute-figures.ts';

/**
 * Kayenta's canary judge (Netflix and Google 2018), written from its description: each metric's values by minute of the canary are compared with
 * those of the control over the same time by a Mann-Whitney test. A metric fails when the 98 % confidence interval of the shift lies beyond
 * 0.25 times its estimate, in the direction that is worse (the tolerance is fixed, and is one of the estimate, not of the metric's level). Metrics
 * without values are left out. The score is the share of the metrics' groups that pass; below the marginal threshold the canary fails.
 *
 * Its recommended setup has a control of the canary's size; here the stable version is the control, with throughput by share. Outliers
 * are kept, and no effect size is asked for, as by default.
 */
const CONFIDENCE = 0.98;
const TOLERANCE = 0.25;
/** As in its documentation's examples: pass from 95, marginal from 75. Of three groups one that fails leaves 67. */
const MARGINAL = 75;
/** A peek every five minutes. */
const PEEK_MINUTES = 5;

const METRICS: readonly { worse: 'higher' | 'lower'; of: (figures: Figures) => number | null }[] = [
  { worse: 'higher', of: ({ errorRate }) => errorRate },
  { worse: 'higher', of: ({ p95 }) => p95 },
  { worse: 'lower', of: ({ throughput }) => throughput },
];

/** Whether one metric fails; null: it has no values. */
export function metricFails(canary: readonly number[], control: readonly number[], worse: 'higher' | 'lower'): boolean | null {
  if (canary.length === 0 || control.length === 0) return null;
  const sign = worse === 'higher' ? 1 : -1;
  const values = canary.map((value) => sign * value);
  const others = control.map((value) => sign * value);
  if (!mayFail(values, others)) return false;
  const shift = mannWhitneyShift(values, others, CONFIDENCE);
  return shift !== null && shift.lower > TOLERANCE * Math.abs(shift.estimate);
}

/** The interval begins at the C-th smallest difference: with C differences that aren't positive it can't lie above. Saves sorting them. */
function mayFail(values: readonly number[], others: readonly number[]): boolean {
  const rank = criticalRank(values.length, others.length, CONFIDENCE);
  let notAbove = 0;
  for (const value of values) {
    for (const other of others) if (value <= other) notAbove++;
    if (notAbove >= rank) return false;
  }
  return true;
}

/** Score of the minutes so far, 0 to 100. */
export function kayentaScore(minutes: readonly MinuteFigures[]): number {
  const known = (values: (number | null)[]): number[] => values.filter((value) => value !== null);
  const found = METRICS.map(({ worse, of }) =>
    metricFails(known(minutes.map(({ canary }) => of(canary))), known(minutes.map(({ stable }) => of(stable))), worse),
  ).filter((fails) => fails !== null);
  return found.length === 0 ? 0 : (100 * found.filter((fails) => !fails).length) / found.length;
}

/** K60: judged once, at the end. */
export function kayentaAtTheEnd(minutes: readonly MinuteFigures[]): number | null {
  return kayentaScore(minutes) < MARGINAL ? minutes.length : null;
}

/** K5: judged every five minutes over all minutes so far, rolled back at the first failure. */
export function kayentaPeeked(minutes: readonly MinuteFigures[]): number | null {
  for (let end = PEEK_MINUTES; end <= minutes.length; end += PEEK_MINUTES) {
    if (kayentaScore(minutes.slice(0, end)) < MARGINAL) return end;
  }
  return null;
}
