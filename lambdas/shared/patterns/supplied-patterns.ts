import * as z from 'zod';
import { FailureCategory } from '../contract/failure-records.ts';
import { describeIssues } from '../handler.ts';
import { LEARNED_PREFIX } from '../ids.ts';
import { BUILT_IN_PATTERNS } from './built-in-patterns.ts';
import type { WordedPattern } from './failure-pattern.ts';
import { compileForm, type Form } from './form.ts';
import { compileExpression, MOST_EXPRESSION } from './linear-expression.ts';

/** Letters and digits that a message must have beside its placeholders: one with fewer is found everywhere. */
const LEAST_WORDS = 4;
const Id = z.string().regex(/^[a-z0-9-]{1,60}$/, 'expected 1 to 60 of a-z, 0-9 and -');

const Supplied = z.strictObject({
  id: Id,
  category: FailureCategory,
  title: z.string().min(1).max(200),
  description: z.string().min(1).max(2000),
  messages: z.array(z.string().min(1).max(MOST_EXPRESSION)).max(20).default([]),
  expressions: z.array(z.string().min(1)).max(10).default([]),
  general: z.boolean().default(false),
  lookAt: z.array(z.string().min(1).max(300)).max(10).default([]),
  solutions: z
    .array(z.strictObject({ id: Id, words: z.string().min(1).max(500), command: z.string().min(1).max(500).nullable().default(null) }))
    .min(1)
    .max(20),
});
type Supplied = z.infer<typeof Supplied>;

/** What a file of patterns holds (docs/patterns.md, Supplying your own). */
const SuppliedFile = z.strictObject({ patterns: z.array(Supplied).min(1).max(500) });

export type SuppliedPatterns = { kind: 'patterns'; patterns: WordedPattern[] } | { kind: 'invalid'; problems: string[] };

/** Reads patterns that people supply. Each problem names its field, what was found and what was expected. */
export function readSuppliedPatterns(value: unknown): SuppliedPatterns {
  const parsed = SuppliedFile.safeParse(value);
  if (!parsed.success) {
    const each = parsed.error.issues.map((issue) => describeIssues(new z.ZodError([issue]), value));
    return { kind: 'invalid', problems: each };
  }
  const problems: string[] = [];
  const taken = new Map(BUILT_IN_PATTERNS.map(({ id }) => [id, 'a built-in pattern has that id']));
  const patterns = parsed.data.patterns.map((supplied, index) => {
    const at = `patterns.${index}`;
    const other = supplied.id.startsWith(LEARNED_PREFIX) ? `ids of learned patterns begin with ${LEARNED_PREFIX}` : taken.get(supplied.id);
    if (other !== undefined) problems.push(`${at}.id: found ${JSON.stringify(supplied.id)}; expected another, since ${other}`);
    taken.set(supplied.id, 'another pattern of the file has it');
    return toPattern(supplied, at, problems);
  });
  return problems.length > 0 ? { kind: 'invalid', problems } : { kind: 'patterns', patterns };
}

function toPattern({ messages, expressions, ...rest }: Supplied, at: string, problems: string[]): WordedPattern {
  if (messages.length + expressions.length === 0) problems.push(`${at}: found neither messages nor expressions; expected one or more`);
  const forms = [
    ...messages.flatMap((message, index) => formOf(message, `${at}.messages.${index}`, problems)),
    ...expressions.flatMap((expression, index) => {
      const form = compileExpression(expression);
      if (!('error' in form)) return [form];
      problems.push(`${at}.expressions.${index}: found ${JSON.stringify(expression.slice(0, 80))}; ${form.error}`);
      return [];
    }),
  ];
  return { ...rest, origin: 'supplied', refines: [], forms };
}

function formOf(message: string, at: string, problems: string[]): Form[] {
  const words = message.replaceAll(/\{[^{}]*\}/g, '').replaceAll(/[^\p{L}\p{N}]/gu, '');
  if (words.length < LEAST_WORDS) {
    problems.push(`${at}: found ${JSON.stringify(message)}; expected ${LEAST_WORDS} letters or digits beside its placeholders`);
    return [];
  }
  try {
    return [compileForm(message)];
  } catch (error) {
    problems.push(`${at}: ${(error as Error).message}`);
    return [];
  }
}
