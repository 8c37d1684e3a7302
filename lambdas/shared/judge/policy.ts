import type { RolloutPlan } from '../contract/records.ts';
import type { RolloutStep, TenantSettings } from '../contract/settings.ts';

/** What a tenant decides about the judge; everything else is a constant below. All of it is part of what must be fixed beforehand. */
export type JudgePolicy = Pick<
  RolloutPlan,
  'margin' | 'horizonMinutes' | 'harmAlpha' | 'passAlpha' | 'guardAlpha' | 'passErrorTolerance' | 'familyShare'
>;

/** The tenant's settings in the judge's words: SPEC 8's threshold is the margin, the monitoring duration is the horizon. */
export function judgePolicy(settings: Pick<TenantSettings, 'rollbackThreshold' | 'monitoringSeconds' | 'judge'>): JudgePolicy {
  return { ...settings.judge, margin: settings.rollbackThreshold, horizonMinutes: Math.floor(settings.monitoringSeconds / 60) };
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
 * Log-wealth that decides, by the chance of a false verdict over the whole rollout and however often one looks. Ville's inequality: a
 * nonnegative process that starts at 1 and isn't expected to grow exceeds 1/alpha with probability alpha at most; so 1/0.05 = 20 convicts.
 */
export const harmBar = ({ harmAlpha }: Pick<JudgePolicy, 'harmAlpha'>): number => -Math.log(harmAlpha);
export const passBar = ({ passAlpha }: Pick<JudgePolicy, 'passAlpha'>): number => -Math.log(passAlpha);

/**
 * Alternatives that each test bets on, as odds or rate ratios: a mixture over a grid loses only ln(grid's size) to knowing the truth.
 * Small ratios win slowly on small harm, large ones at once on an outage. Tuned by simulation (judge.md).
 */
export const HARM_RATIOS = {
  latency: [1.06, 1.15, 1.4, 2, 5],
  errors: [1.2, 1.6, 3, 8, 60],
  throughput: [0.9, 0.7, 0.4, 0.1],
} as const;
/**
 * Shifts of all durations beyond the margin that the latency also bets on, in standard deviations of their logarithm: at a spread of 0.5
 * factors of 1.04, 1.11, 1.28 and 1.82.
 */
export const HARM_SHIFTS = [0.08, 0.2, 0.5, 1.2] as const;
/** Alternatives of the mirrored tests, which bet that the canary is better than the margin allows. */
export const PASS_RATIOS = {
  latency: [0.9, 0.75, 0.5],
  errors: [0.9, 0.75, 0.5, 0.01],
  throughput: [1.04, 1.1, 1.2],
} as const;

/** Least base for the error margin: at a stable version without errors, margin x 1 % more is tolerated (SPEC 8: max(baseline, 0.01)). */
export const ERROR_FLOOR = 0.01;
/**
 * Most log-evidence of one minute and test, at alpha 5 % and a family's share of 0.4: e^4 = 55 times 0.8 x 0.4 of the wealth is 17 < 20,
 * so one bad minute of one family never convicts alone; it takes a second minute or a second family.
 */
const EVIDENCE_CAP = { at: 4, alpha: 0.05, share: 0.4 } as const;

/** The cap at another alpha and other shares, by the same arithmetic: e^cap x 0.8 x the largest share stays below the bar. */
export function evidenceCap({ harmAlpha, familyShare }: Pick<JudgePolicy, 'harmAlpha' | 'familyShare'>): number {
  const largest = Math.max(...Object.values(familyShare));
  return EVIDENCE_CAP.at + Math.log(EVIDENCE_CAP.alpha / harmAlpha) + Math.log(EVIDENCE_CAP.share / largest);
}
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
/** The same in normal scores: half of the log odds' spread, since the log odds of a tail change about twice as fast; `floor` after learning. */
export const SHIFT_SPREAD = { least: 0.075, most: 0.5, floor: 0.005 } as const;
export const ERROR_SPREAD = { least: 0.1, most: 1, unknown: 0.3 } as const;
/** Prior spread of the canary's share of the traffic, relative to its binomial variance. */
export const SHARE_SPREAD = 0.05;
/** Clusters of errors (quasi-Poisson): bounds of the prior factor. */
export const CLUSTER_FACTOR = { least: 1, most: 8 } as const;

/** The comparison with the time before (before-after.ts), for harm to both versions and for a version that serves alone. */
export const DRIFT = {
  /** With fewer minutes nothing is known of how they vary. */
  leastMinutes: 10,
  /** Minutes that the assumed variation counts as beside the measured one. */
  prior: PRIOR_MINUTES,
  /** Standard deviation of the log odds from minute to minute, and the correlation of neighbours. */
  spread: { least: 0.1, usual: 0.15, most: 2 },
  correlation: { least: 0.3, usual: 0.5, most: 0.95 },
  /**
   * Log odds of being slower than a p95 gain about 2.2 / sigma times the logarithm of a slowdown; at sigma = 0.3, a narrow distribution, that is
   * 7.3: a margin of 10 % becomes twice the odds. At a wider one more of a slowdown is put up with.
   */
  oddsPerLogDuration: 7.3,
  errorRatio: 2,
  errorPoints: 0.02,
  mostErrors: 0.9,
  /** Fewest minutes that convict: beside a canary, where a burst of a dependency must pass by; and alone, right after all traffic moved. */
  leastHarmMinutes: { beside: 10, alone: 3 },
  harmRatios: [1.5, 3, 8],
  passRatios: [0.75, 0.5],
} as const;
