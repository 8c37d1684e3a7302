import type * as t from '@babel/types';

export type Node = t.Node;
export type FunctionNode =
  | t.FunctionDeclaration
  | t.FunctionExpression
  | t.ArrowFunctionExpression
  | t.ObjectMethod
  | t.ClassMethod
  | t.ClassPrivateMethod;
export type Call = t.CallExpression | t.OptionalCallExpression | t.NewExpression;
export type { t };

const FUNCTIONS = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ObjectMethod',
  'ClassMethod',
  'ClassPrivateMethod',
]);

/** TypeScript nodes that carry a value; all others are types, which leave no trace at run time. */
const VALUE_CARRYING = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSInstantiationExpression',
  'TSParameterProperty',
  'TSExportAssignment',
  'TSEnumDeclaration',
  'TSEnumBody',
  'TSEnumMember',
  'TSModuleDeclaration',
  'TSModuleBlock',
]);

const NOT_CHILDREN = new Set(['loc', 'extra', 'leadingComments', 'trailingComments', 'innerComments', 'comments', 'tokens', 'errors']);

function isNode(value: unknown): value is Node {
  return value !== null && typeof value === 'object' && typeof (value as { type?: unknown }).type === 'string';
}

function isValue(node: Node): boolean {
  return !node.type.startsWith('TS') || VALUE_CARRYING.has(node.type);
}

export function isFunction(node: Node): node is FunctionNode {
  return FUNCTIONS.has(node.type);
}

export function isCall(node: Node): node is Call {
  return node.type === 'CallExpression' || node.type === 'OptionalCallExpression' || node.type === 'NewExpression';
}

export function isMember(node: Node): node is t.MemberExpression | t.OptionalMemberExpression {
  return node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression';
}

/** Children with the name of the field that holds them, in source order of the fields; types are left out. */
export function childrenOf(node: Node): { key: string; child: Node }[] {
  const found: { key: string; child: Node }[] = [];
  for (const [key, value] of Object.entries(node)) {
    if (NOT_CHILDREN.has(key)) continue;
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child) && isValue(child)) found.push({ key, child });
  }
  return found;
}

/** Visits `node` and everything below it, outside first. A visitor that returns 'skip' keeps the walk out of that node. */
export function walk(node: Node, visit: (node: Node) => 'skip' | void): void {
  if (visit(node) === 'skip') return;
  for (const { child } of childrenOf(node)) walk(child, visit);
}

/** All nodes at or below `node` that satisfy `wanted`; with `inner` false, nothing inside of nested functions. */
export function collect<T extends Node>(node: Node, wanted: (node: Node) => node is T, inner = true): T[] {
  const found: T[] = [];
  walk(node, (at) => {
    if (wanted(at)) found.push(at);
    return !inner && at !== node && isFunction(at) ? 'skip' : undefined;
  });
  return found;
}

/** The expression under parentheses, `as`, `satisfies`, `!` and `await`. */
export function bare(node: Node): Node {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
    case 'ParenthesizedExpression':
      return bare(node.expression);
    case 'AwaitExpression':
      return bare(node.argument);
    default:
      return node;
  }
}

/** Name of a property or of a member's property when it is written down; null when it is computed. */
export function propertyName(node: Node): string | null {
  if (isMember(node)) {
    if (!node.computed && node.property.type === 'Identifier') return node.property.name;
    return node.property.type === 'StringLiteral' ? node.property.value : null;
  }
  if (node.type !== 'ObjectProperty' && node.type !== 'ObjectMethod') return null;
  if (!node.computed && node.key.type === 'Identifier') return node.key.name;
  return node.key.type === 'StringLiteral' ? node.key.value : null;
}

/** Leftmost object of a chain of members and calls: `a` of `a.b(c).d`. */
export function rootOf(node: Node): Node {
  const at = bare(node);
  if (isMember(at)) return rootOf(at.object);
  if (at.type === 'CallExpression' || at.type === 'OptionalCallExpression') return rootOf(at.callee);
  return at;
}
