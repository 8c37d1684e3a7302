import type { FailureCategory } from '../../../../lambdas/shared/contract/records.ts';
import type { WordedPattern } from '../../../../lambdas/shared/patterns/failure-pattern.ts';

/** A built-in pattern that recognises nothing by itself. */
export function worded(id: string, category: FailureCategory, title: string, changes: Partial<WordedPattern> = {}): WordedPattern {
  return {
    id,
    origin: 'built-in',
    category,
    title,
    description: '',
    general: false,
    refines: [],
    forms: [],
    lookAt: [],
    solutions: [],
    ...changes,
  };
}
