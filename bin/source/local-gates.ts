import { nodeTestRunner } from '../../lambdas/shared/adapters/sandbox/node-test-runner.ts';
import { sdkModules } from '../../lambdas/shared/adapters/sandbox/sdk-modules.ts';
import { typescriptChecker } from '../../lambdas/shared/adapters/sandbox/type-checker.ts';
import type { CheckResult, SourceFile } from '../../lambdas/shared/contract/records.ts';
import { changeOf } from '../../lambdas/validation/check.ts';
import { runChecks } from '../../lambdas/validation/checks.ts';
import { NO_TESTS } from '../../lambdas/validation/checks/tests.ts';

/** pass: every gate holds; untested: all but the tests, of which there are none; fail: one does not hold. */
export interface Gates {
  word: 'pass' | 'untested' | 'fail';
  results: CheckResult[];
}

/** Holds a change of a local package to the gates that need neither telemetry nor recorded invocations, in the sandbox. */
export async function localGates(before: readonly SourceFile[], changed: readonly SourceFile[]): Promise<Gates> {
  const tools = { runner: nodeTestRunner({ modules: sdkModules(import.meta.dirname) }), types: typescriptChecker() };
  const results = await runChecks(changeOf(before, changed), tools);
  const failed = results.filter(({ status }) => status === 'fail');
  const untested = failed.every(({ findings }) => findings.every(({ rule }) => rule === NO_TESTS));
  return { word: failed.length === 0 ? 'pass' : untested ? 'untested' : 'fail', results };
}
