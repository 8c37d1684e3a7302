import type { SourceFile } from '../../shared/contract/records.ts';
import { isTest } from '../../shared/source/paths.ts';
import type { TestRun } from '../../shared/source/tools.ts';
import { judged, type Check } from '../check.ts';

/** SPEC 7: more than this share of the lines is run by the tests. */
const COVERAGE = 0.8;
/** Rule of the finding that says that there are no tests: people may still want the change. */
export const NO_TESTS = 'no-tests';

/** Names of failing tests that are kept, and characters of each: enough to find them, little enough for a record of the audit. */
const MOST_NAMES = 10;
const MOST_NAME = 100;

/** A test's title as its file has it; one with placeholders is not known before it runs. */
const TITLE = /\b(?:test|it|describe|suite)(?:\.\w+)?\(\s*(?:'((?:[^'\\\n]|\\.)+)'|"((?:[^"\\\n]|\\.)+)"|`([^`$\\]+)`)/g;

/** `not ok 1 - name` (TAP), `✖ name (1.2ms)` (spec) or `name: reason` (the sandbox's reporter). */
const MARK = /^\s*(?:not ok \d+ - |✖ )?/;

/** How the run ended, as the sandbox says it. */
const ENDING = /^(?:killed after [\d.]+ s|ended with code \w+|ended the sandbox \([\w.]+\))$/;

/**
 * Names of the tests that failed, and how the run ended. What tests print can be anything, secrets and data of callers too, and the
 * finding is kept for ever: of the output only lines are told that begin with a title that the test files have.
 */
function failures({ output }: TestRun, files: readonly SourceFile[]): string[] {
  const lines = output.split('\n').map((line) => line.replace(MARK, ''));
  const titles = files
    .filter((file) => isTest(file.path))
    .flatMap((file) => [...file.content.matchAll(TITLE)].map(([, single, double, plain]) => single ?? double ?? plain ?? ''));
  const named = [...new Set(titles)].filter((title) =>
    lines.some((line) => line === title || line.startsWith(`${title}: `) || line.startsWith(`${title} (`)),
  );
  const ending = lines.at(-1) ?? '';
  return [...named.slice(0, MOST_NAMES).map((name) => name.slice(0, MOST_NAME)), ...(ENDING.test(ending) ? [ending] : [])];
}

/** The target's own tests pass on the changed package, in the sandbox, and cover enough of it. */
export const tests: Check = {
  name: 'tests',
  async run({ after }, { runner }) {
    const run = await runner.run(after);
    if ('none' in run) return judged('tests', [{ file: 'package.json', line: 0, rule: NO_TESTS, message: run.none }], '');
    const percent = `${(run.coverage * 100).toFixed(1)} %`;
    if (run.failed > 0 || run.passed === 0) {
      const details = failures(run, after);
      const message = `${run.failed} of ${run.passed + run.failed} tests fail${details.length === 0 ? '' : `: ${details.join('; ')}`}`;
      return judged('tests', [{ file: 'package.json', line: 0, rule: 'tests', message }], '');
    }
    if (run.coverage <= COVERAGE) {
      const message = `the tests run ${percent} of the lines, not more than ${COVERAGE * 100} %`;
      return judged('tests', [{ file: 'package.json', line: 0, rule: 'coverage', message }], '');
    }
    return judged('tests', [], `${run.passed} tests pass and run ${percent} of the lines`);
  },
};
