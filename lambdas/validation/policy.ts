import type { SourceFile } from '../shared/contract/records.ts';
import { allowancesOf } from '../shared/source/allowances.ts';
import { moduleOf } from '../shared/source/module.ts';
import { isScript, isTest } from '../shared/source/paths.ts';
import { aws } from './policy/aws.ts';
import { codeFromText } from './policy/code-from-text.ts';
import { computedImport } from './policy/computed-import.ts';
import { disclosure } from './policy/disclosure.ts';
import { endlessLoop } from './policy/endless-loop.ts';
import { environment } from './policy/environment.ts';
import { fileSystem } from './policy/file-system.ts';
import { globalAccess } from './policy/global-access.ts';
import { moduleEffects } from './policy/module-effects.ts';
import { hiddenTrigger } from './policy/hidden-trigger.ts';
import { modules } from './policy/modules.ts';
import { monkeyPatch } from './policy/monkey-patch.ts';
import { network } from './policy/network.ts';
import { obfuscation } from './policy/obfuscation.ts';
import { processUse } from './policy/process-use.ts';
import { prose } from './policy/prose.ts';
import { prototype } from './policy/prototype.ts';
import type { Rule, Suspicion } from './policy/rule.ts';
import { secrets } from './policy/secrets.ts';
import { suppressions } from './policy/suppressions.ts';
import { trigger } from './policy/trigger.ts';
import { unicode } from './policy/unicode.ts';

/** Every rule of the policy; a new one is a file and a line here. */
const RULES: readonly Rule[] = [
  codeFromText,
  modules,
  computedImport,
  environment,
  processUse,
  globalAccess,
  monkeyPatch,
  prototype,
  network,
  aws,
  fileSystem,
  secrets,
  obfuscation,
  unicode,
  trigger,
  hiddenTrigger,
  disclosure,
  endlessLoop,
  moduleEffects,
  suppressions,
  prose,
];

/** Everything in a package's scripts that a reviewer would stop at. A script that does not parse has none: another check is about that. */
export function suspicions(files: readonly SourceFile[], wanted: readonly SourceFile[]): Suspicion[] {
  const allowed = allowancesOf(files);
  return wanted.flatMap((file) => {
    const module = isScript(file.path) ? moduleOf(file) : null;
    if (module === null) return [];
    const scanned = { module, files: files.filter(({ path }) => isScript(path)), inTest: isTest(file.path), allowed };
    return RULES.flatMap((rule) => rule(scanned));
  });
}

const keyOf = ({ rule, subject }: Suspicion): string => `${rule} ${subject}`;

/**
 * What is new in a changed package: what the base has of the same rule and subject is known, as often as it is there where the count matters. What
 * only a test of the base does is new in a source.
 */
export function newSuspicions(before: readonly SourceFile[], after: readonly SourceFile[], changed: readonly SourceFile[]): Suspicion[] {
  const sources = (files: readonly SourceFile[]): SourceFile[] => files.filter(({ path }) => !isTest(path));
  const tests = (files: readonly SourceFile[]): SourceFile[] => files.filter(({ path }) => isTest(path));
  const ofSources = suspicions(before, sources(before));
  const ofTests = [...ofSources, ...suspicions(before, tests(before))];
  return [...beyond(ofSources, suspicions(after, sources(after)), changed), ...beyond(ofTests, suspicions(after, tests(changed)), changed)];
}

/** Those that are not among the known, counted over the whole package. A changed caller can make a call in another file a new one. */
function beyond(known: readonly Suspicion[], found: readonly Suspicion[], changed: readonly SourceFile[]): Suspicion[] {
  const left = new Map<string, number>();
  for (const each of known) left.set(keyOf(each), (left.get(keyOf(each)) ?? 0) + 1);
  const isChanged = (each: Suspicion): boolean => changed.some(({ path }) => path === each.file);
  // What stands in files that were left alone uses up the count first.
  const ordered = [...found.filter((each) => !isChanged(each)), ...found.filter(isChanged)];
  return ordered.filter((each) => {
    const before = left.get(keyOf(each)) ?? 0;
    if (each.counted) left.set(keyOf(each), before - 1);
    return before <= 0;
  });
}
