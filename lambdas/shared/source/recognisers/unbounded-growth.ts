import type { SourceFile } from '../../contract/records.ts';
import { bare, isMember, propertyName, type Node, type t } from '../ast.ts';
import { enclosingFunction, moduleOf, parentOf, type Module } from '../module.ts';
import type { Binding } from '../scope.ts';
import { fails, HOLDS, siteAt, type Site } from '../sites.ts';
import { proveMemo } from './memo-proof.ts';

const GROWS: Record<'list' | 'map' | 'set', readonly string[]> = { list: ['push', 'unshift'], map: ['set'], set: ['add'] };
const TRIMS = new Set(['shift', 'pop', 'splice', 'delete', 'clear', 'length']);

const REASON = 'what may be forgotten, and when, is for the people of this service to say: no codemod decides that';

const SAFE = 'it only keeps what its function computes from the key alone, so what is forgotten is computed again and nobody can tell';

function containerOf(binding: Binding): keyof typeof GROWS | null {
  if (binding.declaration.type !== 'VariableDeclarator' || !binding.declaration.init) return null;
  const init = bare(binding.declaration.init);
  if (init.type === 'ArrayExpression') return 'list';
  if (init.type !== 'NewExpression' || init.callee.type !== 'Identifier') return null;
  return init.callee.name === 'Map' ? 'map' : init.callee.name === 'Set' ? 'set' : init.callee.name === 'Array' ? 'list' : null;
}

interface Use {
  name: string;
  node: Node;
}

/** The members that are used of a variable, or null when it is handed on whole: then somebody else may trim it. */
function membersUsed(module: Module, binding: Binding): Use[] | null {
  const uses: Use[] = [];
  for (const { node, write } of binding.references) {
    const parent = parentOf(module, node);
    if (write || parent === null) return null;
    if (isMember(parent) && parent.object === node) uses.push({ name: propertyName(parent) ?? '', node: parent });
    else if (parent.type !== 'SpreadElement' && parent.type !== 'ForOfStatement') return null;
  }
  return uses;
}

/** A site, and the statement after which its codemod forgets; null where it is refused. */
export interface UnboundedGrowth {
  site: Site;
  map: Binding;
  set: t.ExpressionStatement | null;
}

/** Collections of the module's level that functions add to and that nothing in the file ever trims. */
export function unboundedGrowth(file: SourceFile, files: readonly SourceFile[] = [file]): UnboundedGrowth[] {
  const module = moduleOf(file);
  if (module === null) return [];
  const found: UnboundedGrowth[] = [];
  for (const binding of module.scopes.root.bindings.values()) {
    const container = containerOf(binding);
    const uses = container === null ? null : membersUsed(module, binding);
    if (container === null || uses === null || uses.some(({ name }) => TRIMS.has(name))) continue;
    const grows = uses.find(({ name, node }) => GROWS[container].includes(name) && enclosingFunction(module, node) !== null);
    if (grows === undefined) continue;
    const summary = `the ${container} "${binding.name}" of the module grows with each \`${grows.name}\` and is never trimmed`;
    const memo = container === 'map' ? proveMemo(module, binding, files) : null;
    const proof = memo === null ? fails(REASON) : memo.proof.holds ? HOLDS : fails(`${REASON} (${memo.proof.reason})`);
    const site = siteAt(module, grows.node, 'memory-growth', summary, proof, SAFE);
    found.push({ site, map: binding, set: proof.holds && memo !== null ? memo.shape.set : null });
  }
  return found;
}

/** Sites of collections that only grow. `files`: the whole package, to follow its own calls. */
export function findUnboundedGrowth(file: SourceFile, files: readonly SourceFile[] = [file]): Site[] {
  return unboundedGrowth(file, files).map(({ site }) => site);
}
