import type { SourceFile } from '../../contract/records.ts';
import { isMember, walk, type FunctionNode, type Node, type t } from '../ast.ts';
import { importedBinding, importedBy, importedFunction } from '../imports.ts';
import { bindingOf, contains, functionOf, textOf, type Module } from '../module.ts';
import { fails, HOLDS, type Proof } from '../sites.ts';
import { proveSteady } from '../steady.ts';

/** Globals whose value is another one with every call. */
const CHANGING = new Set(['Date', 'performance', 'crypto']);
const SPEAKS_OF_TIME = new Set([
  'Math.random',
  'Date.now',
  'performance.now',
  'crypto.randomUUID',
  'crypto.getRandomValues',
  'process.hrtime',
  'process.uptime',
]);

/**
 * Proves that the function, and those of the package that it calls, use nothing that changes by itself: no variable of a
 * module that may change, no time, no chance, no `this`.
 */
export function proveFreeVariables(module: Module, node: FunctionNode, files: readonly SourceFile[], seen: Set<Node> = new Set()): Proof {
  if (seen.has(node)) return HOLDS;
  seen.add(node);
  let proof = HOLDS;
  walk(node, (at) => {
    if (!proof.holds) return 'skip';
    if (at.type === 'ThisExpression') proof = fails('it uses "this"');
    else if (isMember(at) && SPEAKS_OF_TIME.has(textOf(module, at)))
      proof = fails(`it uses ${textOf(module, at)}, which differs with every call`);
    else if (at.type === 'NewExpression' && at.callee.type === 'Identifier' && CHANGING.has(at.callee.name))
      proof = fails(`it uses new ${at.callee.name}()`);
    else if (at.type === 'Identifier') proof = proveFreeIdentifier(module, node, at, files, seen);
    return undefined;
  });
  return proof;
}

function proveFreeIdentifier(module: Module, node: FunctionNode, at: t.Identifier, files: readonly SourceFile[], seen: Set<Node>): Proof {
  const binding = bindingOf(module, at);
  if (binding === null) return at.name === 'arguments' ? fails('it uses "arguments"') : HOLDS;
  if (contains(node, binding.identifier)) return HOLDS;
  const own = functionOf(binding);
  if (own !== null) return proveFreeVariables(module, own, files, seen);
  const imported = importedBy(module, binding);
  if (imported === null) {
    const steady = proveSteady(module, binding);
    return steady.holds ? HOLDS : fails(`it uses ${steady.reason}`);
  }
  if (!imported.specifier.startsWith('.')) return HOLDS;
  const found = importedFunction(module, imported, files);
  if (found !== null) return proveFreeVariables(found.module, found.node, files, seen);
  const value = importedBinding(module, imported, files);
  return value !== null && proveSteady(value.module, value.binding).holds
    ? HOLDS
    : fails(`it uses "${binding.name}" of ${imported.specifier}, which may change`);
}
