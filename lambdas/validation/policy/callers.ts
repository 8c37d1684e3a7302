import type { SourceFile } from '../../shared/contract/records.ts';
import { bare, collect, isCall, type Call, type FunctionNode, type Node, type t } from '../../shared/source/ast.ts';
import { importedBy, importedFunction } from '../../shared/source/imports.ts';
import { enclosingFunction, functionOf, moduleOf, type Module } from '../../shared/source/module.ts';
import type { Binding } from '../../shared/source/scope.ts';

export interface Located<T> {
  module: Module;
  node: T;
}

function means(module: Module, binding: Binding, owner: FunctionNode, home: Module, files: readonly SourceFile[]): boolean {
  if (module === home) return functionOf(binding) === owner;
  const imported = importedBy(module, binding);
  return imported !== null && importedFunction(module, imported, files)?.node === owner;
}

/** What a function gives back: its expression, or the arguments of its own returns. */
export function returnedBy(node: FunctionNode): Node[] {
  if (node.body.type !== 'BlockStatement') return [node.body];
  const returns = collect(node.body, (at): at is t.ReturnStatement => at.type === 'ReturnStatement', false);
  return returns.flatMap(({ argument }) => (argument ? [argument] : []));
}

/** Every call of a function in the package; null when it is also used in another way, so that its callers can't all be seen. */
function callsOf(home: Module, owner: FunctionNode, files: readonly SourceFile[]): Located<Call>[] | null {
  const calls: Located<Call>[] = [];
  for (const file of files) {
    const module = moduleOf(file);
    if (module === null) continue;
    for (const binding of new Set(module.scopes.bindings.values())) {
      if (!means(module, binding, owner, home, files)) continue;
      for (const { node } of binding.references) {
        const parent = module.scopes.parents.get(node);
        if (parent !== undefined && isCall(parent) && parent.callee === node) calls.push({ module, node: parent });
        else if (parent?.type !== 'ExportSpecifier') return null;
      }
    }
  }
  return calls;
}

/**
 * What is given for a parameter by all callers of its function in the package, and its default where one gives nothing; null when that
 * can't be seen.
 */
export function givenFor(home: Module, parameter: t.Identifier, files: readonly SourceFile[]): Located<Node>[] | null {
  const owner = enclosingFunction(home, parameter);
  const index =
    owner?.params.findIndex((param) => param === parameter || (param.type === 'AssignmentPattern' && param.left === parameter)) ?? -1;
  if (owner === null || index < 0) return null;
  const calls = callsOf(home, owner, files);
  if (calls === null || calls.length === 0) return null;
  const param = owner.params[index];
  const given: Located<Node>[] = [];
  for (const { module, node } of calls) {
    const argument = node.arguments[index];
    if (argument !== undefined && argument.type !== 'SpreadElement') given.push({ module, node: bare(argument) });
    else if (argument === undefined && param?.type === 'AssignmentPattern') given.push({ module: home, node: bare(param.right) });
    else return null;
  }
  return given;
}
