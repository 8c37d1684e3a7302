import type { JudgeBaseline, Observation } from '../contract/records.ts';
import { logMeanExp } from '../stats/log-mean-exp.ts';
import { lateOnsetWealth, plainWealth, tempered } from './accumulate.ts';
import { type Family, type FamilyWealth, noEvidence } from './family.ts';
import { latencyEvidence } from './latency-evidence.ts';
import { latencyNoisePrior } from './noise-prior.ts';
import { BURN_IN, HARM_RATIOS, PASS_LEVEL, PASS_RATIOS } from './policy.ts';
import { splitNoise } from './split-noise.ts';

export interface LatencyWealth extends FamilyWealth {
  /** Log-wealth of harm at each quantile level after each minute: which part of the distribution carries the evidence. */
  byLevel: number[][];
}

/** Wealth that the canary is slower than the stable version of the same minutes: equal mixture over the quantile levels. */
export const latencyFamily: Family<LatencyWealth> = (baseline, observations, policy) => {
  const warm = warmedUp(observations);
  const byLevel = baseline.quantiles.map((_, level) => {
    const rows = levelEvidence(baseline, observations, level, warm, HARM_RATIOS.latency);
    return lateOnsetWealth(rows, policy.horizonMinutes);
  });
  const harm = observations.map((_, minute) => logMeanExp(byLevel.map((wealth) => wealth[minute] as number)));
  return { harm, byLevel, pass: plainWealth(levelEvidence(baseline, observations, passLevel(baseline), warm, PASS_RATIOS.latency)) };
};

/** Evidence of each minute at one quantile level, tempered by the noise that the minutes before it showed. */
function levelEvidence(
  baseline: JudgeBaseline,
  observations: readonly Observation[],
  level: number,
  warm: readonly boolean[],
  ratios: readonly number[],
): number[][] {
  const noise = splitNoise(latencyNoisePrior(baseline, level));
  return observations.map((observation, minute) => {
    const { canary, stable } = observation;
    const marked = canary.above[level] as number;
    const both = marked + (stable.above[level] as number);
    const all = canary.requests + stable.requests;
    const silent = canary.requests === 0 || stable.requests === 0 || both === 0 || both === all;
    if (silent || warm[minute] !== true) return noEvidence(ratios);
    const share = canary.requests / all;
    const factor = noise.factor((both * share * (1 - share) * (all - both)) / (all - 1));
    const row = ratios.map((theta) => tempered(latencyEvidence(observation, level, theta), factor));
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
