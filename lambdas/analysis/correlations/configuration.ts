import type { VersionChange } from '../clusters/version-changes.ts';
import { aroundChange } from './around-change.ts';
import { cameWords, touches } from './deployment.ts';
import { type Correlated, found, none, type Subject } from './subject.ts';

/** Versions with other settings that came within the window: memory and timeout, as far as they are known. */
export function configuration(subject: Subject): Correlated {
  const { changes, span } = subject;
  const within = changes.filter((change) => change.configuration !== null && touches(change, span));
  if (within.length === 0) return none('No change of memory or timeout is known within the window.');
  return found(
    within.flatMap((change) => {
      const what = `${cameWords(change)} with ${settingWords(change)}`;
      return aroundChange(subject, change, { kind: 'configuration', what, looks: within.length }) ?? [];
    }),
    `Its rate did not change with ${within.map((change) => settingWords(change)).join(', ')}, by more than chance.`,
  );
}

function settingWords({ configuration: changed }: VersionChange): string {
  const { before = {}, after = {} } = changed ?? {};
  const words = (name: 'memoryMb' | 'timeoutSeconds', unit: string): string[] =>
    after[name] === undefined || after[name] === before[name] ? [] : [`${after[name]} ${unit} instead of ${before[name] ?? '?'} ${unit}`];
  return [...words('memoryMb', 'MB'), ...words('timeoutSeconds', 's')].join(' and ');
}
