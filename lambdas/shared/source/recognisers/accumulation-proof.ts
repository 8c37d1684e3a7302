import { isCall, isFunction, isMember, propertyName, type FunctionNode, type Node, type t } from '../ast.ts';
import { useOf, withTypes } from '../collection-uses.ts';
import { arrayType } from '../declared-types.ts';
import { contains, lineOf, parentOf, type Module } from '../module.ts';
import { runsWithin } from '../repetition.ts';
import type { Binding } from '../scope.ts';
import { fails, HOLDS, type Proof } from '../sites.ts';
import { untyped } from '../value-kinds.ts';
import { copiedBy, type Step } from './accumulation-step.ts';

/** The literal of a list or an object that an accumulation starts with; null: it starts with something else, or a copy would differ from it. */
export function freshLiteral(node: Node | null | undefined): t.ArrayExpression | t.ObjectExpression | null {
  const at = node ? untyped(node) : null;
  if (at?.type === 'ArrayExpression') return at.elements.includes(null) ? null : at;
  if (at?.type !== 'ObjectExpression') return null;
  // A copy takes the value of what a getter gives, and has no prototype but the usual one.
  const isPlain = at.properties.every(
    (property) => property.type === 'SpreadElement' || (property.type === 'ObjectProperty' && propertyName(property) !== '__proto__'),
  );
  return isPlain ? at : null;
}

/** Proves that steps and start are of one sort, so that pushing and setting do what copying did. */
export function proveSort(literal: Node, steps: readonly Step[]): Proof {
  const isList = literal.type === 'ArrayExpression';
  const fits = steps.every(({ added }) => (added.how === 'set') !== isList);
  return fits ? HOLDS : fails('it starts as something else than what it becomes');
}

/** Proves that a type, where one is written down, lets the list be added to. */
export function proveWritable(module: Module, types: readonly (t.TSType | null | undefined)[], steps: readonly Step[]): Proof {
  for (const type of types) {
    if (!type || steps.some(({ added }) => added.how === 'set')) continue;
    const list = arrayType(module, type);
    if (list === null) return fails('its type is written down, and not as an array');
    if (list.readonly) return fails('its type says that nobody changes it');
  }
  return HOLDS;
}

/** Whether a mention looks at the list while a loop over it, or a callback of it, adds to it. */
function looksWhileAdding(module: Module, mention: Node, steps: readonly Step[]): boolean {
  for (let at: Node | null = mention; at !== null && !isFunction(at); at = parentOf(module, at)) {
    const parent = parentOf(module, at);
    const over = parent?.type === 'ForOfStatement' || parent?.type === 'ForInStatement' ? parent.right === at : isReceiver(parent, at);
    if (over && steps.some(({ node }) => parent !== null && contains(parent, node))) return true;
  }
  return false;
}

function isReceiver(parent: Node | null, at: Node): boolean {
  return parent !== null && isCall(parent) && parent.callee === at && isMember(at);
}

/** Whether a change in place gives nobody the list: it stands alone as a statement. */
function standsAlone(module: Module, mention: Node): boolean {
  let at = withTypes(module, mention);
  for (let parent = parentOf(module, at); parent !== null; parent = parentOf(module, at)) {
    if (parent.type === 'ExpressionStatement') return true;
    const passes =
      isMember(parent) ||
      (isCall(parent) && parent.callee === at) ||
      (parent.type === 'AssignmentExpression' && parent.left === at) ||
      parent.type === 'UpdateExpression' ||
      parent.type === 'UnaryExpression';
    if (!passes) return false;
    at = parent;
  }
  return false;
}

/**
 * Proves that nobody keeps the list or object as it was before a step. Until `over` (an offset) it is only looked at, by code that runs
 * within `home`; after that it may go anywhere, for nothing is added any more.
 */
export function proveNobodyKeeps(
  module: Module,
  binding: Binding,
  home: FunctionNode,
  steps: readonly Step[],
  over: number,
  allowed: ReadonlySet<Node>,
): Proof {
  const copied = new Set(steps.map((step) => copiedBy(module, step, binding)));
  for (const { node } of binding.references) {
    if (copied.has(node) || allowed.has(node)) continue;
    const where = `"${binding.name}" on line ${lineOf(node)}`;
    if (!runsWithin(module, home, node)) return fails(`a function that may run later uses ${where}`);
    if (looksWhileAdding(module, node, steps)) return fails(`it adds to ${where} while it goes through it`);
    const use = useOf(module, node);
    if (use === 'read' || (use === 'change' && standsAlone(module, node))) continue;
    const ends = use === 'returned' && returnsFrom(module, node, home);
    if (!ends && (node.start ?? 0) < over) return fails(`somebody may keep ${where} as it is there`);
  }
  return HOLDS;
}

function returnsFrom(module: Module, node: Node, home: FunctionNode): boolean {
  for (let at = parentOf(module, node); at !== null; at = parentOf(module, at)) if (isFunction(at)) return at === home;
  return false;
}

/** Proves that a step which fails half way leaves nothing to be seen: adding many is no longer all or nothing. */
export function proveWholeOrLost(module: Module, steps: readonly Step[], home: Node): Proof {
  for (const { node } of steps) {
    for (let at = parentOf(module, node); at !== null && at !== home; at = parentOf(module, at)) {
      if (at.type === 'TryStatement') return fails('an error on the way is caught, and what was added until then could be seen');
    }
  }
  return HOLDS;
}
