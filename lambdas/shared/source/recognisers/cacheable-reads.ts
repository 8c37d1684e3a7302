import type { SourceFile } from '../../contract/records.ts';
import { isFunction, type FunctionNode, type Node, type t } from '../ast.ts';
import { proveCacheable, type CacheProof } from './cache-proof.ts';
import { isExported } from '../imports.ts';
import { contains, functionName, functionOf, moduleOf, parentOf, textOf, type Module } from '../module.ts';
import { siteAt, type Site } from '../sites.ts';

const SAFE =
  'it only reads, its result depends on nothing but its parameters, which are plain values, and nothing in it looks personal or asks for fresh data';

/** A site and the function that its codemod wraps, with the names of its parameters. */
export interface CacheableRead {
  site: Site;
  statement: t.FunctionDeclaration | t.VariableDeclaration;
  node: FunctionNode;
  parameters: string[];
}

interface TopLevelFunction {
  statement: t.FunctionDeclaration | t.VariableDeclaration;
  node: FunctionNode;
}

/** Functions of the module's top level: declarations, and constants that hold one. */
function topLevelFunctions(module: Module): TopLevelFunction[] {
  return module.program.body.flatMap((top): TopLevelFunction[] => {
    const statement: Node | null | undefined = top.type === 'ExportNamedDeclaration' ? top.declaration : top;
    if (statement?.type === 'FunctionDeclaration') return [{ statement, node: statement }];
    if (statement?.type !== 'VariableDeclaration' || statement.kind !== 'const' || statement.declarations.length !== 1) return [];
    const init = statement.declarations[0]?.init;
    return init && isFunction(init) ? [{ statement, node: init }] : [];
  });
}

function summaryOf(module: Module, node: FunctionNode, proof: CacheProof): string {
  const read = proof.reads[0];
  const text = read === undefined ? '' : `: \`${textOf(module, read.call).replace(/\s+/g, ' ').slice(0, 80)}\``;
  return `\`${functionName(node, module) ?? 'a function'}\` asks its upstream anew with each call${text}`;
}

/** Whether a function of the module keeps results in a Map or a cache of the module's level. */
function usesCache(module: Module, user: FunctionNode): boolean {
  return [...module.scopes.root.bindings.values()].some(({ declaration, references }) => {
    const made = declaration.type === 'VariableDeclarator' ? declaration.init : null;
    if (made?.type !== 'NewExpression' || !/Map|Cache|LRU/i.test(textOf(module, made.callee))) return false;
    return references.some(({ node }) => contains(user, node));
  });
}

/** Whether all that call the function keep what it gives: it is cached already. */
function isCached(module: Module, node: FunctionNode): boolean {
  const binding = [...module.scopes.root.bindings.values()].find((candidate) => functionOf(candidate) === node);
  if (binding === undefined || isExported(module, binding) || binding.references.length === 0) return false;
  const users = topLevelFunctions(module).map((user) => user.node);
  return binding.references.every((use) => users.some((user) => contains(user, use.node) && usesCache(module, user)));
}

/** Every async function of the top level that makes one upstream read of its own, with its proof. */
export function cacheableReads(file: SourceFile, files: readonly SourceFile[] = [file]): CacheableRead[] {
  const module = moduleOf(file);
  if (module === null) return [];
  const found: CacheableRead[] = [];
  for (const { statement, node } of topLevelFunctions(module)) {
    const proof = proveCacheable(module, node, files);
    if (proof === null || isCached(module, node)) continue;
    const at = parentOf(module, statement)?.type === 'ExportNamedDeclaration' ? (parentOf(module, statement) ?? statement) : statement;
    found.push({
      site: siteAt(module, at, 'uncached-read', summaryOf(module, node, proof), proof.proof, SAFE),
      statement,
      node,
      parameters: proof.parameters,
    });
  }
  // The site is the function itself, not what is around it.
  return found.map((read) => ({ ...read, site: { ...read.site, functionName: functionName(read.node, module) } }));
}

/** Sites of reads that could be kept for a while. `files`: the whole package, to follow its own calls. */
export function findCacheableReads(file: SourceFile, files: readonly SourceFile[] = [file]): Site[] {
  return cacheableReads(file, files).map(({ site }) => site);
}
