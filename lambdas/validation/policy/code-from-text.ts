import { bare, isCall, isMember, walk, type Node } from '../../shared/source/ast.ts';
import { parentOf } from '../../shared/source/module.ts';
import { isGlobal, isGlobalName, memberName } from './globals.ts';
import { suspect, type Rule, type Scanned } from './rule.ts';

/** Globals that make code out of text or bytes, whatever is done with them. */
const MAKERS = new Set(['eval', 'Function', 'WebAssembly', 'ShadowRealm']);
const TIMERS = new Set(['setTimeout', 'setInterval', 'setImmediate']);
const TEXT = new Set(['StringLiteral', 'TemplateLiteral', 'BinaryExpression']);

function isMaker({ module }: Scanned, node: Node): boolean {
  if (node.type !== 'Identifier' || !MAKERS.has(node.name) || !isGlobalName(module, node)) return false;
  const parent = parentOf(module, node);
  return !(parent?.type === 'BinaryExpression' && parent.operator === 'instanceof');
}

/** `x.constructor` leads to Function; only its name and a comparison are harmless. */
function reachesConstructor({ module }: Scanned, node: Node): boolean {
  if (node.type === 'ObjectProperty') {
    const named = node.key.type === 'Identifier' ? node.key.name : node.key.type === 'StringLiteral' ? node.key.value : null;
    return named === 'constructor' && parentOf(module, node)?.type === 'ObjectPattern';
  }
  if (!isMember(node) || memberName(node) !== 'constructor') return false;
  const parent = parentOf(module, node);
  if (parent !== null && isMember(parent) && parent.object === node) return memberName(parent) !== 'name';
  return parent?.type !== 'BinaryExpression';
}

/** No code out of text: eval, the Function constructors by any way, WebAssembly, timers with text. */
export const codeFromText: Rule = (scanned) => {
  const { module } = scanned;
  const found: ReturnType<Rule> = [];
  walk(module.program, (node) => {
    if (isMaker(scanned, node)) found.push(suspect(scanned, 'eval', parentOf(module, node) ?? node, 'runs text or bytes as code'));
    if (reachesConstructor(scanned, node)) found.push(suspect(scanned, 'eval', node, 'reaches for a constructor, which runs text as code'));
    const parent = parentOf(module, node);
    if (
      node.type === 'StringLiteral' &&
      node.value === 'constructor' &&
      parent?.type !== 'BinaryExpression' &&
      !(parent !== null && isMember(parent))
    )
      found.push(suspect(scanned, 'eval', node, 'names a constructor, which runs text as code'));
    if (!isCall(node)) return;
    const callee = bare(node.callee);
    const [first] = node.arguments;
    const timed = [...TIMERS].some((name) => isGlobal(module, callee, name));
    if (timed && first !== undefined && TEXT.has(first.type)) found.push(suspect(scanned, 'eval', node, 'runs text as code by a timer'));
  });
  return found;
};
