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
import { importedBy, importedFunction } from '../../shared/source/imports.ts';
import { bindingOf, functionOf, moduleOf, parentOf, textOf, type Module } from '../../shared/source/module.ts';
import { patternIdentifiers, type Binding } from '../../shared/source/scope.ts';
import { givenFor, returnedBy } from './callers.ts';
import { isEnvironment } from './environment.ts';
import { isCounter, isGrowingSize } from './counts.ts';
import { importSource, isGlobal, memberName, processMember, unaliased } from './globals.ts';

/** Of what an expression depends that is no input: a payload that waits for its moment asks one of these. */
export type Circumstance = 'clock' | 'calendar' | 'environment' | 'process' | 'chance' | 'version' | 'place' | 'count';

const COMPARES = /^(?:<=?|>=?|[!=]==?|in)$/;

export function isComparison(node: Node): node is t.BinaryExpression {
  return node.type === 'BinaryExpression' && COMPARES.test(node.operator);
}

/** What Lambda tells a handler of its own version and place. */
const OF_CONTEXT = new Set([
  'functionVersion',
  'invokedFunctionArn',
  'functionName',
  'memoryLimitInMB',
  'logGroupName',
  'logStreamName',
  'awsRequestId',
]);
const CLOCKS = /^(?:Date\.now|performance\.now|performance\.timeOrigin|process\.hrtime(?:\.bigint)?|process\.uptime|Temporal\.Now\.\w+)$/;
const CHANCE = /^(?:Math\.random|crypto\.(?:random\w+|getRandomValues))$/;
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
  const home = imported === null ? null : exportedAt(module, imported, search.files);
  if (home !== null) found.push(kindsOf(home.module, home.node, deeper));
  return join(found);
}

/** What is taken out of an object by its name: `catch ({ stack })`, `({ functionVersion })`. */
function ofPattern({ identifier, declaration }: Binding): Circumstance[] {
  const patterns = collect(declaration, (at): at is t.ObjectPattern => at.type === 'ObjectPattern');
  return patterns
    .flatMap(({ properties }) => properties)
    .filter((property) => property.type === 'ObjectProperty' && patternIdentifiers(property.value).includes(identifier))
    .flatMap((property) => named(propertyName(property)));
}

function named(name: string | null): Circumstance[] {
  if (name === 'stack') return ['place'];
  return name !== null && OF_CONTEXT.has(name) ? ['version'] : [];
}

/** What a parameter may be: its default, and what the callers in the package give. */
function ofParameter(module: Module, binding: Binding, search: Search): Set<Circumstance>[] {
  if (binding.kind !== 'param' || !isFunction(binding.declaration)) return [];
  const fallback = binding.declaration.params.find((param) => param.type === 'AssignmentPattern' && param.left === binding.identifier);
  const own = fallback?.type === 'AssignmentPattern' ? [kindsOf(module, fallback.right, search)] : [];
  const given = givenFor(module, binding.identifier, search.files) ?? [];
  return [...own, ...given.map((argument) => kindsOf(argument.module, argument.node, search))];
}

function exportedAt(
  module: Module,
  imported: { specifier: string; name: string },
  files: readonly SourceFile[],
): { module: Module; node: Node } | null {
  const folder = imported.specifier.startsWith('.') ? files.map(moduleOf) : [];
  for (const other of folder) {
    const binding = other?.scopes.root.bindings.get(imported.name);
    if (other && other !== module && binding?.declaration.type === 'VariableDeclarator') return { module: other, node: binding.identifier };
  }
  return null;
}

function ofFunction(module: Module, callee: Node, search: Search): Set<Circumstance> {
  const binding = callee.type === 'Identifier' ? bindingOf(module, callee) : null;
  if (binding === null) return new Set();
  const imported = importedBy(module, binding);
  const local = functionOf(binding);
  const found = imported === null ? (local === null ? null : { module, node: local }) : importedFunction(module, imported, search.files);
  if (found === null || search.seen.has(found.node)) return new Set();
  const deeper = { ...search, seen: new Set([...search.seen, found.node]) };
  return join(returnedBy(found.node).map((value) => kindsOf(found.module, value, deeper)));
}

function ofCall(module: Module, call: Call, search: Search): Set<Circumstance> {
  const callee = bare(call.callee);
  const text = textOf(module, callee);
  const given = (): Set<Circumstance> => join(call.arguments.map((argument) => kindsOf(module, argument, search)));
  if (CLOCKS.test(text)) return new Set(['clock']);
  if (CHANCE.test(text)) return new Set(['chance']);
  if (isGlobal(module, callee, 'Date')) return call.arguments.length === 0 ? new Set(['clock']) : given();
  if (CONVERSIONS.test(text)) return given();
  if (!isMember(callee)) {
    const source = importSource(module, callee) ?? '';
    if (/^(?:node:)?os$/.test(source) && text !== 'tmpdir') return new Set(['process']);
    return /^(?:node:)?crypto$/.test(source) && text.startsWith('random') ? new Set(['chance']) : ofFunction(module, callee, search);
  }
  const name = memberName(callee) ?? '';
  if (/^(?:node:)?os$/.test(importSource(module, bare(callee.object)) ?? '') && name !== 'tmpdir') return new Set(['process']);
  if (name === 'getRemainingTimeInMillis') return new Set();
  // An answer's own date is a clock as well.
  const [first] = call.arguments;
  if (name === 'get' && first?.type === 'StringLiteral' && /^(?:date|age|expires|last-modified)$/i.test(first.value))
    return new Set(['calendar']);
  if (/^format(?:ToParts)?$/.test(name) && /DateTimeFormat/.test(textOf(module, unaliased(module, callee.object))))
    return new Set(['calendar']);
  const own = kindsOf(module, callee.object, search);
  if (own.has('clock') && !MOMENT.has(name) && /^(?:get|to)/.test(name)) own.add('calendar');
  return PREDICATES.has(name) ? join([own, given()]) : own;
}

function ofMember(module: Module, node: t.MemberExpression | t.OptionalMemberExpression, search: Search): Set<Circumstance> {
  const name = memberName(node);
  if (isEnvironment(module, node)) return new Set(['environment']);
  const part = processMember(module, node);
  if (part !== null) return new Set(['process']);
  if (CLOCKS.test(textOf(module, node))) return new Set(['clock']);
  const own = named(name);
  if (own.length > 0) return new Set(own);
  if (isGrowingSize(module, node)) return new Set(['count']);
  // Asked for itself, not called: whether there is a context at all tells a sandbox.
  if (name === 'getRemainingTimeInMillis') return new Set(['version']);
  const object = unaliased(module, node.object);
  if (object.type !== 'ObjectExpression') return kindsOf(module, node.object, search);
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
