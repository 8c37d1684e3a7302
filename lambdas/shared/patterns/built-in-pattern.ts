import type { FailureCategory } from '../contract/failure-records.ts';
import type { WordedPattern } from './failure-pattern.ts';
import { compileForm, type FormDraft } from './form.ts';

/** A built-in pattern as it is written down. */
export interface PatternDraft {
  id: string;
  title: string;
  description: string;
  forms: readonly (string | FormDraft)[];
  /** Id, what to do, and the command that does or shows it; what usually helps first. */
  solutions: readonly (readonly [id: string, words: string, command?: string])[];
  general?: boolean;
  refines?: readonly string[];
  lookAt?: readonly string[];
}

/** The patterns of one category. */
export function patternsOf(category: FailureCategory, drafts: readonly PatternDraft[]): readonly WordedPattern[] {
  return drafts.map(({ id, title, description, forms, solutions, general = false, refines = [], lookAt = [] }) => ({
    id,
    origin: 'built-in',
    category,
    title,
    description,
    general,
    refines,
    forms: forms.map(compileForm),
    lookAt,
    solutions: solutions.map(([solutionId, words, command = null]) => ({ id: solutionId, words, command })),
  }));
}
