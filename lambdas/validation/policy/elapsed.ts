import type { SourceFile } from '../../shared/contract/records.ts';
import { bare, isCall, isMember, walk, type Node } from '../../shared/source/ast.ts';
import { bindingOf, constantValue, textOf, type Module } from '../../shared/source/module.ts';
import { givenFor } from './callers.ts';
import { circumstancesOf } from './circumstances.ts';
import { memberName } from './globals.ts';

/**
 * Longest time that code may wait for before it does something else, ms: the hour for which a canary is watched (SPEC 8). What happens later
 * than that after a start happens unseen.
 */
export const MOST_DELAY_MS = 3_600_000;
const ARITHMETIC = /^(?:[-+*/]|<=?|>=?|[!=]==?)$/;
const CARRIES_ON = /^(?:Math\.\w+|Number|BigInt)$/;
const DEPTH = 5;

/** All numbers that an expression can be, where they are written down; null when they can't be seen. */
export function numbers(module: Module, node: Node, files: readonly SourceFile[], depth = DEPTH): number[] | null {
  const at = bare(node);
  if (depth === 0) return null;
  if (at.type === 'NumericLiteral') return [at.value];
  if (at.type === 'BigIntLiteral') return [Number(at.value)];
  if (at.type === 'UnaryExpression' && at.operator === '-') return numbers(module, at.argument, files, depth - 1);
  if (at.type === 'BinaryExpression' && /^[-+*/]$/.test(at.operator)) {
    const left = numbers(module, at.left, files, depth - 1);
    const right = numbers(module, at.right, files, depth - 1);
    return left === null || right === null ? null : left.flatMap((a) => right.map((b) => calculate(at.operator, a, b)));
  }
  if (at.type !== 'Identifier') return null;
  const value = constantValue(module, at);
  if (value !== null) return numbers(module, value, files, depth - 1);
  const binding = bindingOf(module, at);
  const given = binding?.kind === 'param' ? givenFor(module, binding.identifier, files) : null;
  if (given === null) return null;
  const each = given.map((argument) => numbers(argument.module, argument.node, files, depth - 1));
  return each.includes(null) ? null : each.flatMap((some) => some ?? []);
}

function calculate(operator: string, a: number, b: number): number {
  if (operator === '*') return a * b;
  if (operator === '/') return a / b;
  return operator === '+' ? a + b : a - b;
}

/** Whether a property of this name is given a time by the clock anywhere in the file: `{ until: now + TTL }`. */
function keepsTime(module: Module, name: string, files: readonly SourceFile[]): boolean {
  let kept = false;
  walk(module.program, (node) => {
    const given =
      node.type === 'ObjectProperty' && node.key.type === 'Identifier' && node.key.name === name
        ? node.value
        : node.type === 'AssignmentExpression' && isMember(node.left) && memberName(node.left) === name
          ? node.right
          : null;
    if (given !== null && circumstancesOf(module, given, files).has('clock')) kept = true;
  });
  return kept;
}

type Leaf = 'time' | 'short' | 'unknown';

function leaves(module: Module, node: Node, files: readonly SourceFile[]): Leaf[] {
  const at = bare(node);
  const written = numbers(module, at, files);
  if (written !== null) return written.map((value) => (Math.abs(value) <= MOST_DELAY_MS ? 'short' : 'unknown'));
  const kinds = circumstancesOf(module, at, files);
  // A pause of a random length is no moment.
  if (kinds.size === 1 && kinds.has('chance')) return [];
  if (at.type === 'BinaryExpression' && ARITHMETIC.test(at.operator))
    return [...leaves(module, at.left, files), ...leaves(module, at.right, files)];
  if (isCall(at) && CARRIES_ON.test(textOf(module, bare(at.callee))))
    return at.arguments.flatMap((argument) => leaves(module, argument, files));
  const value = at.type === 'Identifier' ? constantValue(module, at) : null;
  if (value !== null && bare(value).type === 'BinaryExpression') return leaves(module, value, files);
  if (kinds.has('clock')) return ['time'];
  const name = isMember(at) ? memberName(at) : null;
  return [name !== null && keepsTime(module, name, files) ? 'time' : 'unknown'];
}

/** Whether a comparison asks only how much time has passed between two readings of the clock, and for less than the time that a canary is watched. */
export function asksElapsed(module: Module, comparison: Node, files: readonly SourceFile[]): boolean {
  const found = leaves(module, comparison, files);
  return !found.includes('unknown') && found.filter((leaf) => leaf === 'time').length >= 2;
}
