import type { Effectiveness, FailureCategory, KnownPattern, Solution } from '../contract/records.ts';
import { posterior, type Posterior } from './effectiveness.ts';
import type { FailurePattern, WordedPattern } from './failure-pattern.ts';

/** A solution with what is known of it. */
export interface CataloguedSolution extends Solution {
  /** built-in: the pattern's own; own: what ended it in this tenant, or what people say they did. */
  origin: 'built-in' | 'own';
  effectiveness: Posterior;
}

/** A pattern with what a tenant knows of it. */
export interface CataloguedPattern {
  id: string;
  origin: FailurePattern['origin'];
  category: FailureCategory;
  title: string;
  description: string;
  /** Words by which it is known: of a learned one the exception's type and template, of the others the longest that each of its forms holds. */
  messages: string[];
  /** Metrics, quotas and pages of the console that show more. */
  lookAt: string[];
  /** What helps most, by what is known so far, first. */
  solutions: CataloguedSolution[];
  occurrences: number;
  /** Null: it was never met. */
  seen: { first: number; last: number; targets: string[] } | null;
}

/**
 * All patterns that a tenant may meet, each with what it knows of it: those that were met, the newest first, then the others by category and
 * id. A record about a built-in pattern that is no more is left out: nothing says what it was.
 */
export function catalogue(patterns: readonly WordedPattern[], known: readonly KnownPattern[]): CataloguedPattern[] {
  const records = new Map(known.map((each) => [each.id, each]));
  const learned = known.flatMap((each) => (each.learned === null ? [] : [ofLearned(each, each.learned)]));
  return [...patterns.map((each) => ofPattern(each, records.get(each.id))), ...learned].toSorted(byNewest);
}

function ofPattern(
  { id, origin, category, title, description, solutions, forms, lookAt }: WordedPattern,
  known: KnownPattern | undefined,
): CataloguedPattern {
  return {
    id,
    origin,
    category,
    title,
    description,
    messages: forms.flatMap(({ literal }) => (literal === null ? [] : [literal.trim()])),
    lookAt: [...lookAt],
    solutions: rankedSolutions(solutions, known?.solutions ?? [], known?.effectiveness ?? []),
    ...metOf(known),
  };
}

function ofLearned(known: KnownPattern, learned: NonNullable<KnownPattern['learned']>): CataloguedPattern {
  const { category, title, description, fingerprint } = learned;
  return {
    id: known.id,
    origin: 'learned',
    category,
    title,
    description,
    messages: [[fingerprint.type, fingerprint.template].filter((part) => part !== '').join(': ')],
    lookAt: [],
    solutions: rankedSolutions([], known.solutions, known.effectiveness),
    ...metOf(known),
  };
}

function metOf(known: KnownPattern | undefined): Pick<CataloguedPattern, 'occurrences' | 'seen'> {
  if (known === undefined || known.occurrences === 0) return { occurrences: 0, seen: null };
  const { occurrences, firstSeen, lastSeen, targets } = known;
  return { occurrences, seen: { first: firstSeen, last: lastSeen, targets } };
}

/** By the share of failures that each is expected to end; those of equal promise as their author put them, the tenant's own last. */
function rankedSolutions(
  patterns: readonly Solution[],
  own: readonly Solution[],
  effectiveness: readonly Effectiveness[],
): CataloguedSolution[] {
  const known = (id: string): Posterior => posterior(effectiveness.find(({ solutionId }) => solutionId === id) ?? { helped: 0, failed: 0 });
  return [
    ...patterns.map((each) => ({ ...each, origin: 'built-in' as const, effectiveness: known(each.id) })),
    ...own.map((each) => ({ ...each, origin: 'own' as const, effectiveness: known(each.id) })),
  ].toSorted((a, b) => b.effectiveness.mean - a.effectiveness.mean);
}

function byNewest(a: CataloguedPattern, b: CataloguedPattern): number {
  return (b.seen?.last ?? 0) - (a.seen?.last ?? 0) || (`${a.category} ${a.id}` < `${b.category} ${b.id}` ? -1 : 1);
}
