import { nodeTestRunner } from '../../lambdas/shared/adapters/sandbox/node-test-runner.ts';
import { sandboxReplayer } from '../../lambdas/shared/adapters/sandbox/replayer.ts';
import { createSandbox } from '../../lambdas/shared/adapters/sandbox/sandbox.ts';
import { sdkModules } from '../../lambdas/shared/adapters/sandbox/sdk-modules.ts';
import { typescriptChecker } from '../../lambdas/shared/adapters/sandbox/type-checker.ts';
import type { Benefit, CheckResult, SampleSet, SourceFile } from '../../lambdas/shared/contract/records.ts';
import { changeOf, type Change, type Use } from '../../lambdas/validation/check.ts';
import { runChecks } from '../../lambdas/validation/checks.ts';
import { NO_SAMPLES } from '../../lambdas/validation/checks/behaviour.ts';
import { benefit } from '../../lambdas/validation/checks/benefit.ts';
import { NO_TESTS } from '../../lambdas/validation/checks/tests.ts';
import { handlerIn, localSamples } from './local-samples.ts';

/** pass: every gate holds; untested: all but the tests, of which there are none; fail: one does not hold. */
export interface Gates {
  word: 'pass' | 'untested' | 'fail';
  results: CheckResult[];
}

/** What a change says of itself, and how its function is invoked. */
export interface LocalUse extends Pick<Use, 'differences'> {
  /** By which figures it must be better: of each of its parts. At least one. */
  benefits: readonly Benefit[];
  /** Module and export; undefined: it is looked for. */
  handler: string | undefined;
  /** Recorded invocations; null: the package's own events, where it has some. */
  samples: SampleSet | null;
}

/** Without invocations there is nothing to compare or to measure by: neither good nor bad, and nothing that a failure could hold up. */
function withoutSamples(results: readonly CheckResult[]): CheckResult[] {
  const none = results.find(({ status, findings }) => status === 'fail' && findings.every(({ rule }) => rule === NO_SAMPLES));
  if (none === undefined) return [...results];
  const summary = none.findings[0]?.message ?? none.summary;
  return results.map((result) =>
    result === none || result.check === benefit.name ? { check: result.check, status: 'not-applicable', summary, findings: [] } : result,
  );
}

/** Holds a change of a local package to every gate, in the sandbox; behaviour and benefit by recorded invocations or by events beside it. */
export async function localGates(before: readonly SourceFile[], changed: readonly SourceFile[], use: LocalUse): Promise<Gates> {
  const sandbox = createSandbox({ network: 'closed-here', modules: sdkModules(import.meta.dirname) });
  const tools = { runner: nodeTestRunner({ sandbox }), types: typescriptChecker(), replayer: sandboxReplayer({ sandbox }) };
  const handler = use.handler ?? handlerIn(before);
  const samples =
    handler === null
      ? { none: 'the handler is not known (--handler says which it is)' }
      : (use.samples ?? (await localSamples(before, handler, tools.replayer)));
  const [first = 'duration', ...others] = use.benefits;
  const change = (figure: Benefit): Change =>
    changeOf(before, changed, { handler: handler ?? '', samples, differences: use.differences, benefit: figure });
  const judged = await runChecks(change(first), tools);
  const holds = judged.every(({ status }) => status !== 'fail');
  for (const figure of holds ? others : []) judged.push(await benefit.run(change(figure), tools));
  const results = withoutSamples(judged);
  const failed = results.filter(({ status }) => status === 'fail');
  const untested = failed.every(({ findings }) => findings.every(({ rule }) => rule === NO_TESTS));
  return { word: failed.length === 0 ? 'pass' : untested ? 'untested' : 'fail', results };
}
