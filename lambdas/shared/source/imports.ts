import type { SourceFile } from '../contract/records.ts';
import { bare, isFunction, propertyName, type FunctionNode, type Node, type t } from './ast.ts';
import { bindingOf, functionOf, isConstant, moduleOf, type Module } from './module.ts';
import { resolveRelative } from './paths.ts';
import type { Binding } from './scope.ts';

/** What a binding imports: `name` is the exporter's name, 'default' or '*'. */
export interface Imported {
  specifier: string;
  name: string;
}

/** Null when the binding is no import. */
export function importedBy(module: Module, binding: Binding): Imported | null {
  const { declaration } = binding;
  const statement = module.scopes.parents.get(declaration);
  if (statement?.type !== 'ImportDeclaration') return null;
  const specifier = statement.source.value;
  if (declaration.type === 'ImportDefaultSpecifier') return { specifier, name: 'default' };
  if (declaration.type === 'ImportNamespaceSpecifier') return { specifier, name: '*' };
  if (declaration.type !== 'ImportSpecifier') return null;
  return { specifier, name: declaration.imported.type === 'Identifier' ? declaration.imported.name : declaration.imported.value };
}

/** The specifier of `require('…')`; null: the node is another thing. */
export function requiredBy(module: Module, node: Node): string | null {
  const call = bare(node);
  if (call.type !== 'CallExpression' || call.callee.type !== 'Identifier' || call.callee.name !== 'require') return null;
  const [specifier] = call.arguments;
  return bindingOf(module, call.callee) === null && specifier?.type === 'StringLiteral' ? specifier.value : null;
}

/** What a binding takes from another module, by an import or by a `require` that a constant holds; null: neither. */
export function bindingOrigin(module: Module, binding: Binding): Imported | null {
  const imported = importedBy(module, binding);
  if (imported !== null || binding.declaration.type !== 'VariableDeclarator' || !isConstant(binding)) return imported;
  const { id, init } = binding.declaration;
  const specifier = init ? requiredBy(module, init) : null;
  if (specifier === null || id.type === 'Identifier') return specifier === null ? null : { specifier, name: '*' };
  if (id.type !== 'ObjectPattern') return null;
  const property = id.properties.find((each) => each.type === 'ObjectProperty' && each.value === binding.identifier);
  const name = property === undefined ? null : propertyName(property);
  return name === null ? null : { specifier, name };
}

export interface FoundFunction {
  module: Module;
  node: FunctionNode;
}

function named(node: Node): string {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'StringLiteral' ? node.value : '';
}

function localOf(module: Module, exported: string): Binding | null {
  for (const statement of module.program.body) {
    if (statement.type !== 'ExportNamedDeclaration' || statement.source) continue;
    for (const specifier of statement.specifiers) {
      if (specifier.type === 'ExportSpecifier' && named(specifier.exported) === exported)
        return module.scopes.root.bindings.get(specifier.local.name) ?? null;
    }
  }
  const binding = module.scopes.root.bindings.get(exported);
  if (binding === undefined) return null;
  return isExported(module, binding) ? binding : null;
}

/** Whether a binding of the module's top level is exported under any name. */
export function isExported(module: Module, binding: Binding): boolean {
  for (let at: Node | undefined = binding.declaration; at !== undefined; at = module.scopes.parents.get(at)) {
    if (at.type === 'ExportNamedDeclaration' || at.type === 'ExportDefaultDeclaration') return true;
    if (isFunction(at) && at !== binding.declaration) return false;
  }
  return binding.references.some(({ node }) => {
    const parent = module.scopes.parents.get(node);
    return parent?.type === 'ExportSpecifier' || parent?.type === 'ExportDefaultDeclaration';
  });
}

function defaultFunction(module: Module): FunctionNode | null {
  const statement = module.program.body.find((at): at is t.ExportDefaultDeclaration => at.type === 'ExportDefaultDeclaration');
  if (statement === undefined) return null;
  if (isFunction(statement.declaration)) return statement.declaration;
  const binding = module.scopes.bindings.get(statement.declaration);
  return binding ? functionOf(binding) : null;
}

/** The binding of another file of this package that a relative import by name means; null when it cannot be found. */
export function importedBinding(
  module: Module,
  imported: Imported,
  files: readonly SourceFile[],
): { module: Module; binding: Binding } | null {
  if (!imported.specifier.startsWith('.')) return null;
  const file = resolveRelative(module.file.path, imported.specifier, files);
  const other = file === null ? null : moduleOf(file);
  const binding = other === null ? null : localOf(other, imported.name);
  return other === null || binding === null ? null : { module: other, binding };
}

/** The function of this package that a relative import means; null when it is elsewhere, or no function. */
export function importedFunction(module: Module, imported: Imported, files: readonly SourceFile[]): FoundFunction | null {
  if (imported.name !== 'default') {
    const found = importedBinding(module, imported, files);
    const node = found === null ? null : functionOf(found.binding);
    return found === null || node === null ? null : { module: found.module, node };
  }
  const file = imported.specifier.startsWith('.') ? resolveRelative(module.file.path, imported.specifier, files) : null;
  const other = file === null ? null : moduleOf(file);
  const node = other === null ? null : defaultFunction(other);
  return other === null || node === null ? null : { module: other, node };
}
