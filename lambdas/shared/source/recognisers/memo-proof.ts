import type { SourceFile } from '../../contract/records.ts';
import { isCall, walk, type Node, type t } from '../ast.ts';
import { withTypes } from '../collection-uses.ts';
import { declaredType, isPrimitiveType } from '../declared-types.ts';
import { scanEffects } from '../effects.ts';
import { proveFreeVariables } from '../free-variables.ts';
import { isExported } from '../imports.ts';
import { bindingOf, contains, functionOf, isConstant, parentOf, textOf, type Module } from '../module.ts';
import { proveOnlyRead } from '../only-read.ts';
import type { Binding } from '../scope.ts';
import { fails, HOLDS, type Proof } from '../sites.ts';
import { isString, untyped } from '../value-kinds.ts';
import { isPlainUse } from './cache-proof.ts';
import { memoShape, type MemoShape } from './memo-shape.ts';

/** Whether a variable holds text, a number or the like: by its type, or because nothing else is ever done with it. */
function isPlain(module: Module, binding: Binding, map: Binding, seen: Set<Binding> = new Set()): boolean {
  if (seen.has(binding)) return true;
  seen.add(binding);
  const declared = declaredType(module, binding);
  if (declared !== null) return isPrimitiveType(module, declared);
  if (isString(module, binding.identifier)) return true;
  return binding.references.every(({ node, write }) => {
    const parent = parentOf(module, node);
    if (write || parent === null) return false;
    if (map.references.some((use) => parentOf(module, parentOf(module, use.node) ?? parent) === parent)) return true;
    if (isPlainUse(module, parent, node)) return true;
    const callee = isCall(parent) ? bindingOf(module, parent.callee) : null;
    const target = callee === null ? null : functionOf(callee);
    const parameter = isCall(parent) ? target?.params[parent.arguments.indexOf(node as t.Identifier)] : undefined;
    const received = parameter?.type === 'Identifier' ? bindingOf(module, parameter) : null;
    return received !== null && isPlain(module, received, map, seen);
  });
}

/** The key's variable, and those that it tells apart, of which an answer may be made; null: the key is not a plain value. */
function keyVariables(module: Module, key: Node, map: Binding): Set<Binding> | null {
  const at = untyped(key);
  const binding = at.type === 'Identifier' ? bindingOf(module, at) : null;
  if (binding === null || !isConstant(binding) || !isPlain(module, binding, map)) return null;
  const made = binding.declaration.type === 'VariableDeclarator' ? binding.declaration.init : null;
  const variables = new Set([binding]);
  for (const part of made ? partsOf(module, made) : []) {
    const each = part.type === 'Identifier' ? bindingOf(module, part) : null;
    // A number and its text would give the same key.
    if (each !== null && isConstant(each) && isString(module, part)) variables.add(each);
  }
  return variables;
}

/** What a key is made of, when no two makings give the same key: one part in a text, or a list as JSON. */
function partsOf(module: Module, made: Node): Node[] {
  if (made.type === 'TemplateLiteral') return made.expressions.length === 1 ? made.expressions : [];
  if (!isCall(made) || textOf(module, made.callee) !== 'JSON.stringify' || made.arguments.length !== 1) return [];
  const [list] = made.arguments;
  if (list?.type !== 'ArrayExpression') return [];
  return list.elements.flatMap((element) => (element === null ? [] : [element]));
}

/** Proves that an answer depends on its key alone. */
function proveOfKey(module: Module, shape: MemoShape, map: Binding): Proof {
  const variables = keyVariables(module, shape.key, map);
  if (variables === null) return fails('its keys are not plain values');
  let proof = HOLDS;
  for (const miss of shape.miss) {
    walk(miss, (node) => {
      const binding = node.type === 'Identifier' ? bindingOf(module, node) : null;
      if (!proof.holds || binding === null || !contains(shape.home, binding.identifier)) return;
      const isOwn = shape.miss.some((each) => contains(each, binding.identifier));
      if (!isOwn && binding !== shape.answer && !variables.has(binding))
        proof = fails(`an answer also depends on "${binding.name}", not on its key alone`);
    });
  }
  return proof;
}

/** Proves that nobody changes an answer: the change would be lost with it. */
function proveAnswers(module: Module, shape: MemoShape, map: Binding): Proof {
  const made = map.declaration.type === 'VariableDeclarator' ? map.declaration.init : null;
  const typed =
    made?.type === 'NewExpression' && made.typeParameters?.type === 'TSTypeParameterInstantiation' ? made.typeParameters.params[1] : null;
  if (typed && isPrimitiveType(module, typed)) return HOLDS;
  const stored = untyped(shape.value);
  const holder = stored.type === 'Identifier' ? bindingOf(module, stored) : null;
  const seen = [
    ...shape.gets,
    ...(holder?.references ?? []).filter(({ node, write }) => !write && node !== stored).map(({ node }) => node),
  ];
  for (const node of seen) {
    const proof = proveOnlyRead(module, node, [withTypes(module, stored)]);
    if (!proof.holds) return fails(`an answer may be changed by who gets it: ${proof.reason}`);
  }
  return HOLDS;
}

function proveRepeatable(module: Module, shape: MemoShape, map: Binding, files: readonly SourceFile[]): Proof {
  for (const miss of shape.miss) {
    const { proof: harmless, reads } = scanEffects(module, shape.home, miss, files, shape.set.expression);
    if (!harmless.holds) return fails(`computing an answer again would do more than that: ${harmless.reason}`);
    // What is read may have changed since, and a memo that forgets nothing keeps to the first answer.
    const [read] = reads;
    if (read !== undefined) return fails(`an answer that is asked for again may differ: it is read by ${read.name}`);
    const free = proveFreeVariables(module, shape.home, miss, files, new Set([map]));
    if (!free.holds) return fails(`an answer that is computed again may differ: ${free.reason}`);
  }
  return HOLDS;
}

/** A Map of the module's level as a memo, with the proof that forgetting any of it only costs computing it again; null: it has another form. */
export function proveMemo(module: Module, map: Binding, files: readonly SourceFile[]): { proof: Proof; shape: MemoShape } | null {
  if (isExported(module, map) || !isConstant(map)) return null;
  const shape = memoShape(module, map);
  if (shape === null) return null;
  const proofs = [
    () => proveOfKey(module, shape, map),
    () => proveRepeatable(module, shape, map, files),
    () => proveAnswers(module, shape, map),
  ];
  return { shape, proof: proofs.reduce<Proof>((proof, prove) => (proof.holds ? prove() : proof), HOLDS) };
}
