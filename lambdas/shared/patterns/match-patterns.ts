import type { Fingerprint, KnownPattern } from '../contract/failure-records.ts';
import { stripSecrets } from '../redact/strip-secrets.ts';
import { BUILT_IN_PATTERNS } from './built-in-patterns.ts';
import type { FailurePattern, WordedPattern } from './failure-pattern.ts';
import { foldText, type FoldedText } from './folded-text.ts';
import { indexForms } from './form-index.ts';
import type { Form, Found } from './form.ts';
import { learnedPattern } from './learned-pattern.ts';

/** What is known of a failure that is to be recognised. */
export interface Subject {
  /** Name of the exception's class; empty: unknown. */
  type: string;
  message: string;
  /** The whole record: causes, properties and the stack show there. */
  text?: string | undefined;
  fingerprint?: Fingerprint | undefined;
}

/** Patterns beside the built-in ones. */
export interface MorePatterns {
  known?: readonly KnownPattern[];
  supplied?: readonly WordedPattern[];
}

/**
 * By what a pattern was recognised, the surest first: the learned failure itself; its type and template; its own words in the message of
 * the failure; the same in the rest of the record, where a cause or an answer may be told.
 */
export const MATCHED_BY = ['fingerprint', 'template', 'message', 'text'] as const;

export interface PatternMatch {
  pattern: FailurePattern;
  /** What stands for the placeholders, by their names; without secrets. */
  values: Readonly<Record<string, string>>;
  matchedBy: (typeof MATCHED_BY)[number];
  /** Characters that had to be there as they are; of an exact recognition 0. */
  specificity: number;
  /** The line in which it was recognised, without secrets; empty: by the fingerprint. */
  evidence: string;
}

const MOST_EVIDENCE = 300;

const BUILT_IN = indexForms(BUILT_IN_PATTERNS);

/**
 * Patterns that a failure is an example of, the best first:
 * 1. what was learned of this very failure, by its fingerprint, then by type and template;
 * 2. patterns that say why before those that are `general` and say how it ended;
 * 3. words in the failure's own type and message before words in the rest of its record;
 * 4. supplied patterns before built-in ones, as their author knows the system;
 * 5. a special case before what it refines;
 * 6. the one with more characters that had to be there as they are; then by id, so that the order never depends on anything else.
 */
export function matchPatterns(subject: Subject, { known = [], supplied = [] }: MorePatterns = {}): PatternMatch[] {
  const text = foldText(subject);
  const learned = known.flatMap((each) => recognised(each, subject.fingerprint));
  const candidates = [...supplied.map((pattern) => [pattern, pattern.forms] as const), ...BUILT_IN.candidates(text.folded)];
  const found = candidates.flatMap(([pattern, forms]) => {
    const best = bestOf(forms, text);
    return best === null ? [] : [{ pattern, found: best }];
  });
  const shown = found.length === 0 ? '' : stripSecrets(text.original);
  const matches = [...learned, ...found.map((each) => matchOf(each, text, shown))];
  const refined = new Set(found.flatMap(({ pattern }) => pattern.refines));
  return matches.toSorted((a, b) => compareMatches(a, b, refined));
}

function recognised(known: KnownPattern, fingerprint: Fingerprint | undefined): PatternMatch[] {
  const pattern = learnedPattern(known);
  if (pattern === null || fingerprint === undefined || known.learned === null) return [];
  const { id, type, template } = known.learned.fingerprint;
  const matchedBy =
    id === fingerprint.id ? 'fingerprint' : type === fingerprint.type && template === fingerprint.template ? 'template' : null;
  return matchedBy === null ? [] : [{ pattern, values: {}, matchedBy, specificity: 0, evidence: '' }];
}

/** The form that says most in the failure's own message, or else in its record. */
function bestOf(forms: readonly Form[], text: FoldedText): Found | null {
  let best: Found | null = null;
  for (const form of forms) {
    if (form.literal !== null && !text.folded.includes(form.literal)) continue;
    const found = form.find(text);
    if (found !== null && (best === null || compareFound(found, best, text) < 0)) best = found;
  }
  return best;
}

function compareFound(a: Found, b: Found, { headEnd }: FoldedText): number {
  return Number(a.from >= headEnd) - Number(b.from >= headEnd) || b.literals - a.literals;
}

/** `shown`: the whole text without secrets. A value that isn't in it any more was one, or a part of one. */
function matchOf({ pattern, found }: { pattern: WordedPattern; found: Found }, text: FoldedText, shown: string): PatternMatch {
  const from = text.original.lastIndexOf('\n', Math.max(0, found.from - 1)) + 1;
  const end = text.original.indexOf('\n', found.to);
  const line = stripSecrets(text.original.slice(from, end < 0 ? undefined : end));
  return {
    pattern,
    values: Object.fromEntries(Object.entries(found.values).filter(([, value]) => shown.includes(value))),
    matchedBy: found.from < text.headEnd ? 'message' : 'text',
    specificity: found.literals,
    evidence: line.length > MOST_EVIDENCE ? `${line.slice(0, MOST_EVIDENCE)}…` : line,
  };
}

function compareMatches(a: PatternMatch, b: PatternMatch, refined: ReadonlySet<string>): number {
  return (
    tierOf(a) - tierOf(b) ||
    Number(a.pattern.origin !== 'supplied') - Number(b.pattern.origin !== 'supplied') ||
    Number(refined.has(a.pattern.id)) - Number(refined.has(b.pattern.id)) ||
    b.specificity - a.specificity ||
    (a.pattern.id < b.pattern.id ? -1 : 1)
  );
}

function tierOf({ pattern, matchedBy }: PatternMatch): number {
  return MATCHED_BY.indexOf(matchedBy) + (pattern.general ? MATCHED_BY.length : 0);
}
