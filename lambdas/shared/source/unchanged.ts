import type { SourceFile } from '../contract/records.ts';
import { collect, isFunction, type Node } from './ast.ts';
import { useOf } from './collection-uses.ts';
import { scanEffects } from './effects.ts';
import { isExported } from './imports.ts';
import { contains, enclosingFunction, isConstant, textOf, type Module } from './module.ts';
import { repetitionsOf, type Repetition } from './repetition.ts';
import type { Binding } from './scope.ts';
import { fails, HOLDS, type Proof } from './sites.ts';
import { makesArray } from './value-kinds.ts';

/** What the variable is declared with, when that is an array made anew. */
export function ownArray(module: Module, binding: Binding): Node | null {
  const { declaration } = binding;
  if (declaration.type !== 'VariableDeclarator' || declaration.id.type !== 'Identifier' || !declaration.init) return null;
  return makesArray(module, declaration.init) ? declaration.init : null;
}

/** The outermost loop around `node` within which the variable keeps one value; `node` itself when there is none. */
export function outermostLoop(module: Module, binding: Binding, node: Node): Node {
  return repetitionsOf(module, node).findLast((around) => !contains(around.node, binding.identifier))?.node ?? node;
}

/**
 * Whether nobody but this variable holds its array while `region` runs: it is made here, and given to others only once the region and
 * the loops around it are over.
 */
function isAlone(module: Module, binding: Binding, region: Node): boolean {
  if (ownArray(module, binding) === null || isExported(module, binding)) return false;
  const over = outermostLoop(module, binding, region).end ?? 0;
  const home = enclosingFunction(module, binding.identifier);
  return binding.references.every(({ node }) => {
    if (useOf(module, node) !== 'handed-on') return true;
    return home !== null && enclosingFunction(module, node) === home && (node.start ?? 0) >= over;
  });
}

/** Whether what is waited for, or what starts later, runs in between: anything that somebody else holds may change meanwhile. */
function waits(region: Node): boolean {
  const pauses = (node: Node): node is Node =>
    node.type === 'AwaitExpression' ||
    node.type === 'YieldExpression' ||
    (node.type === 'ForOfStatement' && node.await) ||
    (isFunction(node) && (node.async || node.generator === true));
  return collect(region, pauses).length > 0;
}

/** Proves that no mention of the variable in the region changes its array or gives it to somebody. */
function proveMentions(module: Module, binding: Binding, region: Node): Proof {
  for (const { node } of binding.references) {
    if (!contains(region, node)) continue;
    const use = useOf(module, node);
    if (use === 'change') return fails(`"${binding.name}" is changed while the loop runs`);
    const ends = use === 'returned' && enclosingFunction(module, node) === enclosingFunction(module, region);
    if (use !== 'read' && !ends) return fails(`"${binding.name}" is handed on while the loop runs`);
  }
  return HOLDS;
}

/**
 * Proves that the array of a variable is the same from the start of `region`, a statement that holds `repetition`, to its end: no line
 * there changes it, and nothing that runs there could change it under another name. Either nobody else holds the array, or the
 * region changes nothing but what it made itself, and waits for nothing.
 */
export function proveUnchanged(
  module: Module,
  binding: Binding,
  region: Node,
  repetitions: readonly Repetition[],
  files: readonly SourceFile[],
): Proof {
  if (!isConstant(binding)) return fails(`"${binding.name}" is assigned again`);
  const mentions = proveMentions(module, binding, region);
  if (!mentions.holds) return mentions;
  const late = repetitions.find(({ node, atOnce }) => !atOnce && contains(region, node));
  const changes = binding.references.filter(({ node }) => useOf(module, node) === 'change');
  const home = enclosingFunction(module, region);
  const handedOn = binding.references.some(({ node }) => useOf(module, node) === 'handed-on');
  if (isAlone(module, binding, region)) {
    if (changes.length === 0 && !handedOn) return HOLDS;
    if (late === undefined && changes.every(({ node }) => enclosingFunction(module, node) === home)) return HOLDS;
  }
  if (waits(region)) return fails(`the loop waits, and meanwhile others may change "${binding.name}"`);
  if (late !== undefined) {
    const text = textOf(module, late.node).split('(')[0]?.replace(/\s+/g, ' ').slice(0, 60) ?? '';
    return fails(`it is not known that \`${text}\` is over before "${binding.name}" may change: its receiver is not known to be an array`);
  }
  const own = binding.kind === 'param' || ownArray(module, binding) !== null;
  const { proof } = scanEffects(module, own && home !== null ? home : region, region, files);
  return proof.holds ? HOLDS : fails(`others hold "${binding.name}" too, and in the loop ${proof.reason}`);
}
