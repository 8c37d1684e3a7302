import { isFunction, isMember, propertyName, type Node, type t } from '../ast.ts';
import { parentOf, type Module } from '../module.ts';

/** A question whether an array holds a value. */
export interface MembershipShape {
  /** The expression that is true or false. */
  node: Node;
  /** The array, a plain variable. */
  array: t.Identifier;
  value: Node;
  /** The expression is true when the array lacks the value. */
  negated: boolean;
  /** includes finds NaN, as a Set does; the other two don't. */
  form: 'includes' | 'indexOf' | 'some';
}

/** What a comparison of an index with -1 or 0 asks; null: it asks for more than whether there is one. */
function askedOfIndex(operator: string, right: Node): 'there' | 'missing' | null {
  const minusOne =
    right.type === 'UnaryExpression' && right.operator === '-' && right.argument.type === 'NumericLiteral' && right.argument.value === 1;
  const zero = right.type === 'NumericLiteral' && right.value === 0;
  if ((minusOne && /^(?:!==?|>)$/.test(operator)) || (zero && operator === '>=')) return 'there';
  return (minusOne && /^===?$/.test(operator)) || (zero && operator === '<') ? 'missing' : null;
}

/** The value that a callback like `(each) => each === value` looks for: a variable, a literal or a property of a variable. */
function soughtBy(callback: Node | undefined): Node | null {
  if (callback === undefined || !isFunction(callback) || callback.async || callback.generator || callback.params.length !== 1) return null;
  const [item] = callback.params;
  const only = callback.body.type === 'BlockStatement' ? callback.body.body[0] : callback.body;
  if (callback.body.type === 'BlockStatement' && callback.body.body.length !== 1) return null;
  const test = only?.type === 'ReturnStatement' ? only.argument : only;
  if (item?.type !== 'Identifier' || test?.type !== 'BinaryExpression' || test.operator !== '===') return null;
  const isItem = (node: Node): boolean => node.type === 'Identifier' && node.name === item.name;
  const other = isItem(test.left) ? test.right : isItem(test.right) ? test.left : null;
  return other === null || isItem(other) || !isSettled(other, item.name) ? null : other;
}

/** A value that evaluating it once or often gives alike, as far as nothing runs in between. */
function isSettled(node: Node, item: string): boolean {
  if (/^(?:String|Numeric|Boolean|Null|BigInt)Literal$/.test(node.type)) return true;
  if (node.type === 'Identifier') return node.name !== item;
  return node.type === 'MemberExpression' && propertyName(node) !== null && node.object.type === 'Identifier' && node.object.name !== item;
}

/** The question that a call asks of an array; null: it is none. `whole` false: it starts in the middle of the array. */
export function membershipOf(module: Module, call: Node): { shape: MembershipShape; whole: boolean } | null {
  if (call.type !== 'CallExpression' || !isMember(call.callee) || call.callee.object.type !== 'Identifier') return null;
  const array = call.callee.object;
  const name = propertyName(call.callee);
  const [value] = call.arguments;
  if (value === undefined || value.type === 'SpreadElement' || value.type === 'ArgumentPlaceholder') return null;
  const whole = call.arguments.length === 1;
  if (name === 'includes') return { shape: { node: call, array, value, negated: false, form: name }, whole };
  if (name === 'some') {
    const sought = whole ? soughtBy(value) : null;
    return sought === null ? null : { shape: { node: call, array, value: sought, negated: false, form: name }, whole };
  }
  const parent = parentOf(module, call);
  if (name !== 'indexOf' || parent?.type !== 'BinaryExpression' || parent.left !== call) return null;
  const asked = askedOfIndex(parent.operator, parent.right);
  return asked === null ? null : { shape: { node: parent, array, value, negated: asked === 'missing', form: name }, whole };
}
