import type { FailureCategory, FailureCluster, Fingerprint, KnownPattern } from '../contract/failure-records.ts';
import { type Failure, WRITTEN_TYPES } from '../failures/failure.ts';
import { locationOf } from '../failures/fingerprint.ts';
import { redact } from '../redact/redact.ts';
import { confidenceIn, type Confidence } from './confidence.ts';
import { fillSolutions, fillWords, type FilledSolution, type KnownOfTarget } from './fill-solutions.ts';
import { guessCategory } from './guess-category.ts';
import { LOOK_AT } from './look-at.ts';
import { type MorePatterns, type PatternMatch, matchPatterns } from './match-patterns.ts';
import { nextSteps } from './next-steps.ts';
import { type SimilarFailure, similarFailures } from './similar-failures.ts';
import { subjectOf } from './subject-of.ts';

/** A failure that is to be explained, with what is known around it. */
export interface ToExplain {
  failure: Failure;
  /** The record of the log that tells it. */
  text: string;
  fingerprint: Fingerprint;
  /** Name of the function that it comes from; null: not known. */
  target: string | null;
}

/** What a tenant knows that may help. */
export interface Knowledge extends MorePatterns {
  /** Past failures. */
  clusters?: readonly FailureCluster[];
}

/** Why it may have failed. */
export interface Cause {
  patternId: string;
  origin: PatternMatch['pattern']['origin'];
  category: FailureCategory;
  title: string;
  description: string;
  matchedBy: PatternMatch['matchedBy'];
  /** The line that says so; empty: it is known by its fingerprint. */
  evidence: string;
}

/** What is known of a failure, and what to do about it. All text is without secrets; it is log text all the same, and may hold anything else. */
export interface Explanation {
  fingerprint: Fingerprint;
  what: {
    type: string;
    message: string;
    runtime: Failure['runtime'];
    /** `file:line` of the service's own code; null: no stack, or none of its own in it. */
    location: string | null;
    /** A guess where no pattern matches. */
    category: FailureCategory;
  };
  confidence: Confidence;
  /** The likeliest first. */
  causes: Cause[];
  /** Of the likeliest cause. */
  solutions: FilledSolution[];
  similar: SimilarFailure[];
  /** In this order. */
  nextSteps: string[];
  lookAt: string[];
}

/** Causes that are told: behind them stand words that the record only mentions. */
const MOST_CAUSES = 3;
const MOST_MESSAGE = 1000;

/** Explains a failure by the patterns that it is an example of, and says how far that can be trusted. */
export function explain({ failure, text, fingerprint, target }: ToExplain, knowledge: Knowledge): Explanation {
  const matches = matchPatterns(subjectOf(failure, text, fingerprint), knowledge);
  const [best] = matches;
  const known = best === undefined ? null : recordOf(best, knowledge.known ?? []);
  const ofTarget: KnownOfTarget = target === null ? {} : { target, logGroup: `/aws/lambda/${target}` };
  const message = redact(failure.message).slice(0, MOST_MESSAGE);
  const category = best?.pattern.category ?? guessCategory(failure.type, failure.message);
  const location = locationOf(failure);
  const similar = similarFailures(fingerprint, best?.pattern.id ?? null, knowledge.clusters ?? []);
  const solutions = best === undefined ? [] : fillSolutions(best, ofTarget, known);
  const confidence = confidenceIn(matches);
  return {
    fingerprint,
    what: { type: shownType(failure), message, runtime: failure.runtime, location, category },
    confidence,
    causes: matches.slice(0, MOST_CAUSES).map((match) => causeOf(match, ofTarget)),
    solutions,
    similar,
    nextSteps: nextSteps({ failure, location, confidence, solutions, similar, target }),
    lookAt: lookAt(best, category, location, ofTarget),
  };
}

/** What is logged as an error and names none has no type. */
function shownType({ type }: Failure): string {
  return Object.values(WRITTEN_TYPES).some((written) => written === type) ? '' : redact(type);
}

function recordOf({ pattern }: PatternMatch, known: readonly KnownPattern[]): KnownPattern | null {
  return known.find(({ id }) => id === pattern.id) ?? null;
}

function causeOf({ pattern, values, matchedBy, evidence }: PatternMatch, ofTarget: KnownOfTarget): Cause {
  const { id, origin, category, title, description } = pattern;
  const words = fillWords(description, { ...values, ...ofTarget });
  return { patternId: id, origin, category, title, description: words, matchedBy, evidence };
}

function lookAt(best: PatternMatch | undefined, category: FailureCategory, location: string | null, ofTarget: KnownOfTarget): string[] {
  const values = { ...best?.values, ...ofTarget };
  const target = ofTarget['target'];
  return [
    ...(location === null ? [] : [`${location}, where it happened in the service’s own code`]),
    ...(target === undefined ? [] : [`log group /aws/lambda/${target}: the lines of the same request before it`]),
    ...[...(best?.pattern.lookAt ?? []), ...LOOK_AT[category]].map((words) => fillWords(words, values)),
  ];
}
