import type { JudgeBaseline, Observation, RolloutBaseline } from '../contract/records.ts';
import type { RolloutStep } from '../contract/settings.ts';
import { logSplitMgf } from '../stats/log-split-mgf.ts';
import { logHypergeometricMgf } from '../stats/log-hypergeometric-mgf.ts';
import { errorRate, errorTolerance } from './error-family.ts';
import {
  BURN_IN,
  harmBar,
  HARM_RATIOS,
  HARM_SHIFTS,
  type JudgePolicy,
  LATENCY_SPREAD,
  passBar,
  PASS_RATIOS,
  PRIOR_MINUTES,
  SHIFT_SPREAD,
  START_PRIOR,
} from './policy.ts';
import { withDurations } from './log-normal-quantiles.ts';
import { shiftScores, shiftWeights } from './shift-evidence.ts';
import { expectedSplit } from './split-of-failures.ts';
import { tailAbove } from './tail-above.ts';

/** Traffic that a rollout will have, or had: all requests a minute, and the weights in their order. */
export interface TrafficPlan {
  requestsPerMinute: number;
  steps: readonly RolloutStep[];
}

/** Smallest harm that is found with about 80 % power; null: none is. */
export interface Detectable {
  /** Factor on all durations of the canary. */
  latencyRatio: number | null;
  /** Error rate of the canary. */
  errorRate: number | null;
}

/** One-sided normal quantile of 80 % power: expected wealth minus 0.84 standard deviations must reach the bar. */
const POWER_Z = 0.84;
/** Minutes are planned in blocks of at least this many canary requests: the expected value of a rounded count of less misleads. */
const BLOCK_REQUESTS = 20;
const SEARCH_STEPS = 40;
const LARGEST_RATIO = 20;
/** Where all requests are slow the odds have no number: of a narrow distribution that is so from a factor of two on. */
const NEARLY_ALL = 1 - 1e-9;
/** Loss to the mixture over alternatives and levels: not all of ln(size), as neighbours in the grid win as well (fitted by simulation). */
const GRID_LOSS = 0.8;
const LEVEL_LOSS = 0.6;
/** Variance of two arms' error shocks that the plan assumes, and how much their spread exceeds chance. */
const PLANNED_ERROR_SPREAD = 0.04;
const PLANNED_ERROR_SD = 1.05;

/** A stretch of minutes that is planned as one: its length, and the rounded requests of both arms. */
interface Block {
  length: number;
  canary: number;
  stable: number;
}

/** The same block over and over: the minutes in which it begins. */
interface Series {
  block: Block;
  from: number[];
}

/** What a test expects of one block: gain and its standard deviation in log-wealth, and the variance of its split. */
interface Expected {
  gain: number;
  deviation: number;
  variance: number;
}

/** Steps cut into blocks, from minute `start` on; a rest shorter than a block is left out. */
function series(plan: TrafficPlan, start: number): Series[] {
  const result: Series[] = [];
  let begin = 0;
  for (const { weight, minutes } of plan.steps) {
    const end = begin + minutes;
    const perMinute = plan.requestsPerMinute * weight;
    const length = Math.max(1, Math.min(minutes, Math.ceil(BLOCK_REQUESTS / perMinute)));
    const canary = Math.round(perMinute * length);
    const stable = Math.round((plan.requestsPerMinute - perMinute) * length);
    if (canary > 0 && stable > 0) {
      const first = Math.max(begin, start);
      const count = Math.max(0, Math.floor((end - first) / length));
      result.push({ block: { length, canary, stable }, from: Array.from({ length: count }, (_, index) => first + index * length) });
    }
    begin = end;
  }
  return result;
}

/** Whether the test's expected log-wealth over the blocks, less 0.84 standard deviations, reaches `bar`; the noise factor shrinks as minutes come in. */
function reaches(planned: readonly Series[], spread: number, bar: number, expect: (block: Block) => Expected | null): boolean {
  let gain = 0;
  let variance = 0;
  for (const { block, from } of planned) {
    const expected = expect(block);
    if (expected === null) return false;
    for (const minute of from) {
      const learned = (spread * PRIOR_MINUTES) / (PRIOR_MINUTES + minute);
      const factor = 1 + learned * expected.variance;
      gain += expected.gain / factor;
      variance += (expected.deviation / factor) ** 2;
    }
  }
  return gain - POWER_Z * Math.sqrt(variance) >= bar;
}

