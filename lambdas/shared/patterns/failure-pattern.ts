import type { FailureCategory, Solution } from '../contract/failure-records.ts';
import type { Form } from './form.ts';

/** A kind of failure that comes again and again, and what helps against it. */
export interface FailurePattern {
  /** Its own; of a learned one `learned-<fingerprint id>`. */
  id: string;
  origin: 'built-in' | 'learned' | 'supplied';
  category: FailureCategory;
  title: string;
  /** What it is and why it happens, in a few sentences. */
  description: string;
  /** What usually helps first. */
  solutions: readonly Solution[];
  /** It tells how the failure ended rather than why: whatever else matches says more. */
  general: boolean;
  /** Metrics, quotas and pages of the console that show more, with placeholders; beside those of its category. */
  lookAt: readonly string[];
}

/** A pattern that is known by what a failure says. */
export interface WordedPattern extends FailurePattern {
  origin: 'built-in' | 'supplied';
  /** Ids of patterns that this one is a special case of: it comes before them. */
  refines: readonly string[];
  /** Ways in which it is said, any of which will do. */
  forms: readonly Form[];
}
