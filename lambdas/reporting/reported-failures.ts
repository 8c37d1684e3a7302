import type { FailureCluster, KnownPattern } from '../shared/contract/records.ts';
import { fillSolutions, fillWords } from '../shared/patterns/fill-solutions.ts';
import { matchPatterns } from '../shared/patterns/match-patterns.ts';
import { HOUR_MS } from '../shared/time.ts';
import { type CycleReport, ReportedFailure } from './cycle-report.ts';

/** Failures that a report shows, and solutions of each; the rest is in the store. */
const SHOWN = 10;
const SOLUTIONS_SHOWN = 3;

/** Clusters with their pattern and its solutions filled in, those with most failures since `windowStart` (epoch ms) first. */
export function reportedFailures(
  clusters: readonly FailureCluster[],
  patterns: readonly KnownPattern[],
  windowStart: number,
): CycleReport['failures'] {
  const sorted = clusters.toSorted((a, b) => countSince(b, windowStart) - countSince(a, windowStart) || (a.id < b.id ? -1 : 1));
  return {
    count: clusters.length,
    first: sorted.slice(0, SHOWN).map((cluster) => ReportedFailure.parse({ ...cluster, pattern: patternOf(cluster, patterns) })),
  };
}

/** By whole hours of the clock. */
function countSince({ hours }: FailureCluster, windowStart: number): number {
  return hours.reduce((sum, { hour, count }) => (hour + HOUR_MS > windowStart ? sum + count : sum), 0);
}

function patternOf(cluster: FailureCluster, known: readonly KnownPattern[]): ReportedFailure['pattern'] {
  const { fingerprint, example, patternId, target } = cluster;
  const matches = matchPatterns(
    { type: fingerprint.type, message: example, text: `${fingerprint.type}: ${example}`, fingerprint },
    { known },
  );
  // The one on record: what is known now may know another as well.
  const match = matches.find(({ pattern }) => pattern.id === patternId);
  if (match === undefined) return null;
  const { id, title, description } = match.pattern;
  const ofTarget = { target, logGroup: `/aws/lambda/${target}` };
  const solutions = fillSolutions(match, ofTarget, known.find((each) => each.id === id) ?? null)
    .slice(0, SOLUTIONS_SHOWN)
    .map(({ id: solution, words, command, effectiveness: { helped, failed } }) => ({ id: solution, words, command, helped, failed }));
  return { id, title, description: fillWords(description, { ...match.values, ...ofTarget }), solutions };
}
