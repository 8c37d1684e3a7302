import type { Series, SeriesBaseline } from '../contract/records.ts';
import { HOUR_MS, MINUTE_MS } from '../time.ts';
import { deviationFloor } from './deviation-floor.ts';
import type { Norm } from './judge-value.ts';

export type Candidate = NonNullable<SeriesBaseline['candidate']>;

/**
 * Weight of the newest point: the level of about the last hour, of which LASTING_POINTS are asked. A level that still climbs or swings has
 * a wide deviation by it.
 */
const WEIGHT = 1 / 60;

/** Normal points that end a candidate: so many in a row, or in excess of the points out of the norm. */
const MOST_NORMAL = 5;

/**
 * How long a level must last to become the norm: six hours are longer than an incident that people work on, and shorter than a
 * working day; 60 points, so that a sparse series doesn't get there on a few. After a deployment, which explains the change, the half hour
 * in which a bad one is rolled back, and as many points as a baseline needs to be established.
 */
export const LASTING_MS = 6 * HOUR_MS;
export const LASTING_POINTS = 60;
export const DEPLOYED_MS = 30 * MINUTE_MS;
export const DEPLOYED_POINTS = 20;

/** How much less steady than the norm, in relation to its level, the new level may be. */
const UNSTEADIER = 2;

/** A lasting failure is no norm, however long it lasts: a person resets the baseline when it is meant. */
export const FAILURE_SERIES: ReadonlySet<Series> = new Set<Series>(['error-rate', 'timeout-rate', 'throttle-rate']);

/** The candidate with one more point out of the norm; mean and variance as in open-series.ts. */
export function withOutlier(candidate: Candidate | null, value: number, at: number): Candidate {
  if (candidate === null) return { since: at, count: 1, mean: value, variance: 0, normal: 0 };
  const count = candidate.count + 1;
  const weight = Math.max(WEIGHT, 1 / count);
  const difference = value - candidate.mean;
  return {
    since: candidate.since,
    count,
    mean: candidate.mean + weight * difference,
    variance: (1 - weight) * (candidate.variance + weight * difference ** 2),
    normal: Math.max(0, candidate.normal - 1),
  };
}

/**
 * The candidate after a normal point; null: it is dropped. Five normal ones in a row drop it, and so does any mix in which the normal
 * ones prevail by five: a series that jumps up now and then has not changed its norm.
 */
export function withNormal(candidate: Candidate): Candidate | null {
  const normal = candidate.normal + 1;
  return normal >= MOST_NORMAL ? null : { ...candidate, normal };
}

/**
 * Whether the candidate is the new norm, as of `at`: it has lasted, and is about as steady as the norm that it replaces, each in relation
 * to its own level: deviation / level <= 2 x the norm's.
 */
export function isLasting(candidate: Candidate, norm: Norm, at: number, deployedAt: number | null): boolean {
  const { since, count, mean, variance } = candidate;
  const deployed = deployedAt !== null && deployedAt >= since - DEPLOYED_MS && deployedAt < since + MINUTE_MS;
  const lasted = at - since >= LASTING_MS && count >= LASTING_POINTS;
  if (!lasted && !(deployed && at - since >= DEPLOYED_MS && count >= DEPLOYED_POINTS)) return false;
  const deviation = Math.max(Math.sqrt(norm.variance), deviationFloor(norm.series, norm.mean));
  return Math.sqrt(variance) * norm.mean <= UNSTEADIER * deviation * mean;
}
