import type { SourceFile } from '../contract/records.ts';
import { bare, isCall, isFunction, isMember, propertyName, type FunctionNode, type Node } from './ast.ts';
import { importedBy, importedFunction, type FoundFunction, type Imported } from './imports.ts';
import { bindingOf, functionOf, isConstant, moduleOf, type Module } from './module.ts';
import { resolveRelative } from './paths.ts';
import type { Binding } from './scope.ts';

/** The specifier of a `require('…')` of CommonJS; null: it is none. */
function requiredSpecifier(module: Module, node: Node): string | null {
  const call = bare(node);
  if (!isCall(call) || call.callee.type !== 'Identifier' || call.callee.name !== 'require' || bindingOf(module, call.callee) !== null)
    return null;
  const [specifier] = call.arguments;
  return specifier?.type === 'StringLiteral' ? specifier.value : null;
}

/** What a variable was required as: `const x = require('a')` is everything, '*'. */
function requiredBy(module: Module, binding: Binding): Imported | null {
  const { declaration, identifier } = binding;
  if (declaration.type !== 'VariableDeclarator' || !declaration.init || !isConstant(binding)) return null;
  const specifier = requiredSpecifier(module, declaration.init);
  if (specifier === null) return null;
  if (declaration.id.type === 'Identifier') return { specifier, name: '*' };
  if (declaration.id.type !== 'ObjectPattern') return null;
  const property = declaration.id.properties.find((at) => at.type === 'ObjectProperty' && at.value === identifier);
  const name = property === undefined ? null : propertyName(property);
  return name === null ? null : { specifier, name };
}

/**
 * Where a value comes from, imported or required, as a name or as a member of the whole: `fs.readFileSync` and `readFileSync` are both
 * `readFileSync` of `node:fs`. Null: from nowhere else, or it can't be seen.
 */
export function originOf(module: Module, node: Node): Imported | null {
  const at = bare(node);
  if (at.type === 'Identifier') {
    const binding = bindingOf(module, at);
    return binding === null ? null : (importedBy(module, binding) ?? requiredBy(module, binding));
  }
  if (!isMember(at)) return null;
  const name = propertyName(at);
  const specifier = requiredSpecifier(module, at.object);
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
