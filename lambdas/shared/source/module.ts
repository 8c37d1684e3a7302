import type { SourceFile } from '../contract/records.ts';
import { bare, isFunction, type FunctionNode, type Node, type t } from './ast.ts';
import { parseSource } from './parse.ts';
import { analyseScopes, type Binding, type ScopeTree } from './scope.ts';

/** A parsed file with its scopes. */
export interface Module {
  file: SourceFile;
  program: t.Program;
  scopes: ScopeTree;
}

/** Parsed modules by file: every recogniser and codemod asks for the same ones. */
const modules = new WeakMap<SourceFile, Module | null>();

/** The parsed file; null when it does not parse. */
export function moduleOf(file: SourceFile): Module | null {
  const known = modules.get(file);
  if (known !== undefined) return known;
  const parsed = parseSource(file);
  const found = parsed.ok ? { file, program: parsed.program, scopes: analyseScopes(parsed.program) } : null;
  modules.set(file, found);
  return found;
}

export function lineOf(node: Node): number {
  return node.loc?.start.line ?? 0;
}

export function textOf(module: Module, node: Node): string {
  return module.file.content.slice(node.start ?? 0, node.end ?? 0);
}

export function bindingOf(module: Module, node: Node): Binding | null {
  return module.scopes.bindings.get(node) ?? null;
}

export function parentOf(module: Module, node: Node): Node | null {
  return module.scopes.parents.get(node) ?? null;
}

/** Innermost function around `node`; null at the module's level. */
export function enclosingFunction(module: Module, node: Node): FunctionNode | null {
  for (let at = parentOf(module, node); at !== null; at = parentOf(module, at)) if (isFunction(at)) return at;
  return null;
}

/** The function's own name, or that of the variable or property that it is given to; null: nameless. */
export function functionName(node: FunctionNode | null, module: Module): string | null {
  for (let at: Node | null = node; at !== null; at = parentOf(module, at)) {
    if ((at.type === 'FunctionDeclaration' || at.type === 'FunctionExpression') && at.id) return at.id.name;
    if ((at.type === 'ObjectMethod' || at.type === 'ClassMethod' || at.type === 'ObjectProperty') && at.key.type === 'Identifier')
      return at.key.name;
    if (at.type === 'VariableDeclarator' && at.id.type === 'Identifier') return at.id.name;
  }
  return null;
}

/** Statement of the module's top level that `node` is in. */
export function topLevelStatement(module: Module, node: Node): Node {
  let at = node;
  for (let parent = parentOf(module, at); parent !== null && parent.type !== 'Program'; parent = parentOf(module, at)) at = parent;
  return at;
}

/** Whether `inner` lies within `outer`. */
export function contains(outer: Node, inner: Node): boolean {
  return (outer.start ?? 0) <= (inner.start ?? 0) && (inner.end ?? 0) <= (outer.end ?? 0);
}

/** The function that a binding stands for: a declaration, or a variable that is given one once and never again. */
export function functionOf(binding: Binding): FunctionNode | null {
  const { declaration } = binding;
  if (binding.references.some((reference) => reference.write)) return null;
  if (binding.kind === 'function' && isFunction(declaration)) return declaration;
  if (declaration.type !== 'VariableDeclarator' || declaration.id.type !== 'Identifier' || !declaration.init) return null;
  const value = bare(declaration.init);
  return isFunction(value) ? value : null;
}

/** Whether the variable keeps the value that it was declared with. */
export function isConstant(binding: Binding): boolean {
  return !binding.references.some((reference) => reference.write);
}

/** What a constant was declared with, when that is written down beside it; null otherwise. */
export function constantValue(module: Module, node: Node): Node | null {
  if (node.type !== 'Identifier') return null;
  const binding = bindingOf(module, node);
  if (binding === null || !isConstant(binding) || binding.declaration.type !== 'VariableDeclarator') return null;
  const { id, init } = binding.declaration;
  return id.type === 'Identifier' && init ? init : null;
}

/** Every name that occurs in the file, as a variable, a property or a type: a new name must be none of them. */
export function usedNames(module: Module): Set<string> {
  return new Set(module.file.content.match(/[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu) ?? []);
}
