import type { FailureCluster, Fingerprint } from '../contract/failure-records.ts';

/** How a past failure is like this one, the closest first. */
export const LIKENESSES = ['same-failure', 'same-message', 'same-type', 'same-pattern'] as const;
export type Likeness = (typeof LIKENESSES)[number];

export interface SimilarFailure {
  likeness: Likeness;
  cluster: FailureCluster;
}

/** Past failures that are told: the closest, then the newest. */
const MOST_SIMILAR = 3;

/** Failures on record that are like one: with its fingerprint, or else its type and template, its type alone, or its pattern. */
export function similarFailures(
  fingerprint: Fingerprint | null,
  patternId: string | null,
  clusters: readonly FailureCluster[],
): SimilarFailure[] {
  return clusters
    .flatMap((cluster) => {
      const likeness = likenessOf(fingerprint, patternId, cluster);
      return likeness === null ? [] : [{ likeness, cluster }];
    })
    .toSorted((a, b) => LIKENESSES.indexOf(a.likeness) - LIKENESSES.indexOf(b.likeness) || b.cluster.lastSeen - a.cluster.lastSeen)
    .slice(0, MOST_SIMILAR);
}

function likenessOf(fingerprint: Fingerprint | null, patternId: string | null, cluster: FailureCluster): Likeness | null {
  if (fingerprint !== null) {
    if (cluster.fingerprint.id === fingerprint.id) return 'same-failure';
    if (cluster.fingerprint.type === fingerprint.type && cluster.fingerprint.template === fingerprint.template) return 'same-message';
  }
  if (patternId !== null && cluster.patternId === patternId) return 'same-pattern';
  // A type says something only where its message begins alike: `Error` is everybody's.
  return fingerprint !== null && cluster.fingerprint.type === fingerprint.type && alike(cluster.fingerprint.template, fingerprint.template)
    ? 'same-type'
    : null;
}

/** Share of words that two messages have in common from which they are told as alike: over half of both. */
const ALIKE = 0.5;
/** Words of a template that are compared. */
const MOST_WORDS = 60;

function alike(a: string, b: string): boolean {
  const [first, second] = [wordsOf(a), wordsOf(b)];
  const common = [...first].filter((word) => second.has(word)).length;
  return common > ALIKE * Math.max(first.size, second.size);
}

function wordsOf(template: string): Set<string> {
  return new Set(
    template
      .toLowerCase()
      .split(/[^\p{L}\p{N}<>*]+/u)
      .filter((word) => word !== '')
      .slice(0, MOST_WORDS),
  );
}
