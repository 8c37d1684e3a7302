import type { Fingerprint } from '../../lambdas/shared/contract/failure-records.ts';
import type { Failure } from '../../lambdas/shared/failures/failure.ts';
import { fingerprintOf } from '../../lambdas/shared/failures/fingerprint.ts';
import { readFailure } from '../../lambdas/shared/failures/read-failure.ts';
import type { WordedPattern } from '../../lambdas/shared/patterns/failure-pattern.ts';
import { bareFailure } from './bare-failure.ts';
import { recordTime } from './record-time.ts';

/** Failures of one fingerprint in a log. */
export interface FailureGroup {
  fingerprint: Fingerprint;
  /** The newest of them, with its record. */
  failure: Failure;
  text: string;
  count: number;
  firstLine: number;
  lastLine: number;
  /** By the times that stand in the records, epoch ms; null: none does. */
  firstSeen: number | null;
  lastSeen: number | null;
}

/** Kinds of failures that are kept: more than a person reads of any log. Those beyond them are counted only. */
const MOST_GROUPS = 2000;
/** Characters of a record that are kept of each: 32 MB in all. What patterns look at ends there, too (shared/patterns/folded-text.ts). */
const MOST_TEXT = 16_384;

/** Puts the failures of a log together by their fingerprints, as its records come. */
export class FailureGroups {
  readonly #groups = new Map<string, FailureGroup>();
  readonly #supplied: readonly WordedPattern[];
  #lines = 0;
  /** Records that came, and those that tell a failure of a kind beyond the {@link MOST_GROUPS} that are kept. */
  records = 0;
  others = 0;

  constructor(supplied: readonly WordedPattern[] = []) {
    this.#supplied = supplied;
  }

  /** Takes the next record, of so many lines. */
  readonly add = (text: string, lines: number): void => {
    const firstLine = this.#lines + 1;
    this.#lines += lines;
    this.records += 1;
    if (text === '') return;
    const failure = readFailure(text) ?? bareFailure(text, this.#supplied);
    if (failure === null) return;
    const fingerprint = fingerprintOf(failure);
    const known = this.#groups.get(fingerprint.id);
    if (known === undefined && this.#groups.size >= MOST_GROUPS) {
      this.others += 1;
      return;
    }
    const at = recordTime(text);
    const { count, firstLine: first, firstSeen, lastSeen } = known ?? { count: 0, firstLine, firstSeen: null, lastSeen: null };
    this.#groups.set(fingerprint.id, {
      fingerprint,
      failure,
      text: text.slice(0, MOST_TEXT),
      count: count + 1,
      firstLine: first,
      lastLine: this.#lines,
      firstSeen: at === null ? firstSeen : Math.min(at, firstSeen ?? at),
      lastSeen: at === null ? lastSeen : Math.max(at, lastSeen ?? at),
    });
  };

  /** Lines of the records so far. */
  get lines(): number {
    return this.#lines;
  }

  /** Most frequent first; of the same count, in the order in which they came. */
  groups(): FailureGroup[] {
    return [...this.#groups.values()].toSorted((a, b) => b.count - a.count || a.firstLine - b.firstLine);
  }
}
