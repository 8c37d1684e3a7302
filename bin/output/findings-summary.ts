import { count, moment, signedPercent, span } from '../../lambdas/reporting/text/numbers.ts';
import { plain, wrap } from '../../lambdas/reporting/text/plain.ts';
import { REPORT_WIDTH } from '../../lambdas/reporting/text/render-report.ts';
import type { Findings } from '../series/detection.ts';
import { distanceFromNormal, type Episode } from '../series/episode-finder.ts';
import { counted, factsSummary, labelled } from './facts-summary.ts';
import { figure } from './figure.ts';

/** Episodes that are told; a screenful. */
const EPISODES_SHOWN = 20;
/** An expectation nearer to zero than this share of the value gives percentages that say nothing. */
const LEAST_BASE = 0.01;

/** What was found in a file, for people. */
export function findingsSummary(name: string, found: Findings): string {
  const shown = strongest(found.episodes);
  const hidden = found.episodeCount - shown.length;
  const lines = [
    ...labelled('file', plain(name)),
    ...factsSummary(found.facts),
    ...labelled('judged', judgedWords(found)),
    ...labelled('anomalies', anomalyWords(found)),
    ...shown.flatMap((episode) => ['', ...episodeLines(episode)]),
    ...(hidden > 0
      ? ['', `The ${shown.length} strongest are shown; ${counted(hidden, 'weaker episode')} more (--json lists up to 1,000).`]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

function strongest(episodes: readonly Episode[]): Episode[] {
  return episodes
    .toSorted((a, b) => b.score - a.score)
    .slice(0, EPISODES_SHOWN)
    .toSorted((a, b) => a.since - b.since);
}

function judgedWords({ facts, judged }: Findings): string {
  if (judged === 0) return 'no row: there is not enough data to say what is normal';
  return judged === facts.rows ? 'all rows' : `${counted(judged, 'row')}; before the first of them there was not enough data`;
}

function anomalyWords({ anomalies, episodeCount, threshold }: Findings): string {
  if (anomalies === 0) return `none (no score reaches ${figure(threshold)})`;
  return `${counted(anomalies, 'row')} in ${counted(episodeCount, 'episode')} (a score of ${figure(threshold)} or more)`;
}

function episodeLines(episode: Episode): string[] {
  const { since, until, points, ongoing } = episode;
  const length = since === until ? '' : ` until ${moment(until)} (${span(until - since)}, ${counted(points, 'point')} outside)`;
  const end = ongoing ? ', still so when the data end' : '';
  return [`since ${moment(since)}${length}${end}`, ...wrap(distanceWords(episode), REPORT_WIDTH, '  ')];
}

/** How far from normal an episode was at its worst, in a sentence. */
export function distanceWords({ worst, since, until }: Pick<Episode, 'worst' | 'since' | 'until'>): string {
  const { at, value, expected, low, high } = worst;
  const when = since === until ? '' : ` at ${moment(at)}`;
  if (expected === null || low === null || high === null) return `${figure(value)}${when}, when nothing could be expected yet.`;
  const distance = distanceFromNormal(worst);
  const normal = `${figure(value)}${when} where ${figure(expected)} was expected (${figure(low)} to ${figure(high)})`;
  if (distance <= 1) return `${normal}: within the band; what is not normal is how the last points moved.`;
  const share = Math.abs(expected) > LEAST_BASE * Math.abs(value) ? `${signedPercent((value - expected) / Math.abs(expected))}, ` : '';
  const side = value > expected ? 'above' : 'below';
  const far = Number.isFinite(distance) ? `${timesText(distance)} as far ${side} as is normal` : `${side} a value that never changed`;
  return `${normal}: ${share}${far}.`;
}

function timesText(ratio: number): string {
  return ratio >= 1000 ? 'over 1,000 times' : ratio >= 10 ? `${count(ratio)} times` : `${ratio.toFixed(1)} times`;
}
