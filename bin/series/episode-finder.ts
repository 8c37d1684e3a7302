import type { Place } from './point-order.ts';
import type { ScoredRow } from './scored-row.ts';

/** A time during which a series was not normal. Times are epoch ms. */
export interface Episode {
  /** The first point outside its band (or anomalous), and the last one. */
  since: number;
  until: number;
  /** Points outside their band or anomalous. */
  points: number;
  /** Of those, anomalies. */
  anomalies: number;
  /** The point that was farthest from normal: by its distance from what was expected, in widths of the band on that side. */
  worst: Worst;
  /** Highest score. */
  score: number;
  /** The series had not come back to normal when the data ended. */
  ongoing: boolean;
}

export interface Worst {
  at: number;
  value: number;
  expected: number | null;
  low: number | null;
  high: number | null;
}

export interface EpisodeFinder {
  /** `typicalMs`: the series' own step so far. */
  add(row: ScoredRow, place: Place, typicalMs: number | null): void;
  /** All that there were, and the strongest MOST_EPISODES of them in order of time. */
  found(): { count: number; episodes: readonly Episode[] };
}

/** So many points within their band in a row, or as long without a point, end an episode: fewer, and one incident becomes many. */
const CALM_POINTS = 3;
/** Episodes that are kept: ten million points may hold more than memory should. */
export const MOST_EPISODES = 1000;

interface Run extends Omit<Episode, 'ongoing'> {
  distance: number;
  calm: number;
}

/**
 * Joins anomalies into episodes. A run of points outside their band, with fewer than CALM_POINTS within it in between, is an
 * episode when at least one of them is an anomaly; so it begins where the series left its band, which may be before the alarm.
 */
export function createEpisodeFinder(): EpisodeFinder {
  let run: Run | null = null;
  let newest = -Infinity;
  let count = 0;
  let kept: Episode[] = [];

  function keep(episode: Episode): void {
    count += 1;
    kept.push(episode);
    if (kept.length >= 2 * MOST_EPISODES) kept = strongest(kept);
  }

  function close(ongoing: boolean): void {
    if (run !== null && run.anomalies > 0) keep(toEpisode(run, ongoing));
    run = null;
  }

  return {
    add(row, place, typicalMs) {
      if (place === 'missing') return;
      const outside = row.anomaly || isOutside(row);
      if (place !== 'next') {
        // A row out of its turn says nothing of the time since; only its own alarm counts.
        if (row.anomaly && run !== null && row.at >= run.since) run = join(run, row);
        else if (row.anomaly) keep(toEpisode(begin(row), false));
        return;
      }
      if (typicalMs !== null && row.at - newest > (CALM_POINTS + 1) * typicalMs) close(false);
      newest = row.at;
      if (outside) run = run === null ? begin(row) : join(run, row);
      else if (run !== null && (run.calm += 1) >= CALM_POINTS) close(false);
    },
    found() {
      const open: Run | null = run;
      const episodes = open !== null && (open as Run).anomalies > 0 ? [...kept, toEpisode(open, true)] : kept;
      const all = count + episodes.length - kept.length;
      return { count: all, episodes: strongest(episodes).toSorted((a, b) => a.since - b.since) };
    },
  };
}

const strongest = (episodes: readonly Episode[]) => episodes.toSorted((a, b) => b.score - a.score).slice(0, MOST_EPISODES);

function isOutside({ value, low, high }: ScoredRow): boolean {
  return low !== null && high !== null && (value < low || value > high);
}

/** How far a value is from what was expected, in widths of the band on its side; 0 where nothing was expected. */
export function distanceFromNormal({ value, expected, low, high }: Worst): number {
  if (expected === null || low === null || high === null || value === expected) return 0;
  const width = value > expected ? high - expected : expected - low;
  return Math.abs(value - expected) / width;
}

function begin(row: ScoredRow): Run {
  return {
    since: row.at,
    until: row.at,
    points: 1,
    anomalies: row.anomaly ? 1 : 0,
    worst: worstOf(row),
    score: row.score,
    distance: distanceFromNormal(row),
    calm: 0,
  };
}

function join(run: Run, row: ScoredRow): Run {
  const distance = distanceFromNormal(row);
  const worse = distance > run.distance;
  return {
    since: run.since,
    until: Math.max(run.until, row.at),
    points: run.points + 1,
    anomalies: run.anomalies + (row.anomaly ? 1 : 0),
    worst: worse ? worstOf(row) : run.worst,
    score: Math.max(run.score, row.score),
    distance: worse ? distance : run.distance,
    calm: 0,
  };
}

const worstOf = ({ at, value, expected, low, high }: ScoredRow): Worst => ({ at, value, expected, low, high });

function toEpisode({ since, until, points, anomalies, worst, score }: Run, ongoing: boolean): Episode {
  return { since, until, points, anomalies, worst, score, ongoing };
}
