import { bare, isCall, isFunction, isMember, propertyName, rootOf, type Node } from './ast.ts';
import { requiredBy } from './imports.ts';
import { bindingOf, isConstant, parentOf, textOf, type Module } from './module.ts';
import type { Binding } from './scope.ts';
import { fails, HOLDS, type Proof } from './sites.ts';
import { MUTATING_METHODS } from './verbs.ts';

/** Functions that give the same for the same arguments. */
const STABLE_CALLS = new Set(['Number', 'String', 'Boolean', 'parseInt', 'parseFloat', 'URL', 'encodeURIComponent', 'RegExp', 'require']);
/** `Object.assign(x, …)` and its like change what they are given first. */
const CHANGES_FIRST = /^Object\.(?:assign|definePropert(?:y|ies)|setPrototypeOf)$/;

/** Whether this use of a variable changes the object that it holds. */
export function changesObject(module: Module, use: Node): boolean {
  let at = use;
  let parent = parentOf(module, at);
  while (parent !== null && isMember(parent) && parent.object === at) {
    at = parent;
    parent = parentOf(module, at);
  }
  if (parent === null) return false;
  if (parent.type === 'AssignmentExpression') return parent.left === at;
  if (parent.type === 'UpdateExpression') return true;
  if (parent.type === 'UnaryExpression') return parent.operator === 'delete';
  if (!isCall(parent)) return false;
  if (parent.callee === at) return isMember(at) && MUTATING_METHODS.has(propertyName(at) ?? '');
  return CHANGES_FIRST.test(textOf(module, parent.callee)) && parent.arguments[0] === at;
}

function isStableCall(module: Module, node: Node): boolean {
  if (!isCall(node)) return false;
  const callee = bare(node.callee);
  const root = rootOf(callee);
  const isGlobal = bindingOf(module, root) === null;
  const name = callee.type === 'Identifier' ? callee.name : '';
  if (isGlobal) return STABLE_CALLS.has(name) && node.arguments.every((argument) => isSteady(module, argument));
  // What a package constructs (a client, an agent) is one thing that is used, not a value that changes.
  return node.type === 'NewExpression' || (isMember(callee) && propertyName(callee) === 'from');
}

/** Whether an expression, evaluated once when the module is loaded, stands for the same value from then on. */
function isSteady(module: Module, expression: Node): boolean {
  const node = bare(expression);
  if (isFunction(node) || node.type.endsWith('Literal') || node.type === 'ClassExpression') {
    return node.type !== 'TemplateLiteral' || node.expressions.every((part) => isSteady(module, part));
  }
  switch (node.type) {
    case 'Identifier': {
      const binding = bindingOf(module, node);
      return binding === null ? node.name === 'undefined' || node.name === 'process' : proveSteady(module, binding).holds;
    }
    case 'BinaryExpression':
    case 'LogicalExpression':
      return isSteady(module, node.left) && isSteady(module, node.right);
    case 'ConditionalExpression':
      return [node.test, node.consequent, node.alternate].every((part) => isSteady(module, part));
    case 'UnaryExpression':
      return isSteady(module, node.argument);
    case 'ObjectExpression':
      return node.properties.every(
        (property) =>
          property.type === 'ObjectMethod' || isSteady(module, property.type === 'SpreadElement' ? property.argument : property.value),
      );
    case 'ArrayExpression':
      return node.elements.every(
        (element) => element === null || isSteady(module, element.type === 'SpreadElement' ? element.argument : element),
      );
    default:
      return isMember(node) ? isSteady(module, rootOf(node)) : isStableCall(module, node);
  }
}

/**
 * Proves that a variable of the module's level has one value for the life of the process: it is assigned once, from what is
 * known when the module is loaded, and no line of the file changes the object that it holds.
 */
export function proveSteady(module: Module, binding: Binding): Proof {
  if (!isConstant(binding)) return fails(`"${binding.name}", which may change`);
  if (binding.references.some(({ node }) => changesObject(module, node))) return fails(`"${binding.name}", whose content changes`);
  if (binding.declaration.type !== 'VariableDeclarator') return HOLDS;
  const { init, id } = binding.declaration;
  if (!init || !isSteady(module, init)) return fails(`"${binding.name}", of which is not known that it stays the same`);
  return id.type === 'Identifier' || isMember(bare(init)) || requiredBy(module, init) !== null
    ? HOLDS
    : fails(`"${binding.name}", which is taken out of something`);
}
