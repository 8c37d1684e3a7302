import { isCall, isFunction, isMember, propertyName, type Call, type Node, type t } from './ast.ts';
import { arrayType, declaredType, isStringType } from './declared-types.ts';
import { importedBy } from './imports.ts';
import { bindingOf, constantValue, parentOf, textOf, type Module } from './module.ts';

// What a value is, as far as the code says so. What is not proven is "no".

/** Functions of `Object`, `Array` and `Promise` (awaited) that give a new array. */
const ARRAY_FUNCTIONS = /^(?:Object\.(?:keys|values|entries|getOwnPropertyNames)|Array\.(?:from|of))$/;
const AWAITED_ARRAYS = /^Promise\.(?:all|allSettled)$/;
/** Methods that give a new array, and that strings don't have or that turn them into one. */
const ARRAY_METHODS = new Set('map filter flatMap split toSorted toReversed toSpliced with'.split(' '));
/** Methods that give what they were called on: a string of a string, a new array of an array. */
const LIKE_METHODS = new Set(['slice', 'concat', 'flat']);
/** Methods that give a part or an order of the same elements. */
const SAME_ELEMENTS = new Set(['filter', 'slice', 'toSorted', 'toReversed']);
const STRING_METHODS = new Set(
  'toString toLowerCase toUpperCase trim trimStart trimEnd padStart padEnd toISOString toFixed substring charAt replace replaceAll join repeat normalize'.split(
    ' ',
  ),
);

/** The expression under `as`, `satisfies` and `!`; an `await` stays. */
export function untyped(node: Node): Node {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'ParenthesizedExpression':
      return untyped(node.expression);
    default:
      return node;
  }
}

function castTo(node: Node): t.TSType | null {
  return node.type === 'TSAsExpression' || node.type === 'TSSatisfiesExpression' ? node.typeAnnotation : null;
}

/** Whether a callee is a function of a global object, for example `Object.keys`. */
function isGlobalFunction(module: Module, callee: Node, names: RegExp): boolean {
  return (
    isMember(callee) &&
    callee.object.type === 'Identifier' &&
    bindingOf(module, callee.object) === null &&
    names.test(textOf(module, callee))
  );
}

function methodOf(node: Node): { name: string; object: Node; call: Call } | null {
  if (node.type !== 'CallExpression' || !isMember(node.callee)) return null;
  const name = propertyName(node.callee);
  return name === null ? null : { name, object: node.callee.object, call: node };
}

/** Whether the expression makes an array anew, so that nobody else holds it yet. */
export function makesArray(module: Module, node: Node): boolean {
  const at = untyped(node);
  if (at.type === 'ArrayExpression') return true;
  if (at.type === 'AwaitExpression') {
    const awaited = untyped(at.argument);
    return isCall(awaited) && isGlobalFunction(module, awaited.callee, AWAITED_ARRAYS);
  }
  const method = methodOf(at);
  if (method === null) return false;
  if (isGlobalFunction(module, method.call.callee, ARRAY_FUNCTIONS)) return true;
  return ARRAY_METHODS.has(method.name) || (LIKE_METHODS.has(method.name) && isArray(module, method.object));
}

/** Whether the value is an array, by its literal, by what makes it, or by its declared type. */
export function isArray(module: Module, node: Node): boolean {
  const cast = castTo(node);
  if (cast !== null && arrayType(module, cast) !== null) return true;
  const at = untyped(node);
  if (at.type !== 'Identifier') return makesArray(module, at);
  const binding = bindingOf(module, at);
  const declared = binding === null ? null : declaredType(module, binding);
  if (declared !== null) return arrayType(module, declared) !== null;
  const value = constantValue(module, at);
  return value !== null && isArray(module, value);
}

