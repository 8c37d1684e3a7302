import type { CataloguedPattern } from './catalogue.ts';
import { freshness } from './forgetting.ts';

/** How fast a word's weight stops growing as it comes again, and how much a long text counts for less: the usual middle (Robertson and Zaragoza 2009). */
const K1 = 1.2;
const B = 0.75;

/** A word in the id or title says what the pattern is; in a description or a solution it may only be mentioned. */
const WEIGHTS = { id: 3, title: 3, messages: 2, category: 2, description: 1, solutions: 1 } as const;

/** Shorter beginnings of words would find too much. */
const LEAST_PREFIX = 3;

/**
 * Patterns that hold any of the words, the best first: BM25 over weighted fields (Robertson, Zaragoza and Taylor 2004, "Simple BM25 extension to multiple
 * weighted fields"). A word of at least {@link LEAST_PREFIX} letters finds those that begin with it. Learned patterns that were not met of late
 * count for less (forgetting.ts).
 */
export function searchPatterns(
  patterns: readonly CataloguedPattern[],
  query: string,
  now: number,
): { pattern: CataloguedPattern; score: number }[] {
  const wanted = [...new Set(wordsOf(query))];
  const documents = patterns.map((pattern) => ({ pattern, words: weightedWords(pattern) }));
  const mean = documents.reduce((sum, { words }) => sum + lengthOf(words), 0) / Math.max(1, documents.length);
  const terms = wanted.map((word) => {
    const counts = documents.map(({ words }) => frequency(words, word));
    const holding = counts.filter((count) => count > 0).length;
    return { counts, rarity: Math.log(1 + (documents.length - holding + 0.5) / (holding + 0.5)) };
  });
  return documents
    .map(({ pattern, words }, index) => {
      const norm = K1 * (1 - B + (B * lengthOf(words)) / mean);
      const score = terms.reduce((sum, { counts, rarity }) => {
        const count = counts[index] ?? 0;
        return sum + (rarity * count * (K1 + 1)) / (count + norm);
      }, 0);
      return { pattern, score: score * weightOf(pattern, now) };
    })
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score || (a.pattern.id < b.pattern.id ? -1 : 1));
}

function weightOf({ origin, seen }: CataloguedPattern, now: number): number {
  return origin === 'learned' && seen !== null ? freshness(seen.last, now) : 1;
}

function weightedWords(pattern: CataloguedPattern): Map<string, number> {
  const { id, title, messages, category, description, solutions } = pattern;
  const texts: Record<keyof typeof WEIGHTS, string> = {
    id,
    title,
    messages: messages.join(' '),
    category,
    description,
    solutions: solutions.map(({ words }) => words).join(' '),
  };
  const counts = new Map<string, number>();
  for (const [field, weight] of Object.entries(WEIGHTS)) {
    for (const word of wordsOf(texts[field as keyof typeof WEIGHTS])) counts.set(word, (counts.get(word) ?? 0) + weight);
  }
  return counts;
}

const lengthOf = (words: ReadonlyMap<string, number>): number => [...words.values()].reduce((sum, count) => sum + count, 0);

function frequency(words: ReadonlyMap<string, number>, wanted: string): number {
  if (wanted.length < LEAST_PREFIX) return words.get(wanted) ?? 0;
  return [...words].reduce((sum, [word, count]) => (word.startsWith(wanted) ? sum + count : sum), 0);
}

/** Words in small letters; `ModuleNotFoundError` holds module, not, found and error, and is a word itself. */
function wordsOf(text: string): string[] {
  return (text.match(/[\p{L}\p{N}]+/gu) ?? []).flatMap((word) => {
    const parts = word.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+/gu) ?? [];
    return (parts.length > 1 ? [word, ...parts] : [word]).map((each) => each.toLowerCase());
  });
}
