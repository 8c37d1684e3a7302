import type { SourceFile } from '../../shared/contract/records.ts';
import { isTest } from '../../shared/source/paths.ts';
import type { TestRun } from '../../shared/source/tools.ts';
import { judged, type Change, type Check, type Finding } from '../check.ts';
import { touchedCoverage } from '../touched-coverage.ts';

/** Least share of the touched lines that the tests run (SPEC 7 has 80 % of all lines; what a change does not touch it can't be blamed for). */
const COVERAGE = 0.8;
/** Lines that are named of those that no test ran: enough to see where. */
const MOST_LINES = 5;
/** Rule of the finding that says that there are no tests: people may still want the change. */
export const NO_TESTS = 'no-tests';

/** Rule of the finding that says that the tests fail as they are: nothing can be proven by them. */
export const TESTS_FAIL_BEFORE = 'tests-fail-before';

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

const PLACE = { file: 'package.json', line: 0 };

function summary(run: TestRun, files: readonly SourceFile[]): string {
  const details = failures(run, files);
  return `${run.failed} of ${run.passed + run.failed} tests fail${details.length === 0 ? '' : `: ${details.join('; ')}`}`;
}

const isRed = (run: TestRun): boolean => run.failed > 0 || run.passed === 0;

/** What a run on the base says against a run on the change: red tests prove nothing, and tests that are gone were kept from running. */
function beside(before: TestRun, after: TestRun, files: readonly SourceFile[]): Finding[] {
  if (isRed(before)) return [{ ...PLACE, rule: TESTS_FAIL_BEFORE, message: `before the change ${summary(before, files)}` }];
  if (after.passed >= before.passed) return [];
  return [
    {
      ...PLACE,
      rule: 'tests',
      message: `${after.passed} tests pass, and ${before.passed} did before the change: some were kept from running`,
    },
  ];
}

function uncovered({ before, changed }: Change, run: TestRun): Finding[] {
  const { lines, missed } = touchedCoverage(before, changed, run);
  const share = lines === 0 ? 1 : 1 - missed.length / lines;
  if (share >= COVERAGE) return [];
  const percent = `${(share * 100).toFixed(1)} %`;
  const message = `no test runs this line; of the ${lines} lines that the change touches the tests run ${percent}, not ${COVERAGE * 100} %`;
  return missed.slice(0, MOST_LINES).map((place) => ({ ...place, rule: 'coverage', message }));
}

/** The target's own tests pass before and after the change, in the sandbox, all of them, and run what it touches. */
export const tests: Check = {
  name: 'tests',
  async run(change, { runner }) {
    const { before, after } = change;
    const run = await runner.run(after);
    if ('none' in run) return judged('tests', [{ ...PLACE, rule: NO_TESTS, message: run.none }], '');
    const base = await runner.run(before);
    if ('none' in base && isRed(run)) return judged('tests', [{ ...PLACE, rule: 'tests', message: summary(run, after) }], '');
    if ('none' in base) return judged('tests', [{ ...PLACE, rule: NO_TESTS, message: `before the change: ${base.none}` }], '');
    const against = beside(base, run, before);
    if (against.some(({ rule }) => rule === TESTS_FAIL_BEFORE)) return judged('tests', against, '');
    if (isRed(run)) return judged('tests', [{ ...PLACE, rule: 'tests', message: summary(run, after) }], '');
    return judged('tests', [...against, ...uncovered(change, run)], `${run.passed} tests pass and run what the change touches`);
  },
};
