import type { KnownPattern } from '../contract/failure-records.ts';
import type { FailurePattern } from './failure-pattern.ts';

/** The pattern that a tenant's own failures taught; null: the record is about a built-in one. */
export function learnedPattern({ id, learned, solutions }: KnownPattern): FailurePattern | null {
  if (learned === null) return null;
  const { category, title, description } = learned;
  return { id, origin: 'learned', category, title, description, solutions, general: false, lookAt: [] };
}
