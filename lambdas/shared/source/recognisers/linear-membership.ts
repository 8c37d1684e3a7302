import type { SourceFile } from '../../contract/records.ts';
import { walk, type Node } from '../ast.ts';
import { useOf } from '../collection-uses.ts';
import { arrayType, declaredType } from '../declared-types.ts';
import { bindingOf, contains, enclosingFunction, isConstant, moduleOf, textOf, type Module } from '../module.ts';
import { anchorOf, repetitionsOf, type Anchor, type Repetition } from '../repetition.ts';
import type { Binding } from '../scope.ts';
import { fails, HOLDS, siteAt, type Proof, type Site } from '../sites.ts';
import { ownArray, proveUnchanged } from '../unchanged.ts';
import { elementsAre, isArray, isString, neverNaN, untyped } from '../value-kinds.ts';
import { membershipOf, type MembershipShape } from './membership-shape.ts';

/**
 * Fewest elements of a written-out array. A Set costs one insertion an element and a hash a question; V8 compares the handful of
 * elements of a shorter array in about the time of one hash.
 */
const MIN_LITERAL = 8;

const SAFE = 'it is an array that stays the same while the loop runs, and a Set of it answers the question alike';

/** A site, and where its Set is made. */
export interface LinearMembership {
  site: Site;
  shape: MembershipShape;
  array: Binding;
  /** Null where it is refused. */
  anchor: Anchor | null;
}

/** Proves that a Set answers as the array does: `===` never finds NaN, a Set does. */
function proveAlike(module: Module, shape: MembershipShape, array: Binding): Proof {
  if (shape.form === 'includes' || neverNaN(module, shape.value)) return HOLDS;
  const declared = declaredType(module, array);
  const typed = declared !== null && arrayType(module, declared) !== null;
  const asMade = array.references.every(({ node }) => useOf(module, node) === 'read' || useOf(module, node) === 'returned');
  if ((typed || asMade) && elementsAre(module, shape.array, neverNaN)) return HOLDS;
  return fails(`\`${shape.form}\` does not find NaN and a Set does, and it is not known that none is asked for`);
}

function proveForm(module: Module, shape: MembershipShape, array: Binding, whole: boolean): Proof {
  if (!whole) return fails('it does not look at the whole array');
  if (!isConstant(array)) return fails(`"${array.name}" is assigned again`);
  if (array.kind === 'var') return fails(`"${array.name}" is a var, which may be asked before it has its value`);
  if (!isArray(module, shape.array))
    return fails(`"${array.name}" is not known to be an array: strings and others are asked like that too`);
  const init = ownArray(module, array);
  const literal = init === null ? null : untyped(init);
  if (literal?.type === 'ArrayExpression' && literal.elements.every((element) => element?.type !== 'SpreadElement')) {
    const grows = array.references.some(({ node }) => useOf(module, node) === 'change');
    if (literal.elements.length < MIN_LITERAL && !grows) {
      return fails(`"${array.name}" has ${literal.elements.length} elements: a Set pays from about ${MIN_LITERAL}`);
    }
  }
  return proveAlike(module, shape, array);
}

/** Whether the array is there when the statement before the loop runs. */
function isDeclaredBefore(module: Module, array: Binding, anchor: Anchor): boolean {
  const home = enclosingFunction(module, anchor.node);
  if (array.kind === 'param') return home !== null && !contains(anchor.node, array.identifier);
  if (enclosingFunction(module, array.identifier) !== home) return !contains(anchor.node, array.identifier);
  return (array.declaration.end ?? 0) <= (anchor.node.start ?? 0);
}

/** The outermost loop before which a Set can be made, with its proof. */
function judge(
  module: Module,
  array: Binding,
  around: readonly Repetition[],
  files: readonly SourceFile[],
): { proof: Proof; anchor: Anchor | null } {
  let proof: Proof = fails('there is no place before the loop where a Set could be made');
  for (const { node } of around.toReversed()) {
    const anchor = anchorOf(module, node);
    if (anchor === null || !isDeclaredBefore(module, array, anchor)) continue;
    proof = proveUnchanged(module, array, anchor.node, around, files);
    if (proof.holds) return { proof, anchor };
  }
  return { proof, anchor: null };
}

function found(module: Module, call: Node, files: readonly SourceFile[]): LinearMembership | null {
  const membership = membershipOf(module, call);
  if (membership === null || enclosingFunction(module, call) === null) return null;
  const { shape, whole } = membership;
  const array = bindingOf(module, shape.array);
  if (array === null || isString(module, shape.array)) return null;
  // A piece of text that is looked for is asked of a string, unless the array is known to be one.
  if (shape.value.type === 'StringLiteral' && !isArray(module, shape.array)) return null;
  const around = repetitionsOf(module, call).filter(({ node }) => !contains(node, array.identifier));
  if (around.length === 0) return null;
  const form = proveForm(module, shape, array, whole);
  const { proof, anchor } = form.holds ? judge(module, array, around, files) : { proof: form, anchor: null };
  const summary = `\`${textOf(module, shape.node).replace(/\s+/g, ' ').slice(0, 80)}\` walks through "${array.name}" once per item of a loop`;
  return { site: siteAt(module, shape.node, 'linear-membership', summary, proof, SAFE), shape, array, anchor };
}

/** Every question in a loop whether an array, which is there before the loop, holds a value. */
export function linearMemberships(file: SourceFile, files: readonly SourceFile[] = [file]): LinearMembership[] {
  const module = moduleOf(file);
  if (module === null) return [];
  const all: LinearMembership[] = [];
  walk(module.program, (node) => {
    const membership = found(module, node, files);
    if (membership !== null) all.push(membership);
  });
  return all;
}

/** Sites of membership questions that walk through an array once per item. */
export function findLinearMembership(file: SourceFile, files: readonly SourceFile[] = [file]): Site[] {
  return linearMemberships(file, files).map(({ site }) => site);
}
