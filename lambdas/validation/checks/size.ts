import { lineChanges } from '../../shared/patch/touched-lines.ts';
import { isTest } from '../../shared/source/paths.ts';
import { judged, notApplicable, type Check, type Finding } from '../check.ts';

/** A codemod touches the file of its site, and at most a helper's and a caller's; twice that, with a test for each of five, is a large review. */
const MOST_FILES = 10;
/**
 * Lines added and removed in sources. 4,000 tokens of a model (SPEC 6) are about 16,000 characters, at 40 a line 400; a codemod's helper and its
 * calls take less than 60. Reviews find less in more (SmartBear and Cisco 2006: 200 to 400 lines at most).
 */
const MOST_LINES = 400;
/** Tests may be longer than what they test. */
const MOST_TEST_LINES = 600;

/** A change is small enough that a person could still read it, and that a canary says what it was that got worse. */
export const size: Check = {
  name: 'size',
  run({ before, changed }) {
    if (changed.length === 0) return notApplicable('size', 'nothing changes');
    const counted = changed.map(({ path, content }) => {
      const { added, removed } = lineChanges(before.find((file) => file.path === path)?.content ?? '', content);
      return { path, lines: added + removed };
    });
    const sum = (files: typeof counted): number => files.reduce((lines, file) => lines + file.lines, 0);
    const sources = sum(counted.filter(({ path }) => !isTest(path)));
    const tests = sum(counted.filter(({ path }) => isTest(path)));
    const largest = counted.toSorted((a, b) => b.lines - a.lines)[0]?.path ?? '';
    const finding = (message: string): Finding => ({ file: largest, line: 0, rule: 'size', message });
    const findings = [
      ...(changed.length > MOST_FILES ? [finding(`changes ${changed.length} files, more than ${MOST_FILES}`)] : []),
      ...(sources > MOST_LINES ? [finding(`changes ${sources} lines of sources, more than ${MOST_LINES}`)] : []),
      ...(tests > MOST_TEST_LINES ? [finding(`changes ${tests} lines of tests, more than ${MOST_TEST_LINES}`)] : []),
    ];
    return judged('size', findings, `${sources} line(s) of sources and ${tests} of tests in ${changed.length} file(s)`);
  },
};
