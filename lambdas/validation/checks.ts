import type { CheckResult } from '../shared/contract/records.ts';
import { isTooDeep } from '../shared/source/too-deep.ts';
import { judged, notApplicable, type Change, type Check, type Tools } from './check.ts';
import { behaviour } from './checks/behaviour.ts';
import { benefit } from './checks/benefit.ts';
import { complexity } from './checks/complexity.ts';
import { contract } from './checks/contract.ts';
import { imports } from './checks/imports.ts';
import { keptTests } from './checks/kept-tests.ts';
import { names } from './checks/names.ts';
import { paths } from './checks/paths.ts';
import { security } from './checks/security.ts';
import { size } from './checks/size.ts';
import { syntax } from './checks/syntax.ts';
import { tests } from './checks/tests.ts';
import { types } from './checks/types.ts';

/** Every check, cheap ones first; a new one is a file and a line here. */
export const CHECKS: readonly Check[] = [
  paths,
  syntax,
  size,
  keptTests,
  imports,
  names,
  contract,
  complexity,
  security,
  types,
  tests,
  behaviour,
  benefit,
];

/** Those that run the code. */
const RUNNING: ReadonlySet<Check> = new Set([tests, behaviour, benefit]);

/** A check's result. Code that is nested too deeply for it has not passed it: nobody would read such code either. */
async function resultOf(check: Check, change: Change, tools: Tools): Promise<CheckResult> {
  try {
    return await check.run(change, tools);
  } catch (error) {
    if (!isTooDeep(error)) throw error;
    const file = change.changed[0]?.path ?? '';
    return judged(check.name, [{ file, line: 0, rule: 'too-deep', message: 'it is nested too deeply to be checked' }], '');
  }
}

/**
 * Runs the checks on a code change. Those that run the code come last, and each only when nothing before it failed: code that the security
 * check stops at is never run, not in the sandbox either.
 */
export async function runChecks(change: Change, tools: Tools): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of CHECKS) {
    const failed = results.find((result) => result.status === 'fail');
    const skipped = failed !== undefined && RUNNING.has(check);
    results.push(skipped ? notApplicable(check.name, `not run: ${failed.check} failed`) : await resultOf(check, change, tools));
  }
  return results;
}

/** The results for a change of configuration: there is no code to check. */
export function configurationResults(): CheckResult[] {
  return CHECKS.map((check) => notApplicable(check.name, 'only the configuration changes'));
}
