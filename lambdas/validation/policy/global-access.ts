import { isCall, isMember, walk, type Node } from '../../shared/source/ast.ts';
import { parentOf } from '../../shared/source/module.ts';
import { isGlobalName, memberName } from './globals.ts';
import { suspect, type Rule, type Scanned } from './rule.ts';

const GLOBAL_OBJECTS = new Set(['globalThis', 'global', 'self', 'window']);
/** What a test may put in the place of the real one. */
const STOOD_IN = new Set(['fetch', 'Date', 'setTimeout', 'setInterval', 'console', 'crypto', 'performance']);

/** A test that stands in for fetch or the clock: `globalThis.fetch = …`, `mock.method(globalThis, 'fetch', …)`. */
function isStandIn({ module, inTest }: Scanned, node: Node): boolean {
  const parent = inTest ? parentOf(module, node) : null;
  if (parent === null) return false;
  if (isMember(parent)) return parent.object === node && STOOD_IN.has(memberName(parent) ?? '');
  if (!isCall(parent)) return false;
  const [first, second] = parent.arguments;
  return first === node && second?.type === 'StringLiteral' && STOOD_IN.has(second.value);
}

/** Nothing is asked of the global object by name, where any name would do, and nothing is left on it. */
export const globalAccess: Rule = (scanned) => {
  const { module } = scanned;
  const found: ReturnType<Rule> = [];
  walk(module.program, (node) => {
    if (node.type === 'Identifier' && GLOBAL_OBJECTS.has(node.name) && isGlobalName(module, node) && !isStandIn(scanned, node))
      found.push(suspect(scanned, 'global', parentOf(module, node) ?? node, 'reaches for the global object', { counted: true }));
    const target = node.type === 'AssignmentExpression' ? node.left : node.type === 'UpdateExpression' ? node.argument : null;
    if (target !== null && isGlobalName(module, target)) found.push(suspect(scanned, 'global', node, 'writes a global variable'));
  });
  return found;
};
