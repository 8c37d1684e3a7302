import type { JudgeBaseline, Observation } from '../contract/records.ts';
import { logMeanExp } from '../stats/log-mean-exp.ts';
import { lateOnsetWealth, plainWealth, tempered } from './accumulate.ts';
import { type Family, type FamilyWealth, noEvidence } from './family.ts';
import { latencyEvidence } from './latency-evidence.ts';
import { latencyNoisePrior } from './noise-prior.ts';
import { BURN_IN, evidenceCap, HARM_RATIOS, HARM_SHIFTS, type JudgePolicy, PASS_LEVEL, PASS_RATIOS } from './policy.ts';
import { binned, shiftEvidence, shiftWeights } from './shift-evidence.ts';
import { shiftNoise } from './shift-noise.ts';
import { splitNoise } from './split-noise.ts';

export interface LatencyWealth extends FamilyWealth {
  /** Log-wealth of harm at each quantile level after each minute: which part of the distribution carries the evidence. */
  byLevel: number[][];
  /** Log-wealth of the mixture over the levels, and of the shift of all durations, after each minute. */
  levels: number[];
  shift: number[];
}

/**
 * Wealth that the canary is slower than the stable version of the same minutes: half of it bets on one quantile level or another, which finds
 * a slower tail, half on a shift of all durations, which finds a slowdown of everything on less traffic.
 */
export const latencyFamily: Family<LatencyWealth> = (baseline, observations, policy) => {
  const warm = warmedUp(observations);
  const cap = evidenceCap(policy);
  const byLevel = baseline.quantiles.map((_, level) => {
    const rows = levelEvidence(baseline, observations, level, warm, HARM_RATIOS.latency, cap);
    return lateOnsetWealth(rows, policy.horizonMinutes);
  });
  const levels = observations.map((_, minute) => logMeanExp(byLevel.map((wealth) => wealth[minute] as number)));
  const shift = lateOnsetWealth(shiftRows(baseline, observations, warm, policy), policy.horizonMinutes);
  const harm = levels.map((wealth, minute) => logMeanExp([wealth, shift[minute] as number]));
  const pass = plainWealth(levelEvidence(baseline, observations, passLevel(baseline), warm, PASS_RATIOS.latency, cap));
  return { harm, byLevel, levels, shift, pass };
};

/** Whether a minute can be compared at all: both arms served, and the burn-in is over. */
function speaks({ canary, stable }: Observation, warm: boolean | undefined): boolean {
  return canary.requests > 0 && stable.requests > 0 && warm === true;
}

/** Evidence of each minute that all durations have shifted, tempered by the noise that the minutes before it showed. */
function shiftRows(
  baseline: JudgeBaseline,
  observations: readonly Observation[],
  warm: readonly boolean[],
  policy: JudgePolicy,
): number[][] {
  const weights = HARM_SHIFTS.map((shift) => shiftWeights(baseline, shift));
  const noise = shiftNoise(baseline);
  return observations.map((observation, minute) => {
    if (!speaks(observation, warm[minute])) return noEvidence(HARM_SHIFTS);
    const counts = binned(observation);
    const factor = noise.factor(counts);
    const row = weights.map((each) => tempered(shiftEvidence(counts, each), factor, evidenceCap(policy)));
    noise.add(counts);
    return row;
  });
}

/** Evidence of each minute at one quantile level, tempered by the noise that the minutes before it showed. */
function levelEvidence(
  baseline: JudgeBaseline,
  observations: readonly Observation[],
  level: number,
  warm: readonly boolean[],
  ratios: readonly number[],
  cap: number,
): number[][] {
  const noise = splitNoise(latencyNoisePrior(baseline, level));
  return observations.map((observation, minute) => {
    const { canary, stable } = observation;
    const marked = canary.above[level] as number;
    const both = marked + (stable.above[level] as number);
    const all = canary.requests + stable.requests;
    if (!speaks(observation, warm[minute]) || both === 0 || both === all) return noEvidence(ratios);
    const share = canary.requests / all;
    const factor = noise.factor((both * share * (1 - share) * (all - both)) / (all - 1));
    const row = ratios.map((theta) => tempered(latencyEvidence(observation, level, theta), factor, cap));
    noise.add({ canary: canary.requests, stable: stable.requests, marked, both });
    return row;
  });
}

/** Whether each minute lies after the burn-in for cold starts ({@link BURN_IN}); the minute that completes it is left out still. */
function warmedUp(observations: readonly Observation[]): boolean[] {
  let requests = 0;
  let warm = false;
  return observations.map((observation, index) => {
    const before = warm;
    const minute = index + 1;
    requests += observation.canary.requests;
    // Only a minute with both arms ends the burn-in: an idle one warms nothing.
    const served = observation.canary.requests > 0 && observation.stable.requests > 0;
    const seen = (minute >= BURN_IN.minutes && requests >= BURN_IN.requests) || minute >= BURN_IN.atMostMinutes;
    warm ||= served && seen;
    return before;
  });
}

/** Index of the level whose mirrored test a pass needs. */
export function passLevel(baseline: JudgeBaseline): number {
  const index = baseline.quantiles.findIndex((quantile) => quantile.level === PASS_LEVEL);
  if (index < 0) {
    const found = baseline.quantiles.map((quantile) => quantile.level).join(', ');
    throw new RangeError(`judge: the baseline's quantile levels are ${found}, expected ${PASS_LEVEL} among them`);
  }
  return index;
}
