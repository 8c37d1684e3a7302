import * as z from 'zod';
import { LEVELS } from '../../lambdas/shared/judge/policy.ts';

/** The longest monitoring that a tenant can set, in minutes: a day. */
export const MOST_MINUTES = 1440;
/** A week: older minutes say little of the noise of today. */
const MOST_BASELINE_MINUTES = 10_080;
/** The noise between minutes is estimated from neighbours. */
const LEAST_BASELINE_MINUTES = 2;
/**
 * Requests of one arm in one minute. 17 million a second are beyond any function; within this every sum is exact in a double, and the
 * longest file is judged in a minute.
 */
const MOST_REQUESTS = 1_000_000_000;
/** 11 days: no request takes longer. */
const MOST_MS = 1_000_000_000;

const whole = (least: number, most: number) => {
  const expected = `expected a whole number from ${least.toLocaleString('en-US')} to ${most.toLocaleString('en-US')}`;
  return z.int(expected).min(least, expected).max(most, expected);
};
const share = (what: string) => {
  const expected = `expected ${what} between 0 and 1, such as 0.1`;
  return z.number(expected).gt(0, expected).lt(1, expected);
};
const duration = () => {
  const expected = `expected milliseconds above 0, up to ${MOST_MS.toLocaleString('en-US')}`;
  return z.number(expected).gt(0, expected).max(MOST_MS, expected);
};
const list = <T extends z.ZodType>(element: T, least: number, most: number, what: string) => {
  const many = least === most ? `${least}` : `${least.toLocaleString('en-US')} to ${most.toLocaleString('en-US')}`;
  const expected = `expected a list of ${many} ${what}`;
  return z.array(element, expected).min(least, expected).max(most, expected);
};
/** Of an object with other keys, or none: its own are named. */
const object = <T extends z.ZodRawShape>(shape: T) =>
  z.strictObject(shape, `expected an object with the keys ${Object.keys(shape).join(', ')}`);

const count = whole(0, MOST_REQUESTS);
const COUNTS = {
  n: count,
  e: count,
  over: list(count, LEVELS.length, LEVELS.length, 'counts, of the requests above x_k for p50, p75, p90, p95 and p99'),
};
const JudgedArm = object({ ...COUNTS, p95: duration().nullable().optional() });

/** A rollout's figures as a user writes them down; x_k are the stable version's p50, p75, p90, p95 and p99 before the rollout. */
export const RolloutFigures = object({
  /** Most minutes that will ever be judged, fixed beforehand. */
  horizon: whole(2, MOST_MINUTES),
  baseline: object({
    /** The stable version before, by minute. */
    minutes: list(object(COUNTS), LEAST_BASELINE_MINUTES, MOST_BASELINE_MINUTES, 'minutes'),
    /** x_k in ms; for words and forecasts only. */
    thresholds: list(duration(), LEVELS.length, LEVELS.length, 'durations in ms: p50, p75, p90, p95 and p99').optional(),
  }),
  minutes: z.array(
    object({
      /** From 1; numbers that are left out are idle minutes. */
      minute: whole(1, MOST_MINUTES).optional(),
      /** The canary's share of the traffic in this minute. */
      weight: share('a share'),
      /** Above x_k. */
      stable: JudgedArm,
      /** Above (1 + margin) x_k. */
      canary: JudgedArm,
    }),
    'expected a list of minutes',
  ),
  margin: share('a share').optional(),
  /** No further minute will come. */
  over: z.boolean('expected true or false').optional(),
});
export type RolloutFigures = z.infer<typeof RolloutFigures>;
