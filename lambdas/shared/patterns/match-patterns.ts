import type { Fingerprint, KnownPattern } from '../contract/failure-records.ts';
import { redact } from '../redact/redact.ts';
import { BUILT_IN_PATTERNS } from './built-in-patterns.ts';
import type { FailurePattern, WordedPattern } from './failure-pattern.ts';
import { foldText, type FoldedText, type Told } from './folded-text.ts';
import { indexForms } from './form-index.ts';
import type { Form, Found } from './form.ts';
import { learnedPattern } from './learned-pattern.ts';

/** What is known of a failure that is to be recognised. */
export interface Subject {
  /** Name of the exception's class; empty: unknown. */
  type: string;
  message: string;
  /** What it was thrown for, outermost first. */
  causes?: readonly Told[] | undefined;
  /** The whole record: properties and the stack show there. */
  text?: string | undefined;
  fingerprint?: Fingerprint | undefined;
}

/** Patterns beside the built-in ones. */
export interface MorePatterns {
  known?: readonly KnownPattern[];
  supplied?: readonly WordedPattern[];
}

/**
 * By what a pattern was recognised, the surest first: the learned failure itself; its type and template; the pattern's words in the message of
 * the failure; in that of what it was thrown for; in the rest of the record, where an answer or something else may be told.
 */
export const MATCHED_BY = ['fingerprint', 'template', 'message', 'cause', 'text'] as const;

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
 * 3. words in the failure's own type and message before those in its causes, and these before words in the rest of its record;
 * 4. supplied patterns before built-in ones, as their author knows the system;
 * 5. a special case before what it refines, in the place of that, wherever its own words stand;
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
  const shown = found.length === 0 ? '' : redact(text.original);
  const matches = [...learned, ...found.map((each) => matchOf(each, text, shown))];
  const refined = new Set(found.flatMap(({ pattern }) => pattern.refines));
  const own = new Map(matches.map((match) => [match.pattern.id, tierOf(match)]));
  const refines = new Map(found.map(({ pattern }) => [pattern.id, pattern.refines]));
  const tierAt = (id: string): number => Math.min(...[id, ...(refines.get(id) ?? [])].map((each) => own.get(each) ?? Infinity));
  const rank = ({ pattern, specificity }: PatternMatch): readonly number[] => [
    tierAt(pattern.id),
    pattern.origin === 'supplied' ? 0 : 1,
    refined.has(pattern.id) ? 1 : 0,
    -specificity,
  ];
  return matches.toSorted((a, b) => compareRanks(rank(a), rank(b)) || (a.pattern.id < b.pattern.id ? -1 : 1));
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

function compareFound(a: Found, b: Found, text: FoldedText): number {
  return placeOf(a, text) - placeOf(b, text) || b.literals - a.literals;
}

/** 0: in the failure's own type and message, 1: in those of its causes, 2: in the rest of its record. */
function placeOf({ from }: Found, { headEnd, causesEnd }: FoldedText): number {
  return from < headEnd ? 0 : from < causesEnd ? 1 : 2;
}

/** `shown`: the whole text without secrets. A value that isn't in it any more was one, or a part of one, and what was made of it goes with it. */
function matchOf({ pattern, found }: { pattern: WordedPattern; found: Found }, text: FoldedText, shown: string): PatternMatch {
  const from = text.original.lastIndexOf('\n', Math.max(0, found.from - 1)) + 1;
  const end = text.original.indexOf('\n', found.to);
  const line = redact(text.original.slice(from, end < 0 ? undefined : end));
  return {
    pattern,
    values: Object.values(found.read).every((value) => shown.includes(value))
      ? found.values
      : Object.fromEntries(Object.entries(found.read).filter(([, value]) => shown.includes(value))),
    matchedBy: MATCHED_BY[MATCHED_BY.indexOf('message') + placeOf(found, text)] ?? 'text',
    specificity: found.literals,
    evidence: line.length > MOST_EVIDENCE ? `${line.slice(0, MOST_EVIDENCE)}…` : line,
  };
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

function tierOf({ pattern, matchedBy }: PatternMatch): number {
  return MATCHED_BY.indexOf(matchedBy) + (pattern.general ? MATCHED_BY.length : 0);
}
