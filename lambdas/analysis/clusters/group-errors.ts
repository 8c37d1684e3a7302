import type { Fingerprint, LogError } from '../../shared/contract/records.ts';
import { failureOf } from '../../shared/failures/failure-of.ts';
import { fingerprintOf, locationOf } from '../../shared/failures/fingerprint.ts';

/** Failures of one fingerprint on one target, within a window. */
export interface FailureGroup {
  fingerprint: Fingerprint;
  /** Newest first, at least one. */
  errors: readonly [LogError, ...LogError[]];
  /** `file:line` of the newest one's topmost own frame; null: it had none. */
  location: string | null;
}

/** Failures by fingerprint, the largest group first. */
export function groupErrors(errors: readonly LogError[]): FailureGroup[] {
  const groups = new Map<string, { fingerprint: Fingerprint; errors: LogError[] }>();
  for (const error of errors) {
    const fingerprint = fingerprintOf(failureOf(error));
    const known = groups.get(fingerprint.id);
    if (known === undefined) groups.set(fingerprint.id, { fingerprint, errors: [error] });
    else known.errors.push(error);
  }
  return [...groups.values()]
    .map(({ fingerprint, errors: all }): FailureGroup => {
      const sorted = all.toSorted((a, b) => b.at - a.at) as [LogError, ...LogError[]];
      return { fingerprint, errors: sorted, location: locationOf(failureOf(sorted[0])) };
    })
    .toSorted((a, b) => b.errors.length - a.errors.length || (a.fingerprint.id < b.fingerprint.id ? -1 : 1));
}
