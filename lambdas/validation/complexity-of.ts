import { childrenOf, isFunction, type FunctionNode, type Node } from '../shared/source/ast.ts';

const BRANCHES = new Set([
  'IfStatement',
  'ConditionalExpression',
  'ForStatement',
  'ForOfStatement',
  'ForInStatement',
  'WhileStatement',
  'DoWhileStatement',
  'CatchClause',
  'LogicalExpression',
  'OptionalMemberExpression',
  'OptionalCallExpression',
]);

function branches(node: Node): number {
  if (node.type === 'SwitchCase') return node.test ? 1 : 0;
  // One `?.` is one branch, however long the chain behind it is.
  if (node.type === 'OptionalMemberExpression' || node.type === 'OptionalCallExpression') return node.optional ? 1 : 0;
  if (node.type === 'AssignmentExpression') return /^(?:&&|\|\||\?\?)=$/.test(node.operator) ? 1 : 0;
  return BRANCHES.has(node.type) ? 1 : 0;
}

/** Cyclomatic complexity (McCabe 1976: decisions + 1), each function on its own: nested ones count for themselves. */
export function complexityOf(node: FunctionNode): number {
  const count = (at: Node): number =>
    branches(at) + childrenOf(at).reduce((sum, { child }) => sum + (isFunction(child) ? 0 : count(child)), 0);
  return 1 + childrenOf(node).reduce((sum, { child }) => sum + (isFunction(child) ? 0 : count(child)), 0);
}
