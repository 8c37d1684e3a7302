import type { FailureCategory, KnownPattern } from '../contract/records.ts';
import type { FailurePattern, WordedPattern } from './failure-pattern.ts';
import { type FilledSolution, fillSolutions, fillWords } from './fill-solutions.ts';
import { learnedPattern } from './learned-pattern.ts';

/** A solution with what is known of it; a placeholder stands as `<name>`, as no line is at hand to fill it. */
export interface CataloguedSolution extends FilledSolution {
  /** built-in: the pattern's own; own: what ended it in this tenant, or what people say they did. */
  origin: 'built-in' | 'own';
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
  const learned = known.flatMap((each) => {
    const pattern = learnedPattern(each);
    return pattern === null ? [] : [entryOf(pattern, messagesOf(each), each)];
  });
  return [...patterns.map((each) => entryOf(each, wordsOf(each), records.get(each.id))), ...learned].toSorted(byNewest);
}

function entryOf(pattern: FailurePattern, messages: string[], known: KnownPattern | undefined): CataloguedPattern {
  const { id, origin, category, title, description, lookAt } = pattern;
  const own = new Set(known?.solutions.map((solution) => solution.id));
  return {
    id,
    origin,
    category,
    title,
    description,
    messages,
    lookAt: lookAt.map((place) => fillWords(place, {})),
    solutions: fillSolutions({ pattern, values: {} }, {}, known ?? null).map((solution) => ({
      ...solution,
      origin: own.has(solution.id) ? 'own' : 'built-in',
    })),
    ...metOf(known),
  };
}

function wordsOf({ forms }: WordedPattern): string[] {
  return forms.flatMap(({ literal }) => (literal === null ? [] : [literal.trim()]));
}

function messagesOf({ learned }: KnownPattern): string[] {
  return [[learned?.fingerprint.type ?? '', learned?.fingerprint.template ?? ''].filter((part) => part !== '').join(': ')];
}

function metOf(known: KnownPattern | undefined): Pick<CataloguedPattern, 'occurrences' | 'seen'> {
  if (known === undefined || known.occurrences === 0) return { occurrences: 0, seen: null };
  const { occurrences, firstSeen, lastSeen, targets } = known;
  return { occurrences, seen: { first: firstSeen, last: lastSeen, targets } };
}

function byNewest(a: CataloguedPattern, b: CataloguedPattern): number {
  return (b.seen?.last ?? 0) - (a.seen?.last ?? 0) || (`${a.category} ${a.id}` < `${b.category} ${b.id}` ? -1 : 1);
}
