import type { SourceFile } from '../../contract/records.ts';
import { isMember, propertyName, rootOf, walk, type Node, type t } from '../ast.ts';
import { useOf } from '../collection-uses.ts';
import { bindingOf, contains, enclosingFunction, moduleOf, textOf, type Module } from '../module.ts';
import { repetitionsOf } from '../repetition.ts';
import type { Binding } from '../scope.ts';
import { fails, HOLDS, siteAt, type Proof, type Site } from '../sites.ts';
import { linearMemberships } from './linear-membership.ts';
import { joinOf, searchOf, sortOf, type Search } from './search-shape.ts';

const CERTAIN = 'what is searched is the same for every item, so what an index, or one sort, made before the loop would give is the same';

/** The innermost loop in which the searched list is one and the same; null: it is another one for each item. */
function loopAround(module: Module, searched: Binding, node: Node): Node | null {
  return repetitionsOf(module, node).find((around) => !contains(around.node, searched.identifier))?.node ?? null;
}

/** Whether an expression mentions a variable that is declared within `region`. */
function mentions(module: Module, expression: Node, region: Node): boolean {
  let found = false;
  walk(expression, (node) => {
    const binding = node.type === 'Identifier' ? bindingOf(module, node) : null;
    if (binding !== null && contains(region, binding.identifier)) found = true;
  });
  return found;
}

/** The parts of a condition that all have to hold. */
function conjuncts(test: Node): Node[] {
  return test.type === 'LogicalExpression' && test.operator === '&&' ? [...conjuncts(test.left), ...conjuncts(test.right)] : [test];
}

/** Whether a condition asks that something of the one item equals something of the other: an index could answer it. */
function isJoin(module: Module, test: Node, inner: Node, outer: Node): boolean {
  return conjuncts(test).some((part) => {
    if (part.type !== 'BinaryExpression' || !/^===?$/.test(part.operator)) return false;
    const sides = [part.left, part.right];
    return sides.some((side, index) => {
      const other = sides[1 - index];
      const isInner = mentions(module, side, inner) && !mentionsOuter(module, side, inner, outer);
      return isInner && other !== undefined && !mentions(module, other, inner) && mentions(module, other, outer);
    });
  });
}

/** Whether an expression mentions what belongs to the outer loop alone. */
function mentionsOuter(module: Module, expression: Node, inner: Node, outer: Node): boolean {
  let found = false;
  walk(expression, (node) => {
    const binding = node.type === 'Identifier' ? bindingOf(module, node) : null;
    if (binding !== null && contains(outer, binding.identifier) && !contains(inner, binding.identifier)) found = true;
  });
  return found;
}

/** Whether the list, or what it is part of, is changed or replaced within the loop; the sort itself does not count. */
function proveSteadyIn(module: Module, searched: Binding, loop: Node, search: Search): Proof {
  const changes = searched.references.some(({ node, write }) => {
    if (!contains(loop, node) || node === search.list) return false;
    return write || useOf(module, node) === 'change';
  });
  return changes ? fails(`"${searched.name}" changes while the loop runs`) : HOLDS;
}

function judge(module: Module, search: Search, searched: Binding, loop: Node): Proof {
  const steady = proveSteadyIn(module, searched, loop, search);
  if (!steady.holds) return steady;
  if (search.how === 'sort') {
    return search.order !== null && mentions(module, search.order, loop) && mentionsOuter(module, search.order, search.order, loop)
      ? fails('the order is another one for each item')
      : HOLDS;
  }
  return isJoin(module, search.test, search.scope, loop) ? HOLDS : fails('it searches by more than equality, for which no index is known');
}

function searchIn(node: Node): Search | null {
  return searchOf(node) ?? joinOf(node) ?? sortOf(node);
}

function found(module: Module, node: Node): Site | null {
  const search = enclosingFunction(module, node) === null ? null : searchIn(node);
  if (search === null) return null;
  const root = rootOf(search.list);
  const searched = bindingOf(module, root);
  // A list that is a part of another variable's value may be another one each time when the path to it is computed.
  if (searched === null || !isPath(search.list)) return null;
  const loop = loopAround(module, searched, node);
  if (loop === null) return null;
  const text = textOf(module, search.how === 'join' ? search.test : node)
    .replace(/\s+/g, ' ')
    .slice(0, 80);
  const what = search.how === 'sort' ? 'is sorted again' : 'is searched from its start';
  const summary = `\`${textOf(module, search.list)}\` ${what} for each item of a loop: \`${text}\``;
  return siteAt(module, node, 'inefficient-algorithm', summary, judge(module, search, searched, loop), CERTAIN);
}

function isPath(node: Node): node is t.Identifier | t.MemberExpression {
  if (node.type === 'Identifier') return true;
  return isMember(node) && !node.computed && propertyName(node) !== null && isPath(node.object);
}

/**
 * Sites of work that grows with the product of two lists: a search, or a join of nested loops, by equality in a list that is the same
 * for every item, and a sort of the same list for every item. What it should become takes judgement: there is no codemod.
 */
export function findInefficientAlgorithm(file: SourceFile, files: readonly SourceFile[] = [file]): Site[] {
  const module = moduleOf(file);
  if (module === null) return [];
  const memberships = new Set(linearMemberships(file, files).map(({ site }) => site.start));
  const sites: Site[] = [];
  walk(module.program, (node) => {
    const site = found(module, node);
    if (site !== null && !memberships.has(site.start)) sites.push(site);
  });
  return sites;
}
