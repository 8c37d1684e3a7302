import type { SourceFile } from '../contract/records.ts';
import { isMember, propertyName, rootOf, type Node } from './ast.ts';
import { useOf, withTypes } from './collection-uses.ts';
import { environmentChanger } from './environment-changes.ts';
import { isExported } from './imports.ts';
import { bindingOf, constantValue, parentOf, textOf, type Module } from './module.ts';
import { isString, untyped } from './value-kinds.ts';

function isEnvironment(node: Node): boolean {
  return isMember(node) && propertyName(node) === 'env' && node.object.type === 'Identifier' && node.object.name === 'process';
}

/** Whether a mention of an object only looks at it, or gives it to a formatter, which takes what it needs at once. */
function looksOnly(module: Module, mention: Node): boolean {
  const parent = parentOf(module, withTypes(module, mention));
  return useOf(module, mention) === 'read' || (parent?.type === 'NewExpression' && textOf(module, parent.callee).startsWith('Intl.'));
}

/** Whether a variable of the module's level has one value, from its declaration on. */
function isSameVariable(module: Module, node: Node, files: readonly SourceFile[]): boolean {
  const binding = bindingOf(module, node);
  if (binding === null) return node.type === 'Identifier' && node.name === 'undefined';
  const value = binding.scope === module.scopes.root ? constantValue(module, node) : null;
  if (value === null) return false;
  // A text cannot change, wherever it came from when the module was loaded; of an object it takes a proof that nobody changes it.
  if (isString(module, node)) return true;
  if (!isSameEachTime(module, value, files)) return false;
  const isObject = /^(?:Object|Array)Expression$/.test(untyped(value).type);
  return !isObject || (!isExported(module, binding) && binding.references.every((use) => looksOnly(module, use.node)));
}

/**
 * Whether an expression within a function gives the same each time that it is evaluated: it is made of literals, of constants of the
 * module's level, and of the environment, which Lambda sets once: unless a script of the package (`files`) writes to it.
 */
export function isSameEachTime(module: Module, expression: Node, files: readonly SourceFile[]): boolean {
  const node = untyped(expression);
  switch (node.type) {
    case 'StringLiteral':
    case 'NumericLiteral':
    case 'BooleanLiteral':
    case 'NullLiteral':
      return true;
    case 'TemplateLiteral':
      return node.expressions.every((part) => isSameEachTime(module, part, files));
    case 'UnaryExpression':
      return isSameEachTime(module, node.argument, files);
    case 'BinaryExpression':
    case 'LogicalExpression':
      return isSameEachTime(module, node.left, files) && isSameEachTime(module, node.right, files);
    case 'ArrayExpression':
      return node.elements.every(
        (element) => element !== null && element.type !== 'SpreadElement' && isSameEachTime(module, element, files),
      );
    case 'ObjectExpression':
      return node.properties.every(
        (property) => property.type === 'ObjectProperty' && !property.computed && isSameEachTime(module, property.value, files),
      );
    case 'Identifier':
      return isSameVariable(module, node, files);
    case 'MemberExpression': {
      if (isEnvironment(node.object))
        return bindingOf(module, rootOf(node)) === null && propertyName(node) !== null && environmentChanger(files) === null;
      return (
        propertyName(node) !== null &&
        rootOf(node).type === 'Identifier' &&
        !isEnvironment(node) &&
        isSameVariable(module, rootOf(node), files)
      );
    }
    default:
      return false;
  }
}
