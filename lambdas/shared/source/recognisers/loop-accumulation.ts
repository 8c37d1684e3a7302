import type { FunctionNode, Node, t } from '../ast.ts';
import { isExported } from '../imports.ts';
import { bindingOf, contains, enclosingFunction, parentOf, type Module } from '../module.ts';
import { repetitionsOf, runsWithin } from '../repetition.ts';
import type { Binding } from '../scope.ts';
import { fails, HOLDS, type Proof } from '../sites.ts';
import { isString } from '../value-kinds.ts';
import { freshLiteral, proveNobodyKeeps, proveSort, proveWholeOrLost, proveWritable } from './accumulation-proof.ts';
import { stepOf, type Step } from './accumulation-step.ts';

/** `gathered = [...gathered, x];` and its like, in a loop. */
export interface LoopAccumulation {
  statement: t.ExpressionStatement;
  step: Step;
  binding: Binding;
  /** The declaration's `let`, when nothing else assigns the variable; null otherwise. */
  declaration: t.VariableDeclaration | null;
  /** The declared type, where it is written down. */
  type: t.TSType | null;
}

/** The assignment statement that gives a variable its next value; null: another form. */
function assignmentTo(module: Module, write: Node): { statement: t.ExpressionStatement; right: Node } | null {
  const assignment = parentOf(module, write);
  if (assignment?.type !== 'AssignmentExpression' || assignment.left !== write || assignment.operator !== '=') return null;
  const statement = parentOf(module, assignment);
  return statement?.type === 'ExpressionStatement' ? { statement, right: assignment.right } : null;
}

function typeOfDeclaration(binding: Binding): t.TSType | null {
  const { typeAnnotation } = binding.identifier;
  return typeAnnotation?.type === 'TSTypeAnnotation' ? typeAnnotation.typeAnnotation : null;
}

function castOf(init: Node): t.TSType | null {
  return init.type === 'TSAsExpression' || init.type === 'TSSatisfiesExpression' ? init.typeAnnotation : null;
}

/** Proves everything that does not depend on one step: how the variable starts, and what else is done with it. */
function proveBinding(module: Module, binding: Binding, home: FunctionNode | null, inLoops: readonly LoopAccumulation[]): Proof {
  const { declaration } = binding;
  const init = declaration.type === 'VariableDeclarator' && declaration.id.type === 'Identifier' ? declaration.init : null;
  const literal = freshLiteral(init);
  if (!init || literal === null) return fails(`"${binding.name}" does not start as a list or object of its own`);
  if (binding.kind === 'var') return fails(`"${binding.name}" is a var, which lives on from one round of a loop to the next`);
  if (home === null || isExported(module, binding)) return fails(`"${binding.name}" lives longer than this call`);
  const steps = inLoops.map(({ step }) => step);
  const allowed = new Set<Node>();
  for (const { node, write } of binding.references) {
    if (!write) continue;
    const assignment = assignmentTo(module, node);
    const step = assignment === null ? null : stepOf(module, assignment.right, binding);
    const isStep = step !== null && 'step' in step;
    const restarts = step === null && assignment !== null && freshLiteral(assignment.right)?.type === literal.type;
    if (!isStep && !restarts) return fails(`"${binding.name}" is also given something else`);
    if (!runsWithin(module, home, node)) return fails(`a function that may run later adds to "${binding.name}"`);
    allowed.add(node);
  }
  const over = Math.max(
    ...steps.map(({ node }) => repetitionsOf(module, node).findLast((at) => !contains(at.node, binding.identifier))?.node.end ?? 0),
  );
  const eachSteps = steps.filter(({ added }) => added.how === 'push-each');
  const proofs = [
    () => proveSort(literal, steps),
    () => proveWritable(module, [typeOfDeclaration(binding), castOf(init)], steps),
    () => proveWholeOrLost(module, eachSteps, home),
    () => proveNobodyKeeps(module, binding, home, steps, over, allowed),
  ];
  return proofs.reduce<Proof>((proof, prove) => (proof.holds ? prove() : proof), HOLDS);
}

/** Accumulations of one variable in loops, with the proof that holds for all; null: there are none. */
export function loopAccumulations(
  module: Module,
  binding: Binding,
): { found: LoopAccumulation[]; refused: { statement: Node; reason: string }[]; proof: Proof } | null {
  const found: LoopAccumulation[] = [];
  const refused: { statement: Node; reason: string }[] = [];
  const { declaration: made } = binding;
  if (made.type === 'VariableDeclarator' && made.init && isString(module, made.init)) return null;
  for (const { node, write } of binding.references) {
    const assignment = write ? assignmentTo(module, node) : null;
    if (assignment === null || !repetitionsOf(module, node).some((at) => !contains(at.node, binding.identifier))) continue;
    const step = stepOf(module, assignment.right, binding);
    if (step === null) continue;
    const { statement } = assignment;
    if ('reason' in step) refused.push({ statement, reason: step.reason });
    else found.push({ statement, step: step.step, binding, declaration: null, type: typeOfDeclaration(binding) });
  }
  if (found.length === 0) return refused.length === 0 ? null : { found, refused, proof: HOLDS };
  const home = enclosingFunction(module, binding.identifier);
  const proof = proveBinding(module, binding, home, found);
  const onlySteps = binding.references.filter(({ write }) => write).length === found.length;
  const declared = parentOf(module, binding.declaration);
  const alone = declared?.type === 'VariableDeclaration' && declared.kind === 'let' && declared.declarations.length === 1 ? declared : null;
  return { found: found.map((each) => ({ ...each, declaration: onlySteps ? alone : null })), refused, proof };
}

/** Whether a variable may be one that a loop accumulates in. */
export function isVariable(module: Module, binding: Binding): boolean {
  return bindingOf(module, binding.identifier) === binding && (binding.kind === 'let' || binding.kind === 'var');
}
