import type { SourceFile } from '../contract/records.ts';
import { bare, isFunction, type FunctionNode, type Node, type t } from './ast.ts';
import { functionOf, moduleOf, type Module } from './module.ts';
import { resolveRelative } from './paths.ts';
import { patternIdentifiers } from './scope.ts';

/** What a module exports under a name. `function` is there when it is one that can be seen. */
export interface Exported {
  kind: 'function' | 'class' | 'value' | 'type';
  function: FunctionNode | null;
}

const TYPES = new Set(['TSInterfaceDeclaration', 'TSTypeAliasDeclaration', 'TSDeclareFunction']);

function named(node: Node): string {
  return node.type === 'StringLiteral' ? node.value : node.type === 'Identifier' ? node.name : '';
}

function ofName(module: Module, name: string): Exported {
  const binding = module.scopes.root.bindings.get(name);
  if (binding === undefined) return { kind: 'type', function: null };
  const node = functionOf(binding);
  if (node !== null) return { kind: 'function', function: node };
  return { kind: binding.kind === 'class' ? 'class' : 'value', function: null };
}

function ofDeclaration(module: Module, declaration: t.Declaration): [string, Exported][] {
  if (declaration.type === 'VariableDeclaration')
    return declaration.declarations.flatMap(({ id }) =>
      patternIdentifiers(id).map(({ name }): [string, Exported] => [name, ofName(module, name)]),
    );
  if (!('id' in declaration) || declaration.id?.type !== 'Identifier') return [];
  const { name } = declaration.id;
  return [[name, TYPES.has(declaration.type) ? { kind: 'type', function: null } : ofName(module, name)]];
}

function ofDefault(module: Module, declaration: t.ExportDefaultDeclaration['declaration']): Exported {
  const at: Node = bare(declaration);
  if (isFunction(at)) return { kind: 'function', function: at };
  if (at.type === 'Identifier') return ofName(module, at.name);
  return { kind: at.type.startsWith('Class') ? 'class' : 'value', function: null };
}

/**
 * Everything that an ES module exports, by name. Null when that can't be seen: it is CommonJS, or exports all of a module that is not in the
 * package.
 */
export function exportsOf(module: Module, files: readonly SourceFile[], seen: readonly string[] = []): Map<string, Exported> | null {
  const found = new Map<string, Exported>();
  let isModule = false;
  for (const statement of module.program.body) {
    isModule ||= /^(?:Export|Import)/.test(statement.type);
    if (statement.type === 'ExportDefaultDeclaration') found.set('default', ofDefault(module, statement.declaration));
    if (statement.type === 'ExportAllDeclaration') {
      const file = resolveRelative(module.file.path, statement.source.value, files);
      const other = file === null || seen.includes(file.path) ? null : moduleOf(file);
      const all = other === null ? null : exportsOf(other, files, [...seen, module.file.path]);
      if (all === null) return null;
      for (const [name, exported] of all) if (name !== 'default') found.set(name, exported);
    }
    if (statement.type !== 'ExportNamedDeclaration') continue;
    if (statement.declaration) for (const [name, exported] of ofDeclaration(module, statement.declaration)) found.set(name, exported);
    for (const specifier of statement.specifiers) {
      const value =
        specifier.type === 'ExportSpecifier' && !statement.source
          ? ofName(module, named(specifier.local))
          : { kind: 'value' as const, function: null };
      found.set(named(specifier.exported), value);
    }
  }
  return isModule ? found : null;
}
