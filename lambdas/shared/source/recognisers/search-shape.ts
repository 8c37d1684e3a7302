import { isFunction, isMember, propertyName, type Node } from '../ast.ts';

/** Work over a whole list. */
export type Search =
  | {
      /** search: a method with a condition; join: an inner loop with one. */
      how: 'search' | 'join';
      list: Node;
      /** The condition under which an entry counts. */
      test: Node;
      /** Declares the entry: the callback or the inner loop. */
      scope: Node;
    }
  | {
      how: 'sort';
      list: Node;
      /** The comparison; null: the natural order. */
      order: Node | null;
    };

const SEARCHES = new Set(['find', 'findIndex', 'findLast', 'findLastIndex', 'filter', 'some']);

/** The expression that a callback gives; null: it does more than that. */
function givenBy(callback: Node | undefined): Node | null {
  if (callback === undefined || !isFunction(callback) || callback.async || callback.generator) return null;
  if (callback.body.type !== 'BlockStatement') return callback.body;
  const [only] = callback.body.body;
  return callback.body.body.length === 1 && only?.type === 'ReturnStatement' ? (only.argument ?? null) : null;
}

/** `list.find((entry) => …)` and its like. */
export function searchOf(node: Node): Search | null {
  if (node.type !== 'CallExpression' || !isMember(node.callee) || !SEARCHES.has(propertyName(node.callee) ?? '')) return null;
  const [callback] = node.arguments;
  const test = givenBy(callback);
  return test === null || callback === undefined ? null : { how: 'search', list: node.callee.object, test, scope: callback };
}

/** What a counted loop counts through: `list` of `i < list.length`. */
function countedList(test: Node | null | undefined): Node | null {
  if (test?.type !== 'BinaryExpression' || test.operator !== '<' || !isMember(test.right)) return null;
  return propertyName(test.right) === 'length' ? test.right.object : null;
}

/** `for (const entry of list) if (…) …`: a loop whose body is one condition. */
export function joinOf(node: Node): Search | null {
  if (node.type !== 'ForOfStatement' && node.type !== 'ForStatement') return null;
  const list = node.type === 'ForOfStatement' ? (node.await ? null : node.right) : countedList(node.test);
  const statements = node.body.type === 'BlockStatement' ? node.body.body : [node.body];
  const only = statements.find((statement) => statement.type !== 'VariableDeclaration');
  const rest = statements.filter((statement) => statement.type !== 'VariableDeclaration').length;
  if (list === null || only?.type !== 'IfStatement' || rest !== 1) return null;
  return { how: 'join', list, test: only.test, scope: node };
}

/** The list of which something new is made: `list` of `[...list]` and `list.slice()`. */
function copied(node: Node): Node {
  if (node.type === 'ArrayExpression' && node.elements.length === 1 && node.elements[0]?.type === 'SpreadElement')
    return node.elements[0].argument;
  if (node.type === 'CallExpression' && isMember(node.callee) && propertyName(node.callee) === 'slice' && node.arguments.length === 0)
    return node.callee.object;
  return node;
}

/** `list.sort(…)`, also of a copy. */
export function sortOf(node: Node): Search | null {
  if (node.type !== 'CallExpression' || !isMember(node.callee) || !/^(?:sort|toSorted)$/.test(propertyName(node.callee) ?? '')) return null;
  return { how: 'sort', list: copied(node.callee.object), order: node.arguments[0] ?? null };
}
