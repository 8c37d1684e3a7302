import type { Findings } from '../series/detection.ts';
import type { Episode } from '../series/episode-finder.ts';
import { factsJson, isoOrNull } from './facts-json.ts';
import { distanceWords } from './findings-summary.ts';

/** What was found in a file, for machines. */
export function findingsJson(name: string, { facts, threshold, judged, anomalies, episodeCount, episodes }: Findings) {
  return { file: name, ...factsJson(facts), threshold, judged, anomalies, episodeCount, episodes: episodes.map(episodeJson) };
}

function episodeJson(episode: Episode) {
  const { since, until, points, anomalies, score, ongoing, worst } = episode;
  return {
    since: isoOrNull(since),
    until: isoOrNull(until),
    points,
    anomalies,
    score,
    ongoing,
    worst: { ...worst, at: isoOrNull(worst.at) },
    words: distanceWords(episode),
  };
}
