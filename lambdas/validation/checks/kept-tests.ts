import type { SourceFile } from '../../shared/contract/records.ts';
import { bare, collect, isCall, isMember, propertyName, walk, type Call, type Node } from '../../shared/source/ast.ts';
import { lineOf, moduleOf } from '../../shared/source/module.ts';
import { isTest } from '../../shared/source/paths.ts';
import { judged, type Check, type Finding } from '../check.ts';

const TESTS = new Set(['test', 'it', 'describe', 'suite']);
const LEFT_OUT = new Set(['only', 'skip', 'todo', 'skipIf', 'runIf', 'fails']);
/** How a test judges: assert, expect, should, and what a test context plans. */
const JUDGES = /^(?:assert|expect|should)$|^(?:equal|ok|throws|rejects|deepEqual|strictEqual|match|plan)$/;

function finding(file: string, line: number, message: string): Finding {
  return { file, line, rule: 'kept-tests', message };
}

function calleeName(node: Node): string | null {
  const at = bare(node);
  if (at.type === 'Identifier') return at.name;
  return isMember(at) ? propertyName(at) : null;
}

/** `test.only(…)`, `it.skip(…)`, `test('…', { skip: true }, …)`. */
function leavesOut(call: Call): string | null {
  const callee = bare(call.callee);
  if (isMember(callee) && TESTS.has(calleeName(callee.object) ?? '') && LEFT_OUT.has(propertyName(callee) ?? ''))
    return propertyName(callee);
  if (isMember(callee) && /^(?:t|context)$/.test(calleeName(callee.object) ?? '') && /^(?:skip|todo)$/.test(propertyName(callee) ?? ''))
    return propertyName(callee);
  if (!TESTS.has(calleeName(callee) ?? '')) return null;
  const options = call.arguments.find((argument) => argument.type === 'ObjectExpression');
  const option = options?.properties.find((property) => LEFT_OUT.has(propertyName(property) ?? ''));
  return option === undefined ? null : propertyName(option);
}

function judges(node: Node): boolean {
  return collect(node, isCall).some((call) => {
    const callee = bare(call.callee);
    const root = isMember(callee) ? calleeName(callee.object) : null;
    return JUDGES.test(calleeName(callee) ?? '') || (root !== null && JUDGES.test(root));
  });
}

function ofNewTest(file: SourceFile): Finding[] {
  const module = moduleOf(file);
  if (module === null) return [];
  const found: Finding[] = [];
  walk(module.program, (node) => {
    const left = isCall(node) ? leavesOut(node) : null;
    if (left !== null) found.push(finding(file.path, lineOf(node), `leaves tests out (${left})`));
  });
  const hasTests = collect(module.program, isCall).some((call) => TESTS.has(calleeName(call.callee) ?? ''));
  if (hasTests && !judges(module.program)) found.push(finding(file.path, 1, 'has tests that judge nothing'));
  return found;
}

/** The tests of the base stay as they are, all of them and to the letter; new ones leave none out and judge something. */
export const keptTests: Check = {
  name: 'kept-tests',
  run({ before, after, changed }) {
    const lost = before
      .filter(({ path }) => isTest(path) || /(?:^|\/)(?:tests?|__tests__|spec)\//.test(path))
      .flatMap((file) => {
        const now = after.find(({ path }) => path === file.path);
        if (now === undefined) return [finding(file.path, 0, 'is a test that the change deletes')];
        return now.content === file.content ? [] : [finding(file.path, 0, 'is a test that the change rewrites')];
      });
    const fresh = changed.filter(({ path }) => isTest(path) && !before.some((file) => file.path === path));
    return judged(
      'kept-tests',
      [...lost, ...fresh.flatMap(ofNewTest)],
      `the tests are as they were${fresh.length === 0 ? '' : `, and ${fresh.length} new file(s) of them`}`,
    );
  },
};
