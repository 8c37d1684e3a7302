import type { RolloutStep, TenantSettings } from '../contract/settings.ts';

/** What a tenant decides about the judge; everything else is a constant below. */
export interface JudgePolicy {
  /** Degradation up to this share is tolerated; part of every null hypothesis. */
  margin: number;
  /** Most minutes that will ever be judged, fixed before the rollout. */
  horizonMinutes: number;
}

/** The tenant's settings in the judge's words: SPEC 8's threshold is the margin, the monitoring duration is the horizon. */
export function judgePolicy(settings: Pick<TenantSettings, 'rollbackThreshold' | 'monitoringSeconds'>): JudgePolicy {
  return { margin: settings.rollbackThreshold, horizonMinutes: Math.floor(settings.monitoringSeconds / 60) };
}

export type RolloutSteps = readonly RolloutStep[];

/**
 * Quantiles of the stable version's durations at which the latency is compared, from the middle to the tail: a shift of all
 * requests shows at the median first, a slower tail only at p95 and p99.
 */
export const LEVELS = [0.5, 0.75, 0.9, 0.95, 0.99] as const;
/** The level whose mirrored test a pass needs: the p95 of SPEC 8. */
export const PASS_LEVEL = 0.95;

/**
 * Chance of a false verdict, over the whole rollout and however often one looks. Ville's inequality: a nonnegative process that starts
 * at 1 and isn't expected to grow exceeds 1/alpha with probability alpha at most; so 1/0.05 = 20 convicts.
 */
export const HARM_ALPHA = 0.05;
export const PASS_ALPHA = 0.05;
/** ln(1/alpha): the log-wealth that decides. */
export const HARM_BAR = -Math.log(HARM_ALPHA);
export const PASS_BAR = -Math.log(PASS_ALPHA);

/** How the starting wealth of 1 is shared among the families; it must sum to 1 for the mixture to start at 1. */
export const FAMILY_SHARE = { errors: 0.4, latency: 0.4, throughput: 0.2 } as const;

/**
 * Alternatives that each test bets on, as odds or rate ratios: a mixture over a grid loses only ln(grid's size) to knowing the truth.
 * Small ratios win slowly on small harm, large ones at once on an outage. Tuned by simulation (judge.md).
 */
export const HARM_RATIOS = {
  latency: [1.06, 1.15, 1.4, 2, 5],
  errors: [1.2, 1.6, 3, 8, 60],
  throughput: [0.9, 0.7, 0.4, 0.1],
} as const;
/** Alternatives of the mirrored tests, which bet that the canary is better than the margin allows. */
export const PASS_RATIOS = {
  latency: [0.9, 0.75, 0.5],
  errors: [0.9, 0.75, 0.5, 0.01],
  throughput: [1.04, 1.1, 1.2],
} as const;

/** Least base for the error margin: at a stable version without errors, margin x 1 % more is tolerated (SPEC 8: max(baseline, 0.01)). */
export const ERROR_FLOOR = 0.01;
/** Absolute error tolerance of a pass, half a point: margin x 1 % = 0.1 points would take five times as many requests to rule out. */
export const PASS_ERROR_TOLERANCE = 0.005;

/**
 * Most log-evidence of one minute and test: e^4 = 55 times 0.8 x 0.4 of the wealth is 17 < 20, so one bad minute of one family never
 * convicts alone; it takes a second minute or a second family.
 */
export const EVIDENCE_CAP = 4;
/** Share of each test's wealth that bets on harm from the first minute on; the rest is spread evenly over later onsets. */
export const START_PRIOR = 0.8;

/**
 * Cold starts: latency is judged from the minute after the third with at least 30 canary requests in all, and after the tenth in any
 * case, so that a canary of little traffic isn't excused for ever.
 */
export const BURN_IN = { minutes: 3, requests: 30, atMostMinutes: 10 } as const;
/** No pass before this minute: the first ones are the least like the rest. */
export const EARLIEST_PASS = 10;

/** Overdispersion: minutes that the prior from the baseline counts as. */
export const PRIOR_MINUTES = 6;
/** Least spread of the log odds ratio from minute to minute that the prior assumes, and the most (squares in the code). */
export const LATENCY_SPREAD = { least: 0.15, most: 1 } as const;
export const ERROR_SPREAD = { least: 0.1, most: 1, unknown: 0.3 } as const;
/** Prior spread of the canary's share of the traffic, relative to its binomial variance. */
export const SHARE_SPREAD = 0.05;
/** Clusters of errors (quasi-Poisson): bounds of the prior factor. */
export const CLUSTER_FACTOR = { least: 1, most: 8 } as const;
