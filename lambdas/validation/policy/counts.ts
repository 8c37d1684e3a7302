import { bare, isCall, isMember, type Node } from '../../shared/source/ast.ts';
import { bindingOf, contains, parentOf, type Module } from '../../shared/source/module.ts';
import type { Binding } from '../../shared/source/scope.ts';
import { memberName } from './globals.ts';

const GROWS = new Set(['push', 'unshift', 'set', 'add']);
const SHRINKS = new Set(['delete', 'shift', 'pop', 'clear', 'splice']);

/** A variable of the module's level: it lives as long as the environment, across invocations. */
function lasting(module: Module, node: Node): Binding | null {
  const binding = bindingOf(module, bare(node));
  return binding?.scope.node.type === 'Program' ? binding : null;
}

/** `x += 1`, `x = x + 1`, `x++`, also of a member of `x`. */
export function counts(module: Module, reference: Node): boolean {
  const at = parentOf(module, reference);
  const target = at !== null && isMember(at) && at.object === reference ? at : reference;
  const outer = parentOf(module, target);
  if (outer?.type === 'UpdateExpression') return true;
  if (outer?.type !== 'AssignmentExpression' || outer.left !== target) return false;
  return /^[-+]=$/.test(outer.operator)
    ? outer.right.type === 'NumericLiteral'
    : outer.right.type === 'BinaryExpression' && mentions(module, outer.right, reference);
}

function mentions(module: Module, within: Node, reference: Node): boolean {
  const binding = bindingOf(module, reference);
  return binding?.references.some(({ node }) => node !== reference && contains(within, node)) === true;
}

/** A number at the module's level that is counted up or down: how often something happened since the cold start. */
export function isCounter(module: Module, node: Node): boolean {
  return lasting(module, node)?.references.some(({ node: reference }) => counts(module, reference)) === true;
}

/** The size of a collection at the module's level that calls make grow counts them just the same. */
export function isGrowingSize(module: Module, node: Node): boolean {
  if (!isMember(node) || !['length', 'size'].includes(memberName(node) ?? '')) return false;
  return lasting(module, node.object)?.references.some(({ node: reference }) => GROWS.has(methodOn(module, reference) ?? '')) === true;
}

function methodOn(module: Module, reference: Node): string | null {
  const member = parentOf(module, reference);
  if (member === null || !isMember(member) || member.object !== reference) return null;
  const call = parentOf(module, member);
  return call !== null && isCall(call) && call.callee === member ? memberName(member) : null;
}

function only(statement: Node): Node {
  if (statement.type === 'BlockStatement' && statement.body.length === 1 && statement.body[0]) return only(statement.body[0]);
  return statement.type === 'ExpressionStatement' ? bare(statement.expression) : statement;
}

/** `seen.set(key, (seen.get(key) ?? 0) + 1)`: a collection at the module's level that keeps counts. */
export function isCountingStore(module: Module, callee: Node): boolean {
  if (!isMember(callee) || memberName(callee) !== 'get') return false;
  const binding = lasting(module, callee.object);
  return (
    binding?.references.some(({ node: reference }) => {
      if (methodOn(module, reference) !== 'set') return false;
      const call = parentOf(module, parentOf(module, reference) ?? reference);
      const value = call !== null && isCall(call) ? call.arguments[1] : undefined;
      return value?.type === 'BinaryExpression' && mentions(module, value, reference);
    }) === true
  );
}

/** `if (kept.size > MOST) kept.delete(oldest)`: the question keeps a collection small, and does nothing else. */
export function keepsSmall(module: Module, question: Node): boolean {
  for (let at: Node | null = question; at !== null; at = parentOf(module, at)) {
    if (at.type !== 'IfStatement' && at.type !== 'WhileStatement') continue;
    if (!contains(at.test, question) || (at.type === 'IfStatement' && at.alternate)) return false;
    const call = only(at.type === 'IfStatement' ? at.consequent : at.body);
    return isCall(call) && isMember(bare(call.callee)) && SHRINKS.has(memberName(bare(call.callee)) ?? '');
  }
  return false;
}
