import { createTwoFilesPatch } from 'diff';
import type { SourceFile } from '../shared/contract/records.ts';

/** Lines of context around a change, as git has it. */
const CONTEXT = 3;

/** One unified diff over all changed files, in the form that `git apply` takes; new files come from /dev/null. */
export function unifiedDiff(before: readonly SourceFile[], after: readonly SourceFile[]): string {
  return after
    .map((file) => {
      const old = before.find((other) => other.path === file.path);
      const from = old === undefined ? '/dev/null' : `a/${file.path}`;
      const patch = createTwoFilesPatch(from, `b/${file.path}`, old?.content ?? '', file.content, undefined, undefined, {
        context: CONTEXT,
      });
      return patch.replace(/^=+\n/, '');
    })
    .join('');
}
