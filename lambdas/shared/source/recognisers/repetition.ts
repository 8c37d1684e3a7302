import { isMember, isFunction, propertyName, type FunctionNode, type Node, type t } from '../ast.ts';
import { contains, enclosingFunction, parentOf, textOf, type Module } from '../module.ts';
import { fails, HOLDS, type Proof } from '../sites.ts';
import { headOf, isLoop, isRepeating, type Loop } from './loop-shape.ts';

/** What runs a call once per item: a loop, or the callback of a `map` whose promises are awaited together. */
export type Repetition =
  | { kind: 'loop'; node: Node; loop: Loop | null; body: Node }
  | { kind: 'map'; node: Node; callback: FunctionNode; items: Node; item: Node; body: Node };

/** The `Promise.all(items.map(callback))` around a callback; null: it is used otherwise. */
function mapAround(module: Module, callback: FunctionNode): Repetition | null {
  const map = parentOf(module, callback);
  if (map?.type !== 'CallExpression' || map.callee.type !== 'MemberExpression' || propertyName(map.callee) !== 'map') return null;
  const all = parentOf(module, map);
  const [item] = callback.params;
  if (all?.type !== 'CallExpression' || map.arguments[0] !== callback || item === undefined) return null;
  if (!isMember(all.callee) || !/^Promise\.all(?:Settled)?$/.test(textOf(module, all.callee))) return null;
  return { kind: 'map', node: all, callback, items: map.callee.object, item, body: callback.body };
}

/** The innermost repetition around a node of the same function; null: it runs once. */
export function repetitionOf(module: Module, node: Node): Repetition | null {
  let at = parentOf(module, node);
  for (let inner = node; at !== null; inner = at, at = parentOf(module, at)) {
    if (isFunction(at)) return mapAround(module, at);
    const body = isRepeating(at) ? (at as t.ForOfStatement).body : null;
    if (body !== null && body === inner) return { kind: 'loop', node: at, loop: isLoop(at) ? at : null, body };
  }
  return null;
}

/** What a repetition calls its item, and where the items come from. */
export interface Items {
  item: Node;
  over: { kind: 'items' | 'count'; node: Node };
}

/** The items of a repetition in which all of them can be taken before the first one runs, or why not. */
export function itemsOf(module: Module, repetition: Repetition): Items | (Proof & { holds: false }) {
  const refuse = (reason: string): Proof & { holds: false } => ({ holds: false, reason });
  if (repetition.kind === 'loop') {
    const head = repetition.loop === null ? null : headOf(repetition.loop);
    if (parentOf(module, repetition.node)?.type === 'LabeledStatement') return refuse('the loop has a label');
    return head ?? refuse('the loop does not count from 0 in steps of one, nor take each item');
  }
  const { node, callback, items, item } = repetition;
  const waits = parentOf(module, node);
  const home = enclosingFunction(module, node);
  const isWaited = waits?.type === 'AwaitExpression' || (home?.async === true && (waits?.type === 'ReturnStatement' || home.body === node));
  if (!isWaited) return refuse('the promises are not waited for where they are made');
  if (!textOf(module, node).startsWith('Promise.all(')) return refuse('an error of one item is taken for a result');
  if (!callback.async) return refuse('the answer is not waited for where it is asked for');
  if (callback.generator || callback.params.length > 2) return refuse('its callback is of another form');
  return /^(?:Identifier|ObjectPattern|ArrayPattern)$/.test(item.type)
    ? { item, over: { kind: 'items', node: items } }
    : refuse('its callback is of another form');
}

const LEAVES: Partial<Record<Node['type'], string>> = {
  BreakStatement: 'breaks off',
  ReturnStatement: 'returns early',
  ThrowStatement: 'throws',
  ContinueStatement: 'skips items',
  YieldExpression: 'yields',
};

/** Whether a statement may leave out reads that would have come: any that leaves the loop, and any that stands before the read. */
function leavesOut(repetition: Repetition, read: Node, exit: Node): boolean {
  const leavesLoop = exit.type === 'BreakStatement' || exit.type === 'YieldExpression' || exit.type === 'ReturnStatement';
  if (leavesLoop && (repetition.kind === 'loop' || exit.type === 'YieldExpression')) return true;
  return (exit.start ?? 0) < (read.start ?? 0) && !contains(exit, read);
}

/** Proves that the read is made once for each item, whatever the items are. */
export function proveEachItem(module: Module, repetition: Repetition, read: Node, exits: readonly Node[]): Proof {
  const exit = exits.find((each) => LEAVES[each.type] !== undefined && leavesOut(repetition, read, each));
  if (exit !== undefined) return fails(`the loop ${LEAVES[exit.type]}, so not every item is read`);
  for (let at = read, outer = parentOf(module, at); outer !== null && at !== repetition.body; at = outer, outer = parentOf(module, at)) {
    if (outer.type === 'TryStatement') return fails('an error of one item is caught in the loop');
    if (isDecided(outer, at)) return fails('it reads on some condition only');
  }
  return HOLDS;
}

/** Whether `outer` may leave out what is in its part `at`. */
export function isDecided(outer: Node, at: Node): boolean {
  switch (outer.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
      return outer.test !== at;
    case 'LogicalExpression':
      return outer.right === at;
    case 'AssignmentExpression':
      return /^(?:\|\||&&|\?\?)=$/.test(outer.operator);
    case 'OptionalCallExpression':
      return outer.callee !== at;
    case 'AssignmentPattern':
    case 'SwitchCase':
      return true;
    default:
      return false;
  }
}
