import type { FailureCluster, KnownPattern } from '../contract/records.ts';
import { dayTime } from '../detection/words.ts';
import { learnedPatternId } from '../ids.ts';
import { redact } from '../redact/redact.ts';
import { guessCategory } from './guess-category.ts';

/** As many as make a cluster within an hour (SPEC 3): fewer are an odd event that a person reads in the log. */
const LEAST_FAILURES = 10;
/** One outage of up to an hour touches two hours of the clock, never three: in three it has come back or lasts. */
const LEAST_HOURS = 3;
/** In a second function the cause is hardly a slip in the first one. */
const LEAST_TARGETS = 2;

const MOST_TITLE = 120;
const MOST_DESCRIPTION = 2000;

/** Whether failures of one fingerprint, a cluster a target, came often and apart enough to be remembered as a pattern. */
export function hasRecurred(clusters: readonly Pick<FailureCluster, 'target' | 'count' | 'hours'>[]): boolean {
  const failures = clusters.reduce((sum, { count }) => sum + count, 0);
  const hours = new Set(clusters.flatMap((each) => each.hours.map(({ hour }) => hour))).size;
  const targets = new Set(clusters.map(({ target }) => target)).size;
  return failures >= LEAST_FAILURES && (hours >= LEAST_HOURS || targets >= LEAST_TARGETS);
}

/** What clusters of one fingerprint teach, the first of them known to be there; nothing of them is counted yet. */
export function learnPattern(clusters: readonly [FailureCluster, ...FailureCluster[]]): KnownPattern {
  const [{ tenant, fingerprint, firstSeen, lastSeen }] = clusters;
  const { type, template } = fingerprint;
  return {
    id: learnedPatternId(fingerprint.id),
    tenant,
    learned: {
      category: guessCategory(type, template),
      title: titleOf(type, template),
      description: descriptionOf(clusters).slice(0, MOST_DESCRIPTION),
      fingerprint,
    },
    solutions: [],
    occurrences: 0,
    counting: [],
    firstSeen,
    lastSeen,
    targets: [],
    effectiveness: [],
    revision: 0,
  };
}

function titleOf(type: string, template: string): string {
  const title = redact([type, template].filter((part) => part !== '').join(': '));
  if (title === '') return 'A failure without a message';
  return title.length > MOST_TITLE ? `${title.slice(0, MOST_TITLE - 1)}…` : title;
}

/** Whole sentences about what does not change; counts stand on the record. */
function descriptionOf(clusters: readonly [FailureCluster, ...FailureCluster[]]): string {
  const [{ fingerprint, newSince }] = clusters;
  const first = clusters.reduce((earliest, each) => (each.firstSeen < earliest.firstSeen ? each : earliest));
  const [innermost, ...callers] = fingerprint.frames;
  const where =
    innermost === undefined
      ? ['Its log holds no stack.']
      : [`It happens in ${[innermost, ...callers.map((frame) => `called by ${frame}`)].join(', ')}.`];
  const since = newSince === null ? '' : ` It came with version ${newSince.version}.`;
  return redact(
    [...where, `First seen ${dayTime(first.firstSeen)} on ${first.target}.${since}`, 'No built-in pattern says what it is.'].join(' '),
  );
}
