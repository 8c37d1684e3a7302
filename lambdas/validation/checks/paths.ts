import { contentProblem } from '../../shared/patch/content-problem.ts';
import { pathProblem } from '../../shared/patch/patch-paths.ts';
import { judged, type Check } from '../check.ts';

/** Every changed file is one that a change may write, whoever wrote it: a script of the package, at a place that is nobody else's. */
export const paths: Check = {
  name: 'paths',
  run({ before, after, changed }) {
    const findings = changed.flatMap(({ path, content }) => {
      const known = before.some((file) => file.path === path);
      const others = after.filter((file) => file.path !== path);
      const text = contentProblem(content);
      const messages = [pathProblem(path, known ? before : others), text === null ? null : `the file ${text}`];
      return messages.flatMap((message) => (message === null ? [] : [{ file: path, line: 0, rule: 'path', message }]));
    });
    return judged('paths', findings, 'every changed file is a script of the package');
  },
};
