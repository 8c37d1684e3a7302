import { bare, isMember, propertyName, type Node } from '../../shared/source/ast.ts';
import { importedBy } from '../../shared/source/imports.ts';
import { bindingOf, constantValue, parentOf, type Module } from '../../shared/source/module.ts';

/** Whether a node is the global variable of this name: an identifier that is bound nowhere in the file. */
export function isGlobal(module: Module, node: Node, name: string): boolean {
  return node.type === 'Identifier' && node.name === name && isGlobalName(module, node);
}

/** Whether an identifier is used as a variable and bound nowhere in the file. */
export function isGlobalName(module: Module, node: Node): boolean {
  if (node.type !== 'Identifier' || bindingOf(module, node) !== null || !module.scopes.globals.has(node.name)) return false;
  const parent = parentOf(module, node);
  if (parent === null) return false;
  if (isMember(parent)) return parent.object === node || parent.computed;
  if (parent.type === 'ObjectProperty') return parent.value === node || parent.computed;
  return ![
    'ObjectMethod',
    'ClassMethod',
    'ClassProperty',
    'LabeledStatement',
    'BreakStatement',
    'ContinueStatement',
    'MetaProperty',
  ].includes(parent.type);
}

/** Specifier of the module that an identifier is imported from; null when it is no import. */
export function importSource(module: Module, node: Node): string | null {
  const binding = node.type === 'Identifier' ? bindingOf(module, node) : null;
  return binding === null ? null : (importedBy(module, binding)?.specifier ?? null);
}

/** `process`, the global or the module's default export. */
export function isProcess(module: Module, node: Node): boolean {
  return isGlobal(module, node, 'process') || /^(?:node:)?process$/.test(importSource(module, node) ?? '');
}

/** Name of the member of `process` that a node is: `env` of `process.env`; null when it is none, or computed. */
export function processMember(module: Module, node: Node): string | null {
  return isMember(node) && isProcess(module, bare(node.object)) ? memberName(node) : null;
}

/** Name of a member, also where it is written as a template without expressions. */
export function memberName(node: Node): string | null {
  if (isMember(node) && node.property.type === 'TemplateLiteral' && node.property.expressions.length === 0)
    return node.property.quasis[0]?.value.cooked ?? null;
  return propertyName(node);
}

/** A variable's own value, through constants that only rename it. */
export function unaliased(module: Module, node: Node, depth = 4): Node {
  const at = bare(node);
  const value = depth > 0 ? constantValue(module, at) : null;
  return value === null ? at : unaliased(module, value, depth - 1);
}

/** Leftmost object of a chain of members, through renaming constants: `assert` of `a.equal` where `const a = assert`. */
export function rootObject(module: Module, node: Node): Node {
  const at = unaliased(module, node);
  return isMember(at) ? rootObject(module, at.object) : at;
}
