import { createHash } from 'node:crypto';
import type { Improvement, Recommendation, Solution } from '../contract/records.ts';
import { redact } from '../redact/redact.ts';

const MOST_ID = 60;
/** 32 bits: twenty solutions of a pattern collide with odds of one in 20 million. */
const HASH_DIGITS = 8;
const MOST_WORDS = 500;

/** What an improvement did, as a solution for the next time: the same id for the same strategy, whatever it was tried on. */
export function improvementSolution({ strategy, title, target }: Pick<Improvement, 'strategy' | 'title' | 'target'>): Solution {
  return { id: solutionId(strategy), words: cut(`${strategy} did it on ${target}: ${title}`), command: null };
}

/** What a person was recommended and did. */
export function recommendationSolution({ kind, action }: Pick<Recommendation, 'kind' | 'action'>): Solution {
  const { words, command } = action;
  return { id: solutionId(`applied-${kind}`), words: cut(words), command: command === null ? null : whole(command) };
}

/** What a person did, in their own words: the same id for the same words. */
export function personsSolution(words: string, command: string | null): Solution {
  return { id: solutionId(`own-${words}`), words: cut(words), command: command === null ? null : whole(command) };
}

/** Small letters, digits and dashes, at most {@link MOST_ID}. What is cut, or written in other letters, is closed by a hash of the whole. */
function solutionId(text: string): string {
  const slug = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  if (slug.length <= MOST_ID && /^[ -~]*$/.test(text)) return slug;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, HASH_DIGITS);
  return `${slug.slice(0, MOST_ID - HASH_DIGITS - 1).replace(/-$/, '')}-${hash}`;
}

function cut(words: string): string {
  const clean = redact(words);
  return clean.length > MOST_WORDS ? `${clean.slice(0, MOST_WORDS - 1)}…` : clean;
}

/** Half a command is worse than none. */
function whole(command: string): string | null {
  const clean = redact(command);
  return clean.length > MOST_WORDS ? null : clean;
}
