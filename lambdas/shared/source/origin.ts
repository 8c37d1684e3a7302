import type { SourceFile } from '../contract/records.ts';
import { bare, isFunction, isMember, propertyName, type FunctionNode, type Node } from './ast.ts';
import { bindingOrigin, importedFunction, requiredBy, type FoundFunction, type Imported } from './imports.ts';
import { bindingOf, functionOf, moduleOf, type Module } from './module.ts';
import { resolveRelative } from './paths.ts';

/**
 * Where a value comes from, imported or required, as a name or as a member of the whole: `fs.readFileSync` and `readFileSync` are both
 * `readFileSync` of `node:fs`. Null: from nowhere else, or it can't be seen.
 */
export function originOf(module: Module, node: Node): Imported | null {
  const at = bare(node);
  if (at.type === 'Identifier') {
    const binding = bindingOf(module, at);
    return binding === null ? null : bindingOrigin(module, binding);
  }
  if (!isMember(at)) return null;
  const name = propertyName(at);
  const specifier = requiredBy(module, at.object);
  if (name === null) return null;
  if (specifier !== null) return { specifier, name };
  const whole = originOf(module, at.object);
  return whole !== null && (whole.name === '*' || whole.name === 'default') ? { specifier: whole.specifier, name } : null;
}

/** Whether an origin is this built-in module of Node, with or without `node:`. */
export function isBuiltIn(origin: Imported | null, name: string): origin is Imported {
  return origin !== null && origin.specifier.replace(/^node:/, '') === name;
}

function functionIn(module: Module, node: Node | null | undefined): FunctionNode | null {
  if (!node) return null;
  const at = bare(node);
  if (isFunction(at)) return at;
  const binding = bindingOf(module, at);
  return binding === null ? null : functionOf(binding);
}

/** The function that a CommonJS module gives under a name, by `exports.x = …` or `module.exports = { x }`. */
function exportedFunction(module: Module, name: string): FunctionNode | null {
  for (const statement of module.program.body) {
    const assigned = statement.type === 'ExpressionStatement' ? statement.expression : null;
    if (assigned?.type !== 'AssignmentExpression' || !isMember(assigned.left)) continue;
    const whole = propertyName(assigned.left) === 'exports';
    const value = bare(assigned.right);
    if (!whole && propertyName(assigned.left) === name) return functionIn(module, value);
    if (!whole || value.type !== 'ObjectExpression') continue;
    const property = value.properties.find((at) => at.type !== 'SpreadElement' && propertyName(at) === name);
    if (property !== undefined)
      return property.type === 'ObjectProperty' ? functionIn(module, property.value) : functionIn(module, property);
  }
  return null;
}

/** The function of this package that a callee means: of this file, imported or required; null: it is elsewhere or can't be seen. */
export function ownFunction(module: Module, callee: Node, files: readonly SourceFile[]): FoundFunction | null {
  const here = functionIn(module, callee);
  if (here !== null) return { module, node: here };
  const origin = originOf(module, callee);
  if (origin === null || !origin.specifier.startsWith('.')) return null;
  const imported = importedFunction(module, origin, files);
  if (imported !== null) return imported;
  const file = resolveRelative(module.file.path, origin.specifier, files);
  const other = file === null ? null : moduleOf(file);
  const node = other === null ? null : exportedFunction(other, origin.name);
  return other === null || node === null ? null : { module: other, node };
}
