import { isMember, propertyName, type Node, type t } from '../ast.ts';
import { bindingOf, type Module } from '../module.ts';
import type { Binding } from '../scope.ts';
import { isArray, isString, untyped } from '../value-kinds.ts';

/** What a step adds to a list or an object that it copies. */
export type Added =
  | { how: 'push'; values: Node[] }
  | { how: 'push-each'; from: Node }
  | {
      how: 'set';
      key: Node;
      value: Node;
      /** The key is known not to be `__proto__`, which an assignment takes for the prototype and a literal for a key. */
      plainKey: boolean;
    };

/** One copy of everything so far with something added. */
export interface Step {
  node: Node;
  added: Added;
}

/** The step that an expression is; `reason`: it copies everything so far, in a form that is not rewritten; null: it does not. */
export type StepOrNot = { step: Step } | { reason: string } | null;

function isName(module: Module, node: Node | null | undefined, binding: Binding): boolean {
  return node?.type === 'Identifier' && bindingOf(module, node) === binding;
}

function spreads(module: Module, node: Node | null | undefined, binding: Binding): boolean {
  return node?.type === 'SpreadElement' && isName(module, node.argument, binding);
}

const COMMA = { reason: 'what it adds is in brackets with a comma' };

function arrayStep(module: Module, node: t.ArrayExpression, binding: Binding): StepOrNot {
  const [first, ...rest] = node.elements;
  if (!spreads(module, first, binding)) {
    return node.elements.some((element) => spreads(module, element, binding))
      ? { reason: 'it puts what it adds before what it has' }
      : null;
  }
  const [only] = rest;
  if (rest.length === 1 && only?.type === 'SpreadElement') return eachOf(module, node, only.argument, binding);
  const values = rest.flatMap((element) => (element === null || element.type === 'SpreadElement' ? [] : [element]));
  if (rest.length === 0 || values.length < rest.length) return { reason: 'it adds several things in one, not one after the other' };
  return pushOf(node, values);
}

function pushOf(node: Node, values: Node[]): StepOrNot {
  if (values.some(({ type }) => type === 'SequenceExpression')) return COMMA;
  // Brackets between the values would lose one of their two ends.
  if (values.length > 1 && values.some(({ extra }) => extra?.['parenthesized'] === true))
    return { reason: 'it adds several values in brackets' };
  return { step: { node, added: { how: 'push', values } } };
}

function eachOf(module: Module, node: Node, from: Node, binding: Binding): StepOrNot {
  if (isName(module, from, binding)) return { reason: 'it adds to itself all that it has' };
  if (from.type === 'SequenceExpression') return COMMA;
  return { step: { node, added: { how: 'push-each', from } } };
}

/** A key that cannot be `__proto__`. */
function isPlainKey(key: Node): boolean {
  if (key.type === 'NumericLiteral') return true;
  return key.type === 'TemplateLiteral' && key.quasis.some(({ value }) => !'__proto__'.includes(value.raw));
}

/** Only a computed key makes an object grow: one that is written down is set again and again. */
function objectStep(module: Module, node: t.ObjectExpression, binding: Binding): StepOrNot {
  const [first, added, ...more] = node.properties;
  const computes = node.properties.some((property) => property.type !== 'SpreadElement' && property.computed);
  if (!node.properties.some((property) => spreads(module, property, binding)) || !computes) return null;
  if (!spreads(module, first, binding)) return { reason: 'it puts what it adds before what it has' };
  if (added?.type !== 'ObjectProperty' || more.length > 0) return { reason: 'it does not add exactly one key' };
  const { key, value } = added;
  if (key.type === 'SequenceExpression' || value.type === 'SequenceExpression') return COMMA;
  return { step: { node, added: { how: 'set', key, value, plainKey: isPlainKey(key) } } };
}

/** What `concat` does not take apart. */
function isOneValue(module: Module, node: Node): boolean {
  const at = untyped(node);
  return isString(module, at) || /^(?:Object|Function|ArrowFunction)Expression$|^(?:Numeric|Boolean|Null|BigInt)Literal$/.test(at.type);
}

function concatStep(module: Module, node: Node, binding: Binding): StepOrNot {
  if (node.type !== 'CallExpression' || !isMember(node.callee) || propertyName(node.callee) !== 'concat') return null;
  if (!isName(module, node.callee.object, binding)) return null;
  const values: Node[] = node.arguments;
  const [only] = values;
  if (only === undefined || values.some(({ type }) => type === 'SpreadElement')) return { reason: 'what it adds is not written down' };
  if (values.length === 1 && untyped(only).type === 'ArrayExpression') {
    const { elements } = untyped(only) as t.ArrayExpression;
    const plain = elements.flatMap((element) => (element === null || element.type === 'SpreadElement' ? [] : [element]));
    if (plain.length > 0 && plain.length === elements.length) return pushOf(node, plain);
  }
  if (values.length === 1 && isArray(module, only)) return eachOf(module, node, only, binding);
  if (values.every((value) => isOneValue(module, value))) return pushOf(node, values);
  return { reason: '`concat` takes an array apart, and it is not known whether it is given one' };
}

/** The step by which an expression makes the next value of `binding` out of a copy of it. */
export function stepOf(module: Module, expression: Node, binding: Binding): StepOrNot {
  const node = untyped(expression);
  if (node !== expression && expression.type !== 'ParenthesizedExpression') {
    return stepOf(module, node, binding) === null ? null : { reason: 'its type is asserted' };
  }
  if (node.type === 'ArrayExpression') return arrayStep(module, node, binding);
  return node.type === 'ObjectExpression' ? objectStep(module, node, binding) : concatStep(module, node, binding);
}

/** Mentions of the variable by which a step copies it, not what it adds. */
export function copiedBy(module: Module, { node }: Step, binding: Binding): Node | null {
  if (node.type === 'CallExpression' && isMember(node.callee)) return node.callee.object;
  const first = node.type === 'ArrayExpression' ? node.elements[0] : node.type === 'ObjectExpression' ? node.properties[0] : null;
  return first?.type === 'SpreadElement' && isName(module, first.argument, binding) ? first.argument : null;
}
