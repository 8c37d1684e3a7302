import type { JudgeBaseline } from '../contract/records.ts';
import { PRIOR_MINUTES, SHIFT_SPREAD } from './policy.ts';
import { binned, type Binned, shiftScores } from './shift-evidence.ts';

/** Score of one minute: by how much the canary's mean score lies above both arms', times its requests, and the variance that chance gives it. */
interface Score {
  sum: number;
  variance: number;
}

const TINY = 1e-9;

/**
 * Learns how much more than chance the two arms' durations differ from minute to minute, and tempers the evidence of a shift by it: the
 * same estimate as {@link import('./split-noise.ts').splitNoise}'s, in normal scores. If a minute's shift varies by tau^2 around its mean,
 * the score U of a minute, whose information on the shift is its variance V, has variance V + tau^2 V^2, so l is divided by
 * phi = 1 + tau^2 V. tau^2 comes from the residuals U - d V of past minutes around their common shift d = sum U / sum V (a steady harm is
 * no noise), shrunk to the baseline's with the weight of six minutes.
 */
export interface ShiftNoise {
  factor(minute: Binned): number;
  /** Takes in a minute after it was judged. */
  add(minute: Binned): void;
}

export function shiftNoise(baseline: JudgeBaseline): ShiftNoise {
  const scores = shiftScores(baseline);
  const prior = priorSpread(baseline, scores);
  const past: Score[] = [];
  let sums = 0;
  let variances = 0;

  return {
    factor(minute) {
      const { variance } = scoreOf(minute, scores);
      const shift = variances > 0 ? sums / variances : 0;
      let excess = 0;
      let squared = 0;
      for (const each of past) {
        excess += (each.sum - shift * each.variance) ** 2;
        squared += each.variance ** 2;
      }
      // One degree of freedom went into the common shift.
      if (past.length > 1) excess *= past.length / (past.length - 1);
      const typicalSquare = Math.max(past.length > 0 ? squared / past.length : variance ** 2, TINY);
      const spread = (PRIOR_MINUTES * prior * typicalSquare + excess - variances) / (PRIOR_MINUTES * typicalSquare + squared);
      return 1 + Math.max(spread, SHIFT_SPREAD.floor ** 2) * variance;
    },

    add(minute) {
      const score = scoreOf(minute, scores);
      past.push(score);
      sums += score.sum;
      variances += score.variance;
    },
  };
}

/** Rank score of a minute and its variance under random choice: nC nS / (N (N - 1)) sum m_b (u_b - mean)^2. */
function scoreOf({ canary, both }: Binned, scores: readonly number[]): Score {
  const dot = (counts: readonly number[]): number => counts.reduce((sum, count, bin) => sum + count * (scores[bin] as number), 0);
  const all = both.reduce((sum, count) => sum + count, 0);
  const requests = canary.reduce((sum, count) => sum + count, 0);
  if (all < 2) return { sum: 0, variance: 0 };
  const mean = dot(both) / all;
  const squares = both.reduce((sum, count, bin) => sum + count * ((scores[bin] as number) - mean) ** 2, 0);
  return { sum: dot(canary) - requests * mean, variance: ((requests * (all - requests)) / (all * (all - 1))) * squares };
}

/**
 * Variance of the shift between neighbouring minutes of the stable version, less what chance explains. A minute's own shock enters a
 * difference of neighbours twice, as the shocks of two arms enter their difference: it estimates tau^2 as it stands.
 */
function priorSpread(baseline: JudgeBaseline, scores: readonly number[]): number {
  const shifts = baseline.minutes.map(({ requests, errors, above }) => {
    const { canary: counts } = binned({ minute: 0, weight: 0.5, canary: { requests, errors, above }, stable: { requests, errors, above } });
    const mean = counts.reduce((sum, count, bin) => sum + count * (scores[bin] as number), 0) / requests;
    const information = counts.reduce((sum, count, bin) => sum + count * ((scores[bin] as number) - mean) ** 2, 0);
    return { shift: (mean * requests) / information, information };
  });
  let sum = 0;
  let count = 0;
  for (const [index, later] of shifts.entries()) {
    const earlier = shifts[index - 1];
    if (earlier === undefined || !(earlier.information > 0) || !(later.information > 0)) continue;
    sum += (later.shift - earlier.shift) ** 2 - 1 / later.information - 1 / earlier.information;
    count++;
  }
  const spread = count > 0 ? sum / count : 0;
  return Math.min(SHIFT_SPREAD.most ** 2, Math.max(SHIFT_SPREAD.least ** 2, spread));
}
