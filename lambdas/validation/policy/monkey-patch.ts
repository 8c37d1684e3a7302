import { bare, collect, isCall, isMember, walk, type Node } from '../../shared/source/ast.ts';
import { parentOf, textOf } from '../../shared/source/module.ts';
import { importSource, isGlobalName, isProcess, memberName, rootObject } from './globals.ts';
import { suspect, type Rule, type Scanned } from './rule.ts';

/** Functions that change what they are given first. */
const CHANGERS =
  /^(?:Object\.(?:assign|defineProperty|defineProperties|setPrototypeOf)|Reflect\.(?:set|defineProperty|deleteProperty|setPrototypeOf))$/;
/** Objects of functions: nobody needs one as a value but to change it. */
const NAMESPACES = new Set(['JSON', 'Math', 'Object', 'Reflect', 'Array', 'Promise', 'Atomics', 'Intl', 'console', 'crypto']);
/** The mocks of Node's test runner, of a context or of the module. */
const MOCKS = new Set(['method', 'getter', 'setter', 'property', 'module']);
/** Objects that belong to a module of its own. */
const OWN = new Set(['module', 'exports']);
/** What the tests are judged by: a stand-in for it judges nothing. */
const JUDGES = /^(?:node:)?(?:assert|test)(?:\/|$)/;

/** Whether an object belongs to the language, to Node or to a package, so that everybody in the process shares it. */
function isShared({ module }: Scanned, node: Node): boolean {
  const root = rootObject(module, node);
  if (root.type !== 'Identifier') return false;
  const source = importSource(module, root);
  if (source !== null) return !source.startsWith('.');
  return (
    isGlobalName(module, root) && !OWN.has(root.name) && !/^(?:globalThis|global|self|window)$/.test(root.name) && !isProcess(module, root)
  );
}

function changed({ module }: Scanned, node: Node): Node[] {
  if (node.type === 'AssignmentExpression') return targets(node.left);
  if (node.type === 'UpdateExpression') return [node.argument];
  if (node.type === 'UnaryExpression' && node.operator === 'delete') return [node.argument];
  return isCall(node) && CHANGERS.test(textOf(module, bare(node.callee))) ? node.arguments.slice(0, 1) : [];
}

/** What an assignment writes to, within patterns too: `[JSON.parse] = …`. */
function targets(pattern: Node): Node[] {
  const at = bare(pattern);
  return at.type === 'ArrayPattern' || at.type === 'ObjectPattern' ? collect(at, isMember) : [at];
}

/** A namespace of the language as a value: what is done to it then can't be seen. */
function handsOn({ module, inTest }: Scanned, node: Node): boolean {
  if (inTest || node.type !== 'Identifier' || !NAMESPACES.has(node.name) || !isGlobalName(module, node)) return false;
  const parent = parentOf(module, node);
  return parent !== null && !isMember(parent) && parent.type !== 'BinaryExpression' && !(isCall(parent) && parent.callee === node);
}

/** A mock of what the tests are judged by. Stand-ins for packages are what tests are for. */
function mocksJudge({ module }: Scanned, node: Node): boolean {
  if (!isCall(node)) return false;
  const callee = bare(node.callee);
  if (!isMember(callee) || !MOCKS.has(memberName(callee) ?? '')) return false;
  const [first] = node.arguments;
  if (first === undefined) return false;
  if (first.type === 'StringLiteral') return JUDGES.test(first.value);
  const source = importSource(module, rootObject(module, first));
  return source !== null && JUDGES.test(source);
}

/** What everybody shares is left as it is: the language's objects, Node's and the packages'. */
export const monkeyPatch: Rule = (scanned) => {
  const { module } = scanned;
  const found: ReturnType<Rule> = [];
  walk(module.program, (node) => {
    if (mocksJudge(scanned, node)) found.push(suspect(scanned, 'monkey-patch', node, 'stands in for what the tests are judged by'));
    if (handsOn(scanned, node))
      found.push(suspect(scanned, 'monkey-patch', parentOf(module, node) ?? node, `hands ${textOf(module, node)} on`));
    for (const target of changed(scanned, node)) {
      const isObject = isCall(node) || isMember(bare(target));
      if (isObject && isShared(scanned, target))
        found.push(suspect(scanned, 'monkey-patch', node, `changes ${textOf(module, target)}, which others share`));
    }
  });
  return found;
};
