import { isCall, isFunction, isMember, propertyName, type Call, type Node } from './ast.ts';
import { bindingOf, functionOf, parentOf, textOf, type Module } from './module.ts';
import { MUTATING_METHODS } from './verbs.ts';

/**
 * What one mention of a variable does to the array or object that it holds. read: looks at it or copies it; change: changes it in place;
 * returned: ends the function with it; handed-on: somebody else may hold it from here on.
 */
export type CollectionUse = 'read' | 'change' | 'returned' | 'handed-on';

/** Methods of arrays and objects that only look, or give something new. */
const READING_METHODS = new Set(
  'includes indexOf lastIndexOf join at concat slice flat toSorted toReversed toSpliced with toString hasOwnProperty'.split(' '),
);
/** Methods of arrays that call back at once and are over then. The array itself is their callback's last argument. */
const CALLBACK_METHODS = new Set(
  'map filter forEach some every find findIndex findLast findLastIndex flatMap reduce reduceRight'.split(' '),
);
/** They give an iterator, which looks at the array later. */
const ITERATOR_METHODS = new Set(['entries', 'keys', 'values']);
/** Global functions that keep nothing of what they are given. */
const READING_FUNCTIONS =
  /^(?:Set|Map|Array|String|Boolean|Number|structuredClone|Array\.(?:from|isArray)|Object\.(?:keys|values|entries|hasOwn)|JSON\.stringify|Math\.\w+|Promise\.(?:all|allSettled))$/;
const WRAPPERS = new Set(['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion']);

/** The node with the types around it. */
export function withTypes(module: Module, node: Node): Node {
  const parent = parentOf(module, node);
  return parent !== null && WRAPPERS.has(parent.type) ? withTypes(module, parent) : node;
}

export function isCallbackMethod(name: string | null): boolean {
  return name !== null && (CALLBACK_METHODS.has(name) || name === 'toSorted' || name === 'sort');
}

/** Whether an argument is no function that could get hold of the array by its last parameter. */
function keepsArrayToItself(module: Module, name: string, argument: Node): boolean {
  const last = name.startsWith('reduce') ? 4 : 3;
  const binding = bindingOf(module, argument);
  const given = isFunction(argument) ? argument : binding === null ? null : functionOf(binding);
  if (given !== null) return given.params.length < last && given.params.every((parameter) => parameter.type !== 'RestElement');
  return argument.type === 'Identifier' && binding === null && /^(?:String|Number|Boolean)$/.test(argument.name);
}

function isTarget(parent: Node, at: Node): boolean {
  switch (parent.type) {
    case 'AssignmentExpression':
    case 'AssignmentPattern':
    case 'ForOfStatement':
    case 'ForInStatement':
      return parent.left === at;
    case 'UnaryExpression':
      return parent.operator === 'delete';
    case 'RestElement':
    case 'ArrayPattern':
    case 'UpdateExpression':
      return true;
    default:
      return false;
  }
}

function memberUse(module: Module, member: Node): CollectionUse {
  const name = isMember(member) ? propertyName(member) : null;
  const at = withTypes(module, member);
  const parent = parentOf(module, at);
  if (parent === null) return 'handed-on';
  if (isTarget(parent, at)) return 'change';
  if (parent.type === 'ObjectProperty' && parentOf(module, parent)?.type === 'ObjectPattern') return 'change';
  if (!isCall(parent) || parent.callee !== at) return 'read';
  return name === null ? 'handed-on' : methodUse(module, name, parent);
}

function methodUse(module: Module, name: string, call: Call): CollectionUse {
  if (MUTATING_METHODS.has(name)) return 'change';
  if (READING_METHODS.has(name)) return 'read';
  const around = parentOf(module, call);
  if (ITERATOR_METHODS.has(name)) return around?.type === 'ForOfStatement' || around?.type === 'SpreadElement' ? 'read' : 'handed-on';
  const [callback] = call.arguments;
  return CALLBACK_METHODS.has(name) && callback !== undefined && keepsArrayToItself(module, name, callback) ? 'read' : 'handed-on';
}

function isReadingFunction(module: Module, call: Call): boolean {
  const root = isMember(call.callee) ? call.callee.object : call.callee;
  return bindingOf(module, root) === null && READING_FUNCTIONS.test(textOf(module, call.callee));
}

const LOOKS = new Set(['SpreadElement', 'BinaryExpression', 'TemplateLiteral', 'ExpressionStatement', 'SwitchStatement']);
const CONDITIONS = new Set(['IfStatement', 'ConditionalExpression', 'WhileStatement', 'DoWhileStatement', 'ForStatement']);

/** What this mention (not the declaration) of a variable does to what it holds. */
export function useOf(module: Module, mention: Node): CollectionUse {
  const at = withTypes(module, mention);
  const parent = parentOf(module, at);
  if (parent === null) return 'handed-on';
  if (isMember(parent) && parent.object === at) return memberUse(module, parent);
  if (isTarget(parent, at)) return 'change';
  if (LOOKS.has(parent.type) || parent.type === 'UnaryExpression') return 'read';
  if (CONDITIONS.has(parent.type)) return 'test' in parent && parent.test === at ? 'read' : 'handed-on';
  if (parent.type === 'ForOfStatement' || parent.type === 'ForInStatement') return 'read';
  if (parent.type === 'ReturnStatement') return 'returned';
  if (parent.type === 'ArrowFunctionExpression') return parent.body === at ? 'returned' : 'handed-on';
  if (isMember(parent)) return 'read';
  return isCall(parent) && parent.callee !== at && isReadingFunction(module, parent) ? 'read' : 'handed-on';
}
