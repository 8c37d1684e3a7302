import type { CheckResult } from '../shared/contract/records.ts';
import { notApplicable, type Change, type Check, type Tools } from './check.ts';
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
export const CHECKS: readonly Check[] = [paths, syntax, size, keptTests, imports, names, contract, complexity, security, types, tests];

/**
 * Runs the checks on a code change. The tests run last, and only when nothing else failed: code that the security check
 * stops at is never run, not in the sandbox either.
 */
export async function runChecks(change: Change, tools: Tools): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of CHECKS) {
    const failed = results.find((result) => result.status === 'fail');
    const skipped = failed !== undefined && check === tests;
    results.push(skipped ? notApplicable(check.name, `not run: ${failed.check} failed`) : await check.run(change, tools));
  }
  return results;
}

/** The results for a change of configuration: there is no code to check. */
export function configurationResults(): CheckResult[] {
  return CHECKS.map((check) => notApplicable(check.name, 'only the configuration changes'));
}
