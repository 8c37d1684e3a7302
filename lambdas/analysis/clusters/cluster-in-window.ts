import type { FailureCluster, KnownPattern } from '../../shared/contract/records.ts';
import { failureOf } from '../../shared/failures/failure-of.ts';
import { fillSolutions, fillWords } from '../../shared/patterns/fill-solutions.ts';
import { guessCategory } from '../../shared/patterns/guess-category.ts';
import { matchPatterns, type PatternMatch } from '../../shared/patterns/match-patterns.ts';
import { subjectOf } from '../../shared/patterns/subject-of.ts';
import { correlationsOf } from '../correlations.ts';
import type { TargetView } from '../target-context.ts';
import { dayProfileOf } from './day-profile.ts';
import type { FailureGroup } from './group-errors.ts';
import { mergeCluster } from './merge-cluster.ts';
import { newSince } from './new-since.ts';
import { isCluster, latelyOf } from './is-cluster.ts';
import type { SeenCluster } from './seen-cluster.ts';
import { trendOf } from './trend.ts';
import type { VersionChange } from './version-changes.ts';

/** A target's window, with what its clusters are compared with. */
export interface ClusterWindow {
  view: Omit<TargetView, 'clusters'>;
  /** Oldest first. */
  changes: readonly VersionChange[];
  /** The tenant's other targets that were in trouble within the window. */
  others: readonly { target: string; series: TargetView['series'] }[];
  /** Of the requests only a sample was read. */
  sampled: boolean;
  /** A look at an hour in between: it must not leave the hours before it uncounted. */
  passing: boolean;
}

/** What a group of failures is an example of, by its newest; null: no pattern is known. */
export function patternOf({ fingerprint, errors: [newest] }: FailureGroup, known: readonly KnownPattern[]): PatternMatch | null {
  const text = [`${newest.type}: ${newest.message}`, ...newest.stack].join('\n');
  const [match = null] = matchPatterns(subjectOf(failureOf(newest), text, fingerprint), { known });
  return match;
}

/** A cluster's record after the window; the same when the window is counted already. */
export function clusterInWindow(
  before: FailureCluster | null,
  group: FailureGroup,
  match: PatternMatch | null,
  { view, changes, others, sampled }: ClusterWindow,
): FailureCluster {
  const { target, span, minutes, series, errorsFrom, served } = view;
  const merged = mergeCluster(before, {
    tenant: target.tenant,
    target: target.name,
    group,
    category: match?.pattern.category ?? guessCategory(group.fingerprint.type, group.fingerprint.template),
    patternId: match?.pattern.id ?? null,
    span,
    readFrom: errorsFrom,
    sampled,
  });
  // A window that adds older failures only says nothing of how things stand.
  if (merged === before || (before !== null && span.to < before.countedUntil)) return merged;
  const { errors } = group;
  const read = { from: errorsFrom, to: span.to };
  const subject = {
    cluster: merged,
    errors,
    span: read,
    minutes,
    series,
    reports: served,
    changes,
    dayProfile: dayProfileOf(view),
    others,
  };
  return {
    ...merged,
    newSince: merged.newSince ?? newSince({ cluster: merged, failures: errors.length, changes, minutes, span: read }),
    trend: trendOf({ times: errors.map(({ at }) => at), minutes, span: read, firstSeen: merged.firstSeen }),
    correlations: isCluster(group, view) ? correlationsOf(subject) : [],
  };
}

/** What is found of a cluster now; null: it was not seen within the window's last hour. */
export function seenCluster(
  record: FailureCluster,
  group: FailureGroup,
  match: PatternMatch | null,
  view: Pick<TargetView, 'target' | 'span'>,
  known: readonly KnownPattern[],
): SeenCluster | null {
  const lately = latelyOf(group, view);
  if (lately === null) return null;
  if (match === null) return { group, record, known: null, lately };
  const { pattern, values } = match;
  const { name } = view.target;
  const ofTarget = { target: name, logGroup: `/aws/lambda/${name}` };
  const learned = known.find(({ id }) => id === pattern.id) ?? null;
  const description = fillWords(pattern.description, { ...values, ...ofTarget });
  const solutions = fillSolutions(match, ofTarget, learned);
  return { group, record, known: { title: pattern.title, description, solutions }, lately };
}
