import { clockTime } from '../../shared/detection/words.ts';
import type { VersionChange } from '../clusters/version-changes.ts';
import { aroundChange } from './around-change.ts';
import { type Correlated, found, none, type Subject } from './subject.ts';

/** Versions that came within the window, Kaizen's own among them: does the cluster come, go or grow with one? A tuning is no deployment of code. */
export function deployment(subject: Subject): Correlated {
  const { changes, span } = subject;
  const within = changes.filter((change) => !change.onlyConfiguration && touches(change, span));
  if (within.length === 0) return none('No version is known to have come within the window.');
  return found(
    within.flatMap((change) => aroundChange(subject, change, { kind: 'deployment', what: cameWords(change), looks: within.length }) ?? []),
    `Its rate did not change with ${within.map(({ what }) => what).join(', ')}, by more than chance.`,
  );
}

/** Whether a version came, or served beside another, within a span. */
export function touches({ after, by, besideUntil }: VersionChange, { from, to }: Subject['span']): boolean {
  return after < to && (besideUntil ?? by) > from;
}

export function cameWords({ what, after, by, besideUntil }: VersionChange): string {
  if (besideUntil !== null) return `${what}, beside the version before it from ${clockTime(after)} to ${clockTime(besideUntil)}`;
  return by === after ? `${what} came at ${clockTime(by)}` : `${what} came (between ${clockTime(after)} and ${clockTime(by)})`;
}