/** The array whose elements a variable stands for, one after the other: of a for-of, or of a method's inline callback. */
function elementsSource(module: Module, identifier: Node): Node | null {
  const parent = parentOf(module, identifier);
  if (parent === null) return null;
  if (parent.type === 'VariableDeclarator') {
    const statement = parentOf(module, parent);
    const loop = statement === null ? null : parentOf(module, statement);
    return loop?.type === 'ForOfStatement' && loop.left === statement && !loop.await ? loop.right : null;
  }
  if (!isFunction(parent) || parent.params[0] !== identifier) return null;
  const call = parentOf(module, parent);
  const method = call === null ? null : methodOf(call);
  if (method === null || method.call.arguments[0] !== parent || method.name.startsWith('reduce')) return null;
  return isArray(module, method.object) ? method.object : null;
}

/** Whether the value is a string, for certain. */
export function isString(module: Module, node: Node): boolean {
  const cast = castTo(node);
  if (cast !== null && isStringType(module, cast)) return true;
  const at = untyped(node);
  switch (at.type) {
    case 'StringLiteral':
    case 'TemplateLiteral':
      return true;
    case 'UnaryExpression':
      return at.operator === 'typeof';
    case 'BinaryExpression':
      return at.operator === '+' && (isString(module, at.left) || isString(module, at.right));
    case 'AwaitExpression':
      return methodOf(untyped(at.argument))?.name === 'text';
    case 'Identifier':
      return isStringVariable(module, at);
    default:
      return isCall(at) && isStringCall(module, at);
  }
}

function isStringVariable(module: Module, at: t.Identifier): boolean {
  const binding = bindingOf(module, at);
  if (binding === null) return false;
  const declared = declaredType(module, binding);
  if (declared !== null) return isStringType(module, declared);
  const value = constantValue(module, at);
  if (value !== null) return isString(module, value);
  const source = binding.references.some(({ write }) => write) ? null : elementsSource(module, binding.identifier);
  return source !== null && elementsAre(module, source, isString);
}

function isStringCall(module: Module, call: Call): boolean {
  const { callee } = call;
  if (callee.type === 'Identifier') {
    const binding = bindingOf(module, callee);
    if (binding === null) return callee.name === 'String' && call.type !== 'NewExpression';
    return importedBy(module, binding)?.name === 'readFileSync' && readsText(module, call);
  }
  if (isGlobalFunction(module, callee, /^JSON\.stringify$/)) return true;
  const method = methodOf(call);
  return method !== null && (STRING_METHODS.has(method.name) || (method.name === 'readFileSync' && readsText(module, call)));
}

function readsText(module: Module, call: Call): boolean {
  const [, encoding] = call.arguments;
  return encoding !== undefined && /utf-?8/i.test(textOf(module, encoding));
}

/** Whether no evaluation of the expression can give NaN. */
export function neverNaN(module: Module, node: Node): boolean {
  const at = untyped(node);
  if (/^(?:Numeric|Boolean|Null|BigInt)Literal$/.test(at.type)) return true;
  return isString(module, node);
}

/** Whether all elements of an array satisfy `test`, by the array's literal, its making or its declared type. */
export function elementsAre(module: Module, node: Node, test: (module: Module, element: Node) => boolean): boolean {
  const cast = castTo(node);
  const typed = cast === null ? null : arrayType(module, cast)?.element;
  if (typed) return isStringType(module, typed);
  const at = untyped(node);
  if (at.type === 'ArrayExpression')
    return at.elements.every((element) => element !== null && element.type !== 'SpreadElement' && test(module, element));
  if (at.type === 'Identifier') {
    const binding = bindingOf(module, at);
    const declared = binding === null ? null : declaredType(module, binding);
    const element = declared === null ? null : arrayType(module, declared)?.element;
    if (element) return isStringType(module, element);
    const value = constantValue(module, at);
    return value !== null && elementsAre(module, value, test);
  }
  const method = methodOf(at);
  if (method === null) return false;
  if (method.name === 'split' || /^Object\.(?:keys|getOwnPropertyNames)$/.test(textOf(module, method.call.callee))) return true;
  if (SAME_ELEMENTS.has(method.name)) return elementsAre(module, method.object, test);
  const [callback] = method.call.arguments;
  return method.name === 'map' && callback?.type === 'ArrowFunctionExpression' && !callback.async && test(module, callback.body);
}
