import { isCall, type FunctionNode, type Node } from './ast.ts';
import { isExported } from './imports.ts';
import { contains, enclosingFunction, functionOf, parentOf, textOf, topLevelStatement, type Module } from './module.ts';
import type { Binding } from './scope.ts';

/** Whether a statement of the module's level hands something out: `export …`, `exports.x = …`, `module.exports = …`. */
function handsOut(module: Module, statement: Node): boolean {
  return statement.type.startsWith('Export') || /(?:^|\.)exports\b/.test(textOf(module, statement).split('=')[0] ?? '');
}

/** Whether a variable is there for others: exported, or used by a statement that hands something out. */
function isHandedOut(module: Module, binding: Binding): boolean {
  return (
    isExported(module, binding) ||
    binding.references.some(({ node }) => {
      const parent = parentOf(module, node);
      const called = parent !== null && isCall(parent) && parent.callee === node;
      return !called && enclosingFunction(module, node) === null && handsOut(module, topLevelStatement(module, node));
    })
  );
}

/** A class's methods run when somebody outside of the class uses it; when, is not known, so each invocation may. */
function isUsedClass(module: Module, node: FunctionNode): boolean {
  if (node.type !== 'ClassMethod' && node.type !== 'ClassPrivateMethod') return false;
  const body = parentOf(module, node);
  const owner = body === null ? null : parentOf(module, body);
  if (owner === null || owner.type !== 'ClassDeclaration' || !owner.id) return false;
  const binding = module.scopes.bindings.get(owner.id);
  return binding?.references.some((use) => !contains(owner, use.node)) ?? false;
}

/** Whether the function runs for an invocation: it is exported, or another function that does calls it; not once at load. */
export function runsPerInvocation(module: Module, node: FunctionNode, seen: Set<Node> = new Set()): boolean {
  if (seen.has(node)) return false;
  seen.add(node);
  for (const binding of module.scopes.bindings.values()) {
    // A function expression's own name is known to itself only.
    if (functionOf(binding) !== node || binding.scope.node === node) continue;
    if (isHandedOut(module, binding)) return true;
    return binding.references.some((use) => {
      const user = enclosingFunction(module, use.node);
      return user !== null && runsPerInvocation(module, user, seen);
    });
  }
  const outer = enclosingFunction(module, node);
  if (outer !== null) return runsPerInvocation(module, outer, seen);
  return handsOut(module, topLevelStatement(module, node)) || isUsedClass(module, node);
}
