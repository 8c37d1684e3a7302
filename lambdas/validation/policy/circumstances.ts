import type { SourceFile } from '../../shared/contract/records.ts';
import {
  bare,
  childrenOf,
  collect,
  isCall,
  isFunction,
  isMember,
  propertyName,
  type Call,
  type Node,
  type t,
} from '../../shared/source/ast.ts';
import { importedBinding, importedBy, importedFunction } from '../../shared/source/imports.ts';
import { bindingOf, functionOf, parentOf, textOf, type Module } from '../../shared/source/module.ts';
import { patternIdentifiers, type Binding } from '../../shared/source/scope.ts';
import { givenFor, returnedBy } from './callers.ts';
import { isCounter, isCountingStore, isGrowingSize } from './counts.ts';
import { isGlobal, memberName, unaliased } from './globals.ts';
import { askedByCall, askedByMember, askedWithin, codeOf, ofName, type Circumstance } from './sources.ts';

const COMPARES = /^(?:<=?|>=?|[!=]==?|in)$/;

export function isComparison(node: Node): node is t.BinaryExpression {
  return node.type === 'BinaryExpression' && COMPARES.test(node.operator);
}

/** Methods of a date that keep it a moment. */
const MOMENT = new Set(['getTime', 'valueOf']);
const CONVERSIONS = /^(?:Number|String|Boolean|BigInt|parseInt|parseFloat|isNaN|JSON\.stringify|(?:Math|Number|String)\.\w+)$/;
/** Methods that say yes or no to what they are given. */
export const PREDICATES = new Set([
  'includes',
  'startsWith',
  'endsWith',
  'match',
  'test',
  'exec',
  'search',
  'has',
  'indexOf',
  'localeCompare',
  'some',
  'find',
]);

const DEPTH = 6;

interface Search {
  files: readonly SourceFile[];
  seen: Set<Node>;
  depth: number;
}

function join(all: Iterable<Set<Circumstance>>): Set<Circumstance> {
  return new Set([...all].flatMap((each) => [...each]));
}

function ofIdentifier(module: Module, node: t.Identifier, search: Search): Set<Circumstance> {
  if (/^__(?:filename|dirname)$/.test(node.name)) return new Set(['place']);
  const binding = bindingOf(module, node);
  if (binding === null || search.seen.has(binding.identifier)) return new Set();
  const deeper = { ...search, seen: new Set([...search.seen, binding.identifier]) };
  const found: Set<Circumstance>[] = isCounter(module, node) ? [new Set(['count'])] : [];
  const { declaration } = binding;
  // An object that holds a time is none: its members are asked for by name.
  const init = declaration.type === 'VariableDeclarator' && declaration.init ? bare(declaration.init) : null;
  if (init !== null && init.type !== 'ObjectExpression') found.push(kindsOf(module, init, deeper));
  found.push(...ofPattern(binding).map((kind) => new Set([kind])), ...ofParameter(module, binding, deeper));
  for (const { node: reference, write } of binding.references) {
    const parent = write ? parentOf(module, reference) : null;
    if (parent?.type === 'AssignmentExpression') found.push(kindsOf(module, parent.right, deeper));
  }
  const imported = importedBy(module, binding);
  const home = imported === null ? null : importedBinding(module, imported, search.files);
  if (home !== null) found.push(kindsOf(home.module, home.binding.identifier, deeper));
  return join(found);
}

/** What is taken out of an object by its name: `catch ({ stack })`, `({ functionVersion })`. */
function ofPattern({ identifier, declaration }: Binding): Circumstance[] {
  const patterns = collect(declaration, (at): at is t.ObjectPattern => at.type === 'ObjectPattern');
  return patterns
    .flatMap(({ properties }) => properties)
    .filter((property) => property.type === 'ObjectProperty' && patternIdentifiers(property.value).includes(identifier))
    .flatMap((property) => ofName(propertyName(property)) ?? []);
}

/** What a parameter may be: its default, and what the callers in the package give. */
function ofParameter(module: Module, binding: Binding, search: Search): Set<Circumstance>[] {
  if (binding.kind !== 'param' || !isFunction(binding.declaration)) return [];
  const fallback = binding.declaration.params.find((param) => param.type === 'AssignmentPattern' && param.left === binding.identifier);
  const own = fallback?.type === 'AssignmentPattern' ? [kindsOf(module, fallback.right, search)] : [];
  const given = givenFor(module, binding.identifier, search.files) ?? [];
  return [...own, ...given.map((argument) => kindsOf(argument.module, argument.node, search))];
}

