import { isFunction, walk, childrenOf, type Node } from '../../shared/source/ast.ts';
import { parentOf, type Module } from '../../shared/source/module.ts';
import { suspect, type Rule } from './rule.ts';

const LOOPS = new Set(['WhileStatement', 'DoWhileStatement', 'ForStatement', 'ForOfStatement', 'ForInStatement']);

function isAlways(test: Node | null | undefined): boolean {
  if (!test) return true;
  if (test.type === 'BooleanLiteral') return test.value;
  if (test.type === 'NumericLiteral') return test.value !== 0;
  if (test.type === 'StringLiteral') return test.value !== '';
  if (test.type === 'UnaryExpression' && test.operator === '!') return isNever(test.argument);
  return test.type === 'ArrayExpression' || test.type === 'ObjectExpression';
}

function isNever(test: Node): boolean {
  if (test.type === 'BooleanLiteral') return !test.value;
  if (test.type === 'NumericLiteral') return test.value === 0;
  return test.type === 'UnaryExpression' && test.operator === '!' && isAlways(test.argument);
}

/** A way out of a loop: return, throw, yield, or a break that means it. */
function leaves(node: Node, breaks: boolean, label: string | null): boolean {
  if (node.type === 'ReturnStatement' || node.type === 'ThrowStatement' || node.type === 'YieldExpression') return true;
  // A label that is not this loop's own belongs to one around it, or within it; the former leaves, the latter is rare.
  if (node.type === 'BreakStatement') return node.label ? node.label.name === label || breaks : breaks;
  if (isFunction(node)) return false;
  const inner = breaks && !LOOPS.has(node.type) && node.type !== 'SwitchStatement';
  return childrenOf(node).some(({ child }) => leaves(child, inner, label));
}

function labelOf(module: Module, node: Node): string | null {
  const parent = parentOf(module, node);
  return parent?.type === 'LabeledStatement' ? parent.label.name : null;
}

/** No loop that nothing ends. */
export const endlessLoop: Rule = (scanned) => {
  const { module } = scanned;
  const found: ReturnType<Rule> = [];
  walk(module.program, (node) => {
    if (node.type !== 'WhileStatement' && node.type !== 'DoWhileStatement' && node.type !== 'ForStatement') return;
    if (isAlways(node.test) && !leaves(node.body, true, labelOf(module, node)))
      found.push(suspect(scanned, 'endless-loop', node, 'loops for ever: nothing in it breaks, returns or throws'));
  });
  return found;
};
