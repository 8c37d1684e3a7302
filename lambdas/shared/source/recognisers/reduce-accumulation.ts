import { isFunction, isMember, propertyName, walk, type Call, type Node, type t } from '../ast.ts';
import { bindingOf, type Module } from '../module.ts';
import type { Binding } from '../scope.ts';
import { fails, HOLDS, type Proof } from '../sites.ts';
import { untyped } from '../value-kinds.ts';
import { freshLiteral, proveNobodyKeeps, proveSort, proveWholeOrLost, proveWritable } from './accumulation-proof.ts';
import { stepOf, type Step } from './accumulation-step.ts';

/** What one `return` of the callback gives: the next value by one step, as it is, or one of the two by a condition. */
export interface Outcome {
  /** The expression that is given, and the `return` around it; null: the body of an arrow function is the expression itself. */
  node: Node;
  statement: t.ReturnStatement | null;
  /** Null: unconditional. */
  test: Node | null;
  /** Null: the value is given as it is. */
  met: Step | null;
  otherwise: Step | null;
}

/** `xs.reduce((gathered, x) => [...gathered, x], [])` and its like. */
export interface ReduceAccumulation {
  call: Call;
  callback: t.ArrowFunctionExpression | t.FunctionExpression;
  binding: Binding;
  outcomes: Outcome[];
  /** The type of what is gathered, where it is written down. */
  type: t.TSType | null;
}

function returnsOf(callback: ReduceAccumulation['callback']): { node: Node; statement: t.ReturnStatement | null }[] {
  if (callback.body.type !== 'BlockStatement') return [{ node: callback.body, statement: null }];
  const found: { node: Node; statement: t.ReturnStatement | null }[] = [];
  walk(callback.body, (at) => {
    if (at.type === 'ReturnStatement') found.push({ node: at.argument ?? at, statement: at });
    return isFunction(at) ? 'skip' : undefined;
  });
  return found;
}

/** A step, `null` for the value as it is, or why it is neither. */
function branch(module: Module, node: Node, binding: Binding): { step: Step | null } | { reason: string } {
  const at = untyped(node);
  if (at.type === 'Identifier' && bindingOf(module, at) === binding) return { step: null };
  return stepOf(module, node, binding) ?? { reason: `it also gives something else than "${binding.name}"` };
}

function outcomeOf(module: Module, given: ReturnType<typeof returnsOf>[number], binding: Binding): Outcome | { reason: string } {
  const at = untyped(given.node);
  const conditional = at.type === 'ConditionalExpression' ? at : null;
  const met = branch(module, conditional?.consequent ?? given.node, binding);
  const otherwise = conditional === null ? { step: null } : branch(module, conditional.alternate, binding);
  if ('reason' in met) return met;
  if ('reason' in otherwise) return otherwise;
  if (conditional?.test.type === 'SequenceExpression') return { reason: 'its condition holds a comma' };
  return { ...given, test: conditional?.test ?? null, met: met.step, otherwise: otherwise.step };
}

/** Mentions of the variable that a `return` gives as it is. */
function givenAsIs(module: Module, outcomes: readonly Outcome[], binding: Binding): Set<Node> {
  const found = new Set<Node>();
  for (const { node } of outcomes) {
    const at = untyped(node);
    for (const each of at.type === 'ConditionalExpression' ? [at.consequent, at.alternate] : [at]) {
      const mention = untyped(each);
      if (mention.type === 'Identifier' && bindingOf(module, mention) === binding) found.add(mention);
    }
  }
  return found;
}

function typesOf(call: Call, parameter: Node, start: Node): (t.TSType | null | undefined)[] {
  const annotation = 'typeAnnotation' in parameter ? parameter.typeAnnotation : null;
  const generics =
    'typeParameters' in call && call.typeParameters?.type === 'TSTypeParameterInstantiation' ? call.typeParameters.params : [];
  return [
    annotation?.type === 'TSTypeAnnotation' ? annotation.typeAnnotation : null,
    start.type === 'TSAsExpression' || start.type === 'TSSatisfiesExpression' ? start.typeAnnotation : null,
    generics[0],
  ];
}

/** The reduction that a call is, with its proof; null: it is none that copies what it gathered. */
export function reduceAccumulation(module: Module, call: Node): { found: ReduceAccumulation | null; proof: Proof } | null {
  if (call.type !== 'CallExpression' || !isMember(call.callee) || !/^reduce(?:Right)?$/.test(propertyName(call.callee) ?? '')) return null;
  const [callback, start] = call.arguments;
  if (callback?.type !== 'ArrowFunctionExpression' && callback?.type !== 'FunctionExpression') return null;
  const [parameter] = callback.params;
  const binding = parameter?.type === 'Identifier' ? bindingOf(module, parameter) : null;
  if (binding === null || parameter === undefined) return null;
  const outcomes = returnsOf(callback).map((given) => outcomeOf(module, given, binding));
  const usable = outcomes.flatMap((outcome) => ('reason' in outcome ? [] : [outcome]));
  const steps = usable.flatMap(({ met, otherwise }) => [met, otherwise].filter((step) => step !== null));
  const unfit = outcomes.find((outcome) => 'reason' in outcome);
  if (steps.length === 0)
    return unfit === undefined || !copiesInAnyForm(module, callback, binding) ? null : { found: null, proof: fails(unfit.reason) };
  if (unfit !== undefined) return { found: null, proof: fails(unfit.reason) };
  if (callback.async || callback.generator) return { found: null, proof: fails('its callback is over only later') };
  const literal = freshLiteral(start);
  if (start === undefined || literal === null) return { found: null, proof: fails('it does not start with a list or object of its own') };
  if (binding.references.some(({ write }) => write)) return { found: null, proof: fails(`"${binding.name}" is assigned again`) };
  const types = typesOf(call, parameter, start);
  const proofs = [
    () => proveSort(literal, steps),
    () => proveWritable(module, types, steps),
    () =>
      proveWholeOrLost(
        module,
        steps.filter(({ added }) => added.how === 'push-each'),
        callback,
      ),
    () => proveNobodyKeeps(module, binding, callback, steps, Number.POSITIVE_INFINITY, givenAsIs(module, usable, binding)),
  ];
  const proof = proofs.reduce<Proof>((sofar, prove) => (sofar.holds ? prove() : sofar), HOLDS);
  return { found: { call, callback, binding, outcomes: usable, type: types.find((type) => Boolean(type)) ?? null }, proof };
}

/** Whether some `return` copies the value, though in a form that is not rewritten. */
function copiesInAnyForm(module: Module, callback: ReduceAccumulation['callback'], binding: Binding): boolean {
  return returnsOf(callback).some(({ node }) => {
    const at = untyped(node);
    const parts = at.type === 'ConditionalExpression' ? [at.consequent, at.alternate] : [node];
    return parts.some((part) => stepOf(module, part, binding) !== null);
  });
}