/** Log-wealth that one test of a family must reach alone: the bar, over the share of the wealth that it starts with. */
const barOf = (family: 'errors' | 'latency', policy: JudgePolicy): number =>
  harmBar(policy) - Math.log(policy.familyShare[family] * START_PRIOR);

function findsErrors(rate: number, plan: TrafficPlan, baseline: JudgeBaseline, policy: JudgePolicy): boolean {
  const base = errorRate(baseline);
  const tolerance = errorTolerance(baseline, policy.margin);
  const planned = series(plan, 0);
  const bar = barOf('errors', policy) + Math.log(HARM_RATIOS.errors.length) * GRID_LOSS;
  return HARM_RATIOS.errors.some((theta) =>
    reaches(planned, PLANNED_ERROR_SPREAD, bar, ({ canary, stable, length }) => {
      const share = canary / (canary + stable);
      const growth = 1 + share * (theta - 1);
      const a = canary * rate;
      const b = stable * base;
      const successes = (stable - b) * Math.log1p(-tolerance * (1 - 1 / growth));
      return {
        gain: a * Math.log(theta) - (a + b) * Math.log(growth) + successes,
        deviation: Math.sqrt(a * Math.log(theta / growth) ** 2 + b * Math.log(growth) ** 2) * PLANNED_ERROR_SD,
        variance: ((a + b + tolerance * stable) * share * (1 - share)) / length,
      };
    }),
  );
}

function findsSlowdown(ratio: number, plan: TrafficPlan, baseline: RolloutBaseline, policy: JudgePolicy): boolean {
  const perMinute = plan.requestsPerMinute * (plan.steps[0]?.weight ?? 0);
  const warm = Math.max(BURN_IN.minutes, Math.min(BURN_IN.atMostMinutes, Math.ceil(BURN_IN.requests / perMinute)));
  const planned = series(plan, warm);
  // Half of the latency's wealth bets on the levels, half on a shift of all durations.
  const half = barOf('latency', policy) + Math.LN2;
  if (findsShift(ratio, planned, half + Math.log(HARM_SHIFTS.length) * GRID_LOSS, baseline, policy)) return true;
  const bar = half + Math.log(HARM_RATIOS.latency.length) * GRID_LOSS + Math.log(baseline.quantiles.length) * LEVEL_LOSS;
  return baseline.quantiles.some(({ level, durationMs }) => {
    const stableAbove = 1 - level;
    const canaryAbove = Math.min(NEARLY_ALL, tailAbove(baseline.quantiles, (durationMs * (1 + policy.margin)) / ratio));
    if (canaryAbove <= stableAbove) return false;
    const odds = canaryAbove / (1 - canaryAbove) / (stableAbove / (1 - stableAbove));
    return HARM_RATIOS.latency.some((theta) =>
      reaches(planned, LATENCY_SPREAD.least ** 2, bar, ({ canary, stable, length }) => {
        const all = canary + stable;
        const both = Math.max(1, Math.round(canary * canaryAbove + stable * stableAbove));
        if (both >= all) return null;
        const share = canary / all;
        const split = expectedSplit({ canary, stable, both }, odds);
        return {
          gain: split.mean * Math.log(theta) - logHypergeometricMgf(canary, stable, both, theta),
          deviation: Math.log(theta) * Math.sqrt(split.variance),
          variance: (both * share * (1 - share) * (all - both)) / (all - 1) / length,
        };
      }),
    );
  });
}

/** Mean of a value by bin, where the bins hold `counts`. */
function meanOver(values: readonly number[], counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return values.reduce((sum, value, bin) => sum + value * ((counts[bin] as number) / total), 0);
}

/** Variance of the same. */
function varianceOver(values: readonly number[], counts: readonly number[]): number {
  const mean = meanOver(values, counts);
  return meanOver(
    values.map((value) => (value - mean) ** 2),
    counts,
  );
}

