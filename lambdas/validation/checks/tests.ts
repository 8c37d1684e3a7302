import { judged, type Check } from '../check.ts';

/** SPEC 7: more than this share of the lines is run by the tests. */
const COVERAGE = 0.8;
/** Rule of the finding that says that there are no tests: people may still want the change. */
export const NO_TESTS = 'no-tests';

/** The target's own tests pass on the changed package, in the sandbox, and cover enough of it. */
export const tests: Check = {
  name: 'tests',
  async run({ after }, { runner }) {
    const run = await runner.run(after);
    if ('none' in run) return judged('tests', [{ file: 'package.json', line: 0, rule: NO_TESTS, message: run.none }], '');
    const percent = `${(run.coverage * 100).toFixed(1)} %`;
    if (run.failed > 0 || run.passed === 0) {
      const message = `${run.failed} of ${run.passed + run.failed} tests fail: ${run.output.slice(-1500)}`;
      return judged('tests', [{ file: 'package.json', line: 0, rule: 'tests', message }], '');
    }
    if (run.coverage <= COVERAGE) {
      const message = `the tests run ${percent} of the lines, not more than ${COVERAGE * 100} %`;
      return judged('tests', [{ file: 'package.json', line: 0, rule: 'coverage', message }], '');
    }
    return judged('tests', [], `${run.passed} tests pass and run ${percent} of the lines`);
  },
};
