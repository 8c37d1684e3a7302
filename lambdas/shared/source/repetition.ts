import { isCall, isFunction, isMember, propertyName, type Call, type FunctionNode, type Node, type t } from './ast.ts';
import { isCallbackMethod } from './collection-uses.ts';
import { contains, parentOf, type Module } from './module.ts';
import { isArray } from './value-kinds.ts';

/** A loop, or a call of an array's method with an inline callback: what it holds runs once an item. */
export interface Repetition {
  node: Node;
  /** The array method's receiver is proven to be an array: it calls back before it returns. Always so for a loop. */
  atOnce: boolean;
}

/** A place before `node` where a statement can be put. `arrow`: the body of an arrow function, which has to become a block. */
export type Anchor = { kind: 'statement'; node: Node } | { kind: 'arrow'; node: Node; arrow: t.ArrowFunctionExpression };

function repeats(loop: Node, child: Node): boolean {
  switch (loop.type) {
    case 'ForStatement':
      return loop.init !== child;
    case 'ForOfStatement':
    case 'ForInStatement':
      return loop.body === child;
    case 'WhileStatement':
    case 'DoWhileStatement':
      return true;
    default:
      return false;
  }
}

/** The array method's call that an inline function is the callback of; null: it is none. */
export function callbackOf(module: Module, node: FunctionNode): { call: Call; receiver: Node } | null {
  const call = parentOf(module, node);
  if (call === null || !isCall(call) || call.arguments[0] !== node || !isMember(call.callee)) return null;
  return isCallbackMethod(propertyName(call.callee)) ? { call, receiver: call.callee.object } : null;
}

/** What repeats `node`, innermost first, up to the first function that is not an array method's callback. */
export function repetitionsOf(module: Module, node: Node): Repetition[] {
  const found: Repetition[] = [];
  let child = node;
  for (let parent = parentOf(module, child); parent !== null; parent = parentOf(module, child)) {
    if (repeats(parent, child)) found.push({ node: parent, atOnce: true });
    child = parent;
    if (!isFunction(parent)) continue;
    const callback = callbackOf(module, parent);
    if (callback === null || parent.generator) return found;
    found.push({ node: callback.call, atOnce: !parent.async && isArray(module, callback.receiver) });
    child = callback.call;
  }
  return found;
}

/** Whether `node` runs while `home` does: directly, or in callbacks of arrays' methods. */
export function runsWithin(module: Module, home: FunctionNode, node: Node): boolean {
  for (let at = parentOf(module, node); at !== null && at !== home; at = parentOf(module, at)) {
    if (!isFunction(at)) continue;
    const callback = callbackOf(module, at);
    if (callback === null || at.async || at.generator || !isArray(module, callback.receiver)) return false;
  }
  return contains(home, node);
}

const BLOCKS = new Set(['BlockStatement', 'Program', 'StaticBlock']);

/** The nearest place before `node`, within its function, where a statement can stand; null: there is none. */
export function anchorOf(module: Module, node: Node): Anchor | null {
  let at = node;
  for (let parent = parentOf(module, at); parent !== null; parent = parentOf(module, at)) {
    if (BLOCKS.has(parent.type)) return { kind: 'statement', node: at };
    if (isFunction(parent)) {
      if (parent.type !== 'ArrowFunctionExpression' || parent.body !== at || (at.leadingComments ?? []).length > 0) return null;
      return { kind: 'arrow', node: at, arrow: parent };
    }
    if (parent.type.startsWith('Class')) return null;
    at = parent;
  }
  return null;
}