/** Whether the bet on a shift of all durations finds a canary that takes `ratio` times as long. */
function findsShift(ratio: number, planned: readonly Series[], bar: number, baseline: RolloutBaseline, { margin }: JudgePolicy): boolean {
  const edges = baseline.quantiles.map(({ level, durationMs }) => ({
    stable: 1 - level,
    canary: tailAbove(baseline.quantiles, (durationMs * (1 + margin)) / ratio),
  }));
  const bins = [{ stable: 1, canary: 1 }, ...edges].map((above, index) => ({
    stable: above.stable - (edges[index]?.stable ?? 0),
    canary: above.canary - (edges[index]?.canary ?? 0),
  }));
  const scores = shiftScores(baseline);
  return HARM_SHIFTS.some((shift) => {
    const weights = shiftWeights(baseline, shift);
    const logs = weights.map(Math.log);
    return reaches(planned, SHIFT_SPREAD.least ** 2, bar, ({ canary, stable, length }) => {
      const own = bins.map((bin) => canary * bin.canary);
      const both = bins.map((bin, index) => Math.round((own[index] as number) + stable * bin.stable));
      const all = canary + stable;
      if (both.reduce((sum, count) => sum + count, 0) <= canary) return null;
      return {
        gain: canary * meanOver(logs, own) - logSplitMgf(canary, both, weights),
        // The stable arm's part of the pool moves with chance as well: what is left is that of a random choice.
        deviation: Math.sqrt((canary * stable * varianceOver(logs, own)) / all),
        variance: (canary * stable * varianceOver(scores, both)) / all / length,
      };
    });
  });
}

/** Smallest value in [low, high] that is found, by bisection; null when even `high` isn't. */
function smallest(low: number, high: number, isFound: (value: number) => boolean): number | null {
  if (!isFound(high)) return null;
  let below = low;
  let found = high;
  for (let step = 0; step < SEARCH_STEPS; step++) {
    const middle = (below + found) / 2;
    if (isFound(middle)) found = middle;
    else below = middle;
  }
  return found;
}

/**
 * Forecast of what a rollout over this traffic can find: the smallest harm whose expected log-wealth, less 0.84 standard deviations,
 * reaches the bar by the end. Slowdowns are read off the baseline's quantiles as a factor on every duration; where the baseline knows no
 * durations, off a log-normal of the usual spread ({@link withDurations}).
 */
export function detectable(plan: TrafficPlan, baseline: JudgeBaseline, policy: JudgePolicy): Detectable {
  if (!(plan.requestsPerMinute > 0)) return { latencyRatio: null, errorRate: null };
  const timed = withDurations(baseline);
  const least = errorRate(baseline) + errorTolerance(baseline, policy.margin);
  return {
    errorRate: smallest(least, 1, (rate) => findsErrors(rate, plan, baseline, policy)),
    latencyRatio: smallest(1 + policy.margin, LARGEST_RATIO, (ratio) => findsSlowdown(ratio, plan, timed, policy)),
  };
}

/**
 * Canary requests without an error that a pass needs: each adds at most the tolerated half point to the log-wealth of the sharpest
 * alternative, which has to reach ln 20 and what the mixture over four costs: (3.0 + 1.4) / 0.005 = 877.
 */
export function requestsForPass(policy: JudgePolicy): number {
  return Math.ceil((passBar(policy) + Math.log(PASS_RATIOS.errors.length)) / policy.passErrorTolerance);
}

/** The traffic before the rollout, carried forward over its steps; the last step lasts to the horizon. */
export function plannedTraffic(baseline: JudgeBaseline, steps: readonly RolloutStep[], policy: JudgePolicy): TrafficPlan {
  const requests = baseline.minutes.reduce((sum, minute) => sum + minute.requests, 0);
  let left = policy.horizonMinutes;
  const cut = steps.map(({ weight, minutes }, index) => {
    const length = index === steps.length - 1 ? left : Math.min(left, minutes);
    left -= length;
    return { weight, minutes: length };
  });
  return { requestsPerMinute: requests / Math.max(1, baseline.minutes.length), steps: cut.filter((step) => step.minutes > 0) };
}

/** The traffic that there was: neighbouring minutes of the same weight make a step. */
export function observedPlan(observations: readonly Observation[]): TrafficPlan {
  const steps: RolloutStep[] = [];
  let requests = 0;
  for (const { weight, canary, stable } of observations) {
    requests += canary.requests + stable.requests;
    const last = steps.at(-1);
    if (last?.weight === weight) last.minutes++;
    else steps.push({ weight, minutes: 1 });
  }
  return { requestsPerMinute: requests / Math.max(1, observations.length), steps };
}
