import type { Fingerprint } from '../../lambdas/shared/contract/failure-records.ts';
import type { Failure } from '../../lambdas/shared/failures/failure.ts';
import { fingerprintOf, locationOf } from '../../lambdas/shared/failures/fingerprint.ts';
import { readFailure } from '../../lambdas/shared/failures/read-failure.ts';

/** A failure that records tell, however often. */
export interface FoundFailure {
  fingerprint: Fingerprint;
  /** Where in the service's own code, by its first record (`file:line`); null: not told. */
  location: string | null;
  /** Records that tell it. */
  count: number;
  firstLine: number;
  lastLine: number;
}

/** Failures that are kept: a service has some dozens. Those of a log with more are counted together. */
const MOST_FAILURES = 10_000;
/** Stacks that are remembered with what was read of them, and the longest of them: 32 MB. When they are more, they begin anew. */
const MOST_STACKS = 2000;
const MOST_STACK_CHARACTERS = 8192;
/** In JSON the level is a value like any other, so its groups say nothing; one of these is in each record that tells a failure. */
const MAY_FAIL = /err|exception|fatal|crit|panic|fail|severe|emerg|alert|timed out|timeout|stack|"level": ?[56]0/i;

/** Counts the failures in the records of a log. */
export class FailureTally {
  readonly #byId = new Map<string, FoundFailure>();
  /** What was read of a record of one line by its group, and of others by group and stack; null: no failure. */
  readonly #byGroup = new Map<number, string | null>();
  readonly #byStack = new Map<string, string | null>();
  /** Records that tell a failure beyond those that are kept. */
  others = 0;

  /** A record of a miner's group, with its place. */
  add(group: number, text: string, firstLine: number, lastLine: number): void {
    const id = this.#idOf(group, text);
    if (id === null) return;
    const failure = this.#byId.get(id);
    if (failure === undefined) {
      this.others += 1;
      return;
    }
    failure.count += 1;
    if (failure.count === 1) failure.firstLine = firstLine;
    failure.lastLine = lastLine;
  }

  /** Most frequent first; of the same count, in the order in which they came. */
  failures(): FoundFailure[] {
    return [...this.#byId.values()].toSorted((a, b) => b.count - a.count || a.firstLine - b.firstLine);
  }

  /**
   * Reading a record costs more than mining it. Records of one group have the words of their message in common, and so their level and the
   * type of their exception: with the same stack they tell the same failure, or none.
   */
  #idOf(group: number, text: string): string | null {
    if (text.startsWith('{') || text.includes('{"')) return MAY_FAIL.test(text) ? this.#learn(readFailure(text)) : null;
    const end = text.indexOf('\n');
    if (end < 0) return this.#once(this.#byGroup, group, text);
    if (text.length - end > MOST_STACK_CHARACTERS) return this.#learn(readFailure(text));
    if (this.#byStack.size >= MOST_STACKS) this.#byStack.clear();
    return this.#once(this.#byStack, `${group}${text.slice(end)}`, text);
  }

  #once<K>(read: Map<K, string | null>, key: K, text: string): string | null {
    const known = read.get(key);
    if (known !== undefined) return known;
    const id = this.#learn(readFailure(text));
    read.set(key, id);
    return id;
  }

  #learn(failure: Failure | null): string | null {
    if (failure === null) return null;
    const fingerprint = fingerprintOf(failure);
    if (!this.#byId.has(fingerprint.id) && this.#byId.size < MOST_FAILURES) {
      this.#byId.set(fingerprint.id, { fingerprint, location: locationOf(failure), count: 0, firstLine: 0, lastLine: 0 });
    }
    return fingerprint.id;
  }
}
