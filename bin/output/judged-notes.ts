import { count, percent } from '../../lambdas/reporting/text/numbers.ts';
import { MIN_BASELINE_MINUTES, MIN_BASELINE_REQUESTS } from '../../lambdas/rollout/read-baseline.ts';
import type { Judgement } from '../../lambdas/shared/judge/judge.ts';
import { USUAL_SIGMA } from '../../lambdas/shared/judge/log-normal-quantiles.ts';
import type { RolloutInput } from '../input/parse-rollout.ts';
import { counted } from './facts-summary.ts';

/** Requests that are expected above a quantile before their number says whether it is one. */
const LEAST_EXPECTED = 20;
/**
 * Odds of a baseline request to be above a quantile, against those that its level gives, from which on it is none. The quantiles of a
 * calm part of the hour, which Kaizen's own rollouts take, are exceeded up to about twice as often as their level says.
 */
const ODD_QUANTILE = 4;
/** Missing minutes that are named. */
const NAMED = 5;

/** What a reader should know of a rollout's figures before trusting the verdict, in sentences. */
export function notesOn(input: RolloutInput, judgement: Judgement): string[] {
  return [...missingNotes(input.missing), ...baselineNotes(input.baseline), ...detectableNotes(input.baseline, judgement)];
}

function missingNotes(missing: readonly number[]): string[] {
  if (missing.length === 0) return [];
  const named = missing.slice(0, NAMED).join(', ');
  const more = missing.length > NAMED ? ` and ${missing.length - NAMED} more` : '';
  return [
    `The file leaves out ${counted(missing.length, 'minute')} (${named}${more}): idle ones, which are no evidence and count towards the horizon.`,
  ];
}

function baselineNotes({ minutes, quantiles }: RolloutInput['baseline']): string[] {
  const requests = minutes.reduce((sum, minute) => sum + minute.requests, 0);
  const thin =
    minutes.length < MIN_BASELINE_MINUTES || requests < MIN_BASELINE_REQUESTS
      ? [
          `The baseline has ${counted(minutes.length, 'minute')} with ${counted(requests, 'request')}; a rollout of Kaizen wants at least ` +
            `${MIN_BASELINE_MINUTES} with ${MIN_BASELINE_REQUESTS}: with fewer the noise from minute to minute is hardly known.`,
        ]
      : [];
  const odd = quantiles.flatMap(({ level }, k) => {
    const above = minutes.reduce((sum, minute) => sum + (minute.above[k] as number), 0);
    const expected = (1 - level) * requests;
    if (expected < LEAST_EXPECTED || !isOdd(above, requests, level)) return [];
    return [
      `Of the baseline's ${count(requests)} requests, ${percent(above / requests)} are above its p${100 * level}, where ${percent(1 - level)} ` +
        'are expected: are these the counts above the stable quantiles?',
    ];
  });
  return [...thin, ...odd];
}

function isOdd(above: number, requests: number, level: number): boolean {
  // Half a request keeps the odds finite.
  const odds = (above + 0.5) / (requests - above + 0.5);
  const ratio = odds / ((1 - level) / level);
  return ratio > ODD_QUANTILE || ratio < 1 / ODD_QUANTILE;
}

function detectableNotes({ quantiles }: RolloutInput['baseline'], judgement: Judgement): string[] {
  if (judgement.word !== 'inconclusive' || quantiles.every(({ durationMs }) => durationMs !== null)) return [];
  return [
    `The file has no durations (baseline.thresholds): for the slowdown that could have been seen, a log-normal with sigma ${USUAL_SIGMA} is assumed.`,
  ];
}
