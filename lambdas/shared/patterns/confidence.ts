import type { PatternMatch } from './match-patterns.ts';

/**
 * How far an explanation can be trusted.
 * - learned: this very failure, or one of its type and message, is on record
 * - said: the failure's own message says so, or that of what it was thrown for
 * - mentioned: the rest of its record does, where a cause or only an answer may be told
 * - ending: it is known how it ended, not why
 * - unknown: no pattern knows it
 */
export interface Confidence {
  level: 'learned' | 'said' | 'mentioned' | 'ending' | 'unknown';
  words: string;
}

const WORDS: Readonly<Record<Confidence['level'], string>> = {
  learned: 'This failure is on record: what is said of it here was learned from it.',
  said: 'The message itself says so.',
  mentioned: 'Not the failure itself but the rest of its record says so: it is likely the cause, and may be only mentioned there.',
  ending: 'This tells how it ended, not why: what was logged before it says more.',
  unknown: 'No pattern knows this failure: what follows is what its message and stack tell, and nothing more.',
};

const CAUSE_WORDS = 'The message of what it was thrown for says so.';

/** By the best of the matches. */
export function confidenceIn([best]: readonly PatternMatch[]): Confidence {
  const level = levelOf(best);
  return { level, words: best?.matchedBy === 'cause' && level === 'said' ? CAUSE_WORDS : WORDS[level] };
}

function levelOf(best: PatternMatch | undefined): Confidence['level'] {
  if (best === undefined) return 'unknown';
  if (best.matchedBy === 'fingerprint' || best.matchedBy === 'template') return 'learned';
  if (best.pattern.general) return 'ending';
  return best.matchedBy === 'text' ? 'mentioned' : 'said';
}