/** What a function gives back, followed step by step; or, where it is made in place, all that its code asks. */
function ofFunction(module: Module, callee: Node, search: Search): Set<Circumstance> {
  const binding = callee.type === 'Identifier' ? bindingOf(module, callee) : null;
  if (binding === null) return new Set();
  const imported = importedBy(module, binding);
  const local = functionOf(binding);
  const found = imported === null ? (local === null ? null : { module, node: local }) : importedFunction(module, imported, search.files);
  if (found === null) return ofMade(module, callee, null, search);
  if (search.seen.has(found.node)) return new Set();
  const deeper = { ...search, seen: new Set([...search.seen, found.node]) };
  return join(returnedBy(found.node).map((value) => kindsOf(found.module, value, deeper)));
}

/** What the code of an object, a class or a closure asks, wherever in the package it was made: `clock.hour()`, `next()`. */
function ofMade(module: Module, maker: Node, name: string | null, { files }: Search): Set<Circumstance> {
  const at = unaliased(module, maker);
  const binding = at.type === 'Identifier' ? bindingOf(module, at) : null;
  const imported = binding === null ? null : importedBy(module, binding);
  const elsewhere = imported === null ? null : importedBinding(module, imported, files);
  const home = elsewhere?.module ?? module;
  const made = elsewhere === null ? at : unaliased(home, elsewhere.binding.identifier);
  const classed = made.type === 'NewExpression' ? bindingOf(home, bare(made.callee))?.declaration : undefined;
  return join(codeOf(classed ?? made, name).map((code) => askedWithin(home, code)));
}

function ofCall(module: Module, call: Call, search: Search): Set<Circumstance> {
  const callee = bare(call.callee);
  const text = textOf(module, callee);
  const given = (): Set<Circumstance> => join(call.arguments.map((argument) => kindsOf(module, argument, search)));
  const asked = askedByCall(module, call);
  if (asked !== null) return new Set([asked]);
  if (isGlobal(module, callee, 'Date') || CONVERSIONS.test(text)) return given();
  if (!isMember(callee)) return ofFunction(module, callee, search);
  const name = memberName(callee) ?? '';
  if (name === 'getRemainingTimeInMillis') return new Set();
  if (/^format(?:ToParts)?$/.test(name) && /DateTimeFormat/.test(textOf(module, unaliased(module, callee.object))))
    return new Set(['calendar']);
  if (isCountingStore(module, callee)) return new Set(['count']);
  const own = join([kindsOf(module, callee.object, search), ofMade(module, callee.object, name, search)]);
  if (own.has('clock') && !MOMENT.has(name) && /^(?:get|to)/.test(name)) own.add('calendar');
  return PREDICATES.has(name) ? join([own, given()]) : own;
}

function ofMember(module: Module, node: t.MemberExpression | t.OptionalMemberExpression, search: Search): Set<Circumstance> {
  const name = memberName(node);
  const asked = askedByMember(module, node);
  if (asked !== null) return new Set([asked]);
  if (isGrowingSize(module, node)) return new Set(['count']);
  // Asked for itself, not called: whether there is a context at all tells a sandbox.
  if (name === 'getRemainingTimeInMillis') return new Set(['version']);
  const object = unaliased(module, node.object);
  if (object.type !== 'ObjectExpression') return join([kindsOf(module, node.object, search), ofMade(module, node.object, name, search)]);
  const values = object.properties.filter(
    (property) => name === null || propertyName(property) === name || property.type === 'SpreadElement',
  );
  return join(values.map((property) => kindsOf(module, property, search)));
}

function kindsOf(module: Module, node: Node, search: Search): Set<Circumstance> {
  const at = bare(node);
  if (search.depth === 0 || isFunction(at)) return new Set();
  const next = { ...search, depth: search.depth - 1 };
  if (at.type === 'MetaProperty') return new Set(['place']);
  if (at.type === 'Identifier') return ofIdentifier(module, at, next);
  if (isMember(at)) return ofMember(module, at, search);
  if (isCall(at)) return ofCall(module, at, next);
  // What a comparison asks is judged where it stands, and its answer says no more.
  if (isComparison(at)) return new Set();
  // The chain of operators is followed as deep as it is written: only variables and calls cost a step.
  return /(?:Expression|Literal|Element|Property)$/.test(at.type)
    ? join(childrenOf(at).map(({ child }) => kindsOf(module, child, search)))
    : new Set();
}

/** The circumstances that a comparison asks about, on either side. */
export function askedBy(module: Module, { left, right }: t.BinaryExpression, files: readonly SourceFile[]): Set<Circumstance> {
  return join([circumstancesOf(module, left, files), circumstancesOf(module, right, files)]);
}

/** The circumstances that the value of an expression depends on, through variables, conversions and the package's own functions. */
export function circumstancesOf(module: Module, node: Node, files: readonly SourceFile[]): Set<Circumstance> {
  return kindsOf(module, node, { files, seen: new Set(), depth: DEPTH });
}
