import type { SourceFile } from '../contract/records.ts';
import { bare, isCall, isFunction, isMember, propertyName, walk, type Node } from './ast.ts';
import { useOf, withTypes } from './collection-uses.ts';
import { bindingOrigin, isExported, requiredBy } from './imports.ts';
import { bindingOf, moduleOf, parentOf, textOf, type Module } from './module.ts';
import { isBuiltIn } from './origin.ts';
import { isSource } from './paths.ts';
import type { Binding } from './scope.ts';

/** What an expression stands for: the global object, the process, its environment, or what reads a file into that. */
type Held = 'global' | 'process' | 'env' | 'load';

/** What a member of one of these is, by its name; null: nothing that matters here. */
function memberOf(held: Held | null, name: string | null): Held | null {
  if (held === 'global') return name === 'process' ? 'process' : null;
  if (held !== 'process') return null;
  if (name === 'env') return 'env';
  if (name === 'loadEnvFile') return 'load';
  return name === 'default' ? 'process' : null;
}

/** What a pattern's variable is given out of a value. The rest of the process still has the environment itself; the rest of that is a copy. */
function takenOut(pattern: Node, wanted: Node, held: Held | null): Held | null {
  if (pattern === wanted) return held;
  if (pattern.type === 'AssignmentPattern') return takenOut(pattern.left, wanted, held);
  if (pattern.type !== 'ObjectPattern') return null;
  for (const property of pattern.properties) {
    if (property.type === 'RestElement') {
      if (property.argument === wanted) return held === 'process' ? held : null;
      continue;
    }
    const found = takenOut(property.value, wanted, memberOf(held, propertyName(property)));
    if (found !== null) return found;
  }
  return null;
}

function heldByBinding(module: Module, binding: Binding, seen: Set<Binding>): Held | null {
  if (seen.has(binding)) return null;
  seen.add(binding);
  const origin = bindingOrigin(module, binding);
  if (isBuiltIn(origin, 'process')) return origin.name === '*' ? 'process' : memberOf('process', origin.name);
  const { declaration, identifier } = binding;
  if (declaration.type === 'VariableDeclarator')
    return declaration.init ? takenOut(declaration.id, identifier, heldBy(module, declaration.init, seen)) : null;
  if (!isFunction(declaration)) return null;
  for (const parameter of declaration.params) {
    if (parameter.type !== 'AssignmentPattern') continue;
    const found = takenOut(parameter.left, identifier, heldBy(module, parameter.right, seen));
    if (found !== null) return found;
  }
  return null;
}

/** What an expression stands for, or may stand for; null: none of these. */
function heldBy(module: Module, expression: Node, seen: Set<Binding> = new Set()): Held | null {
  const node = bare(expression);
  if (node.type === 'Identifier') {
    const binding = bindingOf(module, node);
    if (binding !== null) return heldByBinding(module, binding, seen);
    return /^global(?:This)?$/.test(node.name) ? 'global' : memberOf('global', node.name);
  }
  if (node.type === 'LogicalExpression') return heldBy(module, node.left, seen) ?? heldBy(module, node.right, seen);
  if (node.type === 'ConditionalExpression') return heldBy(module, node.consequent, seen) ?? heldBy(module, node.alternate, seen);
  if (!isMember(node)) return /^(?:node:)?process$/.test(requiredBy(module, node) ?? '') ? 'process' : null;
  return memberOf(heldBy(module, node.object, seen), propertyName(node));
}

/** Whether an expression goes on as a variable or as a larger expression, which are looked at in their own place. */
function isFollowed(parent: Node, at: Node): boolean {
  switch (parent.type) {
    case 'VariableDeclarator':
      return parent.init === at;
    case 'AssignmentPattern':
      return parent.right === at;
    case 'LogicalExpression':
    case 'ConditionalExpression':
      return true;
    default:
      return false;
  }
}

/** `Object.assign({}, process.env)` copies it: only the first argument is changed. */
function isCopied(module: Module, parent: Node, at: Node): boolean {
  return isCall(parent) && textOf(module, parent.callee) === 'Object.assign' && parent.arguments[0] !== at && parent.callee !== at;
}

/** Whether a place that has the environment only looks at it. What it is handed to may write to it, as far as can be seen. */
function looksAtEnvironment(module: Module, mention: Node): boolean {
  const at = withTypes(module, mention);
  const parent = parentOf(module, at);
  if (parent === null) return false;
  if (isFollowed(parent, at) || isCopied(module, parent, at)) return true;
  // A method of it gives what it says: an environment's own are those of every object.
  const isOfMember = isMember(parent) && parent.object === at;
  return isOfMember ? useOf(module, at) !== 'change' : useOf(module, at) === 'read';
}

/** Whether a place that has the process takes one thing of it by name, or looks whether it is there. */
function looksAtProcess(module: Module, mention: Node): boolean {
  const at = withTypes(module, mention);
  const parent = parentOf(module, at);
  if (parent === null) return false;
  if (isMember(parent) && parent.object === at) return propertyName(parent) !== null;
  return isFollowed(parent, at) || useOf(module, at) === 'read';
}

/** Whether this place may change the environment. */
function mayChange(module: Module, node: Node): boolean {
  // Where a name is declared, nothing is done with it yet; but what is exported is out of sight.
  const binding = node.type === 'Identifier' ? bindingOf(module, node) : null;
  const declared = binding?.identifier === node ? binding : null;
  const held = heldBy(module, node);
  if (held === null || held === 'global') return false;
  if (held === 'load') return true;
  if (declared !== null) return declared.scope === module.scopes.root && isExported(module, declared);
  return held === 'env' ? !looksAtEnvironment(module, node) : !looksAtProcess(module, node);
}

/** Whether a name is only that of a property, or of what is imported or exported: it stands for nothing by itself. */
function isNameOnly(module: Module, node: Node): boolean {
  if (node.type !== 'Identifier' || bindingOf(module, node) !== null) return false;
  const parent = parentOf(module, node);
  if (parent === null) return true;
  if (isMember(parent)) return parent.property === node && !parent.computed;
  return (
    ('key' in parent && parent.key === node && !('computed' in parent && parent.computed)) || /^(?:Im|Ex)portSpecifier$/.test(parent.type)
  );
}

const known = new WeakMap<SourceFile, boolean>();

function fileChanges(file: SourceFile): boolean {
  const before = known.get(file);
  if (before !== undefined) return before;
  // Without the word there is no way to it.
  let changes = /\bprocess\b/.test(file.content);
  const module = changes ? moduleOf(file) : null;
  // What can't be read may do anything.
  if (module !== null) {
    changes = false;
    walk(module.program, (node) => {
      if (!changes && !isNameOnly(module, node)) changes = mayChange(module, node);
    });
  }
  known.set(file, changes);
  return changes;
}

/**
 * The first script of a package that writes to the environment, as far as can be seen: by an assignment, `delete`, `Object.assign` and its
 * like or `process.loadEnvFile`, on whatever name it goes by, or because it hands it on. Null: it is the same from call to call.
 */
export function environmentChanger(files: readonly SourceFile[]): SourceFile | null {
  return files.find((file) => isSource(file.path) && fileChanges(file)) ?? null;
}
