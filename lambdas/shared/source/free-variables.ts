import type { SourceFile } from '../contract/records.ts';
import { isMember, walk, type Node, type t } from './ast.ts';
import { importedBinding, importedBy, importedFunction } from './imports.ts';
import { bindingOf, contains, functionOf, textOf, type Module } from './module.ts';
import type { Binding } from './scope.ts';
import { fails, HOLDS, type Proof } from './sites.ts';
import { proveSteady } from './steady.ts';

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

interface Search {
  files: readonly SourceFile[];
  /** Functions under way are taken to hold, so that recursion ends. */
  seen: Set<Node>;
  ignored: ReadonlySet<Binding>;
}

function proveBody(module: Module, scope: Node, body: Node, search: Search): Proof {
  if (search.seen.has(body)) return HOLDS;
  search.seen.add(body);
  let proof = HOLDS;
  walk(body, (at) => {
    if (!proof.holds) return 'skip';
    if (at.type === 'ThisExpression') proof = fails('it uses "this"');
    else if (isMember(at) && SPEAKS_OF_TIME.has(textOf(module, at)))
      proof = fails(`it uses ${textOf(module, at)}, which differs with every call`);
    else if (at.type === 'NewExpression' && at.callee.type === 'Identifier' && CHANGING.has(at.callee.name))
      proof = fails(`it uses new ${at.callee.name}()`);
    else if (at.type === 'Identifier') proof = proveIdentifier(module, scope, at, search);
    return undefined;
  });
  return proof;
}

function proveIdentifier(module: Module, scope: Node, at: t.Identifier, search: Search): Proof {
  const binding = bindingOf(module, at);
  if (binding === null) return at.name === 'arguments' ? fails('it uses "arguments"') : HOLDS;
  if (contains(scope, binding.identifier) || search.ignored.has(binding)) return HOLDS;
  const own = functionOf(binding);
  if (own !== null) return proveBody(module, own, own, search);
  const imported = importedBy(module, binding);
  if (imported === null) {
    const steady = proveSteady(module, binding);
    return steady.holds ? HOLDS : fails(`it uses ${steady.reason}`);
  }
  if (!imported.specifier.startsWith('.')) return HOLDS;
  const found = importedFunction(module, imported, search.files);
  if (found !== null) return proveBody(found.module, found.node, found.node, search);
  const value = importedBinding(module, imported, search.files);
  return value !== null && proveSteady(value.module, value.binding).holds
    ? HOLDS
    : fails(`it uses "${binding.name}" of ${imported.specifier}, which may change`);
}

/**
 * Proves that `body`, and the functions of the package that it calls, use nothing that changes by itself: no variable of a module that
 * may change, no time, no chance, no `this`. What is declared within `scope` is its own, and `ignored` is not judged.
 */
export function proveFreeVariables(
  module: Module,
  scope: Node,
  body: Node,
  files: readonly SourceFile[],
  ignored: ReadonlySet<Binding> = new Set(),
): Proof {
  return proveBody(module, scope, body, { files, seen: new Set(), ignored });
}
