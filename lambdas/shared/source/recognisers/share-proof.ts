import type { SourceFile } from '../../contract/records.ts';
import {
  bare,
  collect,
  isCall,
  isFunction,
  isMember,
  propertyName,
  walk,
  type Call,
  type FunctionNode,
  type Node,
  type t,
} from '../ast.ts';
import { scanEffects, type Read } from '../effects.ts';
import { importedBy, importedFunction } from '../imports.ts';
import { bindingOf, contains, functionName, functionOf, isConstant, parentOf, textOf, type Module } from '../module.ts';
import { fails, firstFailure, HOLDS, type Proof } from '../sites.ts';
import { changesObject } from '../steady.ts';
import { isChangingName } from '../verbs.ts';
import { proveFreeVariables } from '../free-variables.ts';
import { isRepeating } from './loop-shape.ts';
import { fateOf } from './only-read.ts';
import { isDecided } from './repetition.ts';

/** Awaited calls of one function that are written alike, in source order, at least two. */
export interface Repeated {
  home: FunctionNode;
  awaits: readonly [t.AwaitExpression, t.AwaitExpression, ...t.AwaitExpression[]];
  reads: Read[];
}

/** The statement of the first call, and the block that it stands in. */
export interface Place {
  statement: Node;
  block: t.BlockStatement;
}

/** Where a call stands that runs whenever its block gets there; null: it does so on some condition, or in no statement of a block. */
export function placeOf(module: Module, call: Node): Place | null {
  for (let at = call, outer = parentOf(module, at); outer !== null; at = outer, outer = parentOf(module, at)) {
    if (outer.type === 'BlockStatement') return { statement: at, block: outer };
    if (isFunction(outer) || isRepeating(outer) || isDecided(outer, at)) return null;
  }
  return null;
}

/** Proves that a later call only ever runs after the first, once, and where an error of it would mean the same. */
function proveAfter(module: Module, place: Place, call: Node): Proof {
  for (let at = parentOf(module, call); at !== null && at !== place.block; at = parentOf(module, at)) {
    if (at.type === 'TryStatement') return fails('one of the calls is in a try of its own, which handles its errors in another way');
    if (isRepeating(at)) return fails('one of the calls is made again and again, in a loop');
    if (isFunction(at)) return fails('the calls are on different paths');
  }
  return contains(place.block, call) ? HOLDS : fails('the calls are on different paths');
}

const PLAIN = new Set(
  (
    'Identifier MemberExpression OptionalMemberExpression StringLiteral NumericLiteral BooleanLiteral NullLiteral BigIntLiteral TemplateLiteral TemplateElement ' +
    'ObjectExpression ObjectProperty ArrayExpression SpreadElement AwaitExpression CallExpression NewExpression ThisExpression BinaryExpression UnaryExpression ' +
    'TSAsExpression TSNonNullExpression TSSatisfiesExpression'
  ).split(' '),
);

/** The calls of a chain: `a(x).b()` and `a(x)` of `a(x).b()`. */
function chainOf(node: Node): Node[] {
  const at = bare(node);
  if (isMember(at)) return chainOf(at.object);
  return at.type === 'CallExpression' ? [at, ...chainOf(at.callee)] : [];
}

/** Proves that both calls are given the same: nothing in them is computed by a call, and nothing that they name ever changes. */
function proveSameArguments(module: Module, call: Node, region: readonly Node[]): Proof {
  const chain = chainOf(call);
  let proof = HOLDS;
  walk(call, (node) => {
    if (!proof.holds) return 'skip';
    const isCommand = node.type === 'NewExpression' && textOf(module, node.callee).endsWith('Command');
    if (!PLAIN.has(node.type) || (isCall(node) && !chain.includes(node) && !isCommand))
      proof = fails('an argument is computed, and may differ from call to call');
    const binding = node.type === 'Identifier' ? bindingOf(module, node) : null;
    if (binding === null) return undefined;
    const changed = binding.references.some((use) => region.some((part) => contains(part, use.node)) && changesObject(module, use.node));
    if (!isConstant(binding)) proof = fails(`"${binding.name}" may change between the calls`);
    else if (changed) proof = fails(`"${binding.name}" is changed between the calls`);
    return undefined;
  });
  return proof;
}

function calledName(call: Call): string {
  const callee = bare(call.callee);
  return isMember(callee) ? (propertyName(callee) ?? '') : callee.type === 'Identifier' ? callee.name : '';
}

/** Proves that the same question has the same answer as long as nobody writes. */
function proveSameAnswer(module: Module, call: Node, reads: readonly Read[], files: readonly SourceFile[]): Proof {
  if (/ConsistentRead/.test(textOf(module, call))) return fails('it asks for the newest state each time');
  const direct = reads.find((read) => read.call === bare(call));
  if (direct?.kind === 'fetch' || direct?.name.startsWith('GetObject')) return fails('it gives a response that can be read only once');
  for (const each of chainOf(call) as Call[]) {
    if (isChangingName(calledName(each))) return fails(`the answer of ${calledName(each)}() changes by itself`);
    const binding = bindingOf(module, bare(each.callee));
    const imported = binding === null ? null : importedBy(module, binding);
    const local = binding === null ? null : functionOf(binding);
    const found = local === null ? imported && importedFunction(module, imported, files) : { module, node: local };
    const steady = found ? proveFreeVariables(found.module, found.node, found.node, files) : HOLDS;
    if (!steady.holds) return fails(`in ${calledName(each)}() ${steady.reason}`);
  }
  return HOLDS;
}

/** A line of log changes nothing that is read. */
function isLog(module: Module, statement: Node): boolean {
  const call = statement.type === 'ExpressionStatement' ? statement.expression : null;
  const isConsole = call?.type === 'CallExpression' && /^console\.\w+$/.test(textOf(module, call.callee));
  return isConsole && call.callee.type === 'MemberExpression' && bindingOf(module, call.callee.object) === null;
}

/** Whether an await is for a promise that was made elsewhere, perhaps of something that writes. */
function waitsForOther(module: Module, { argument }: t.AwaitExpression): boolean {
  const call = bare(argument);
  if (call.type !== 'CallExpression') return true;
  if (!textOf(module, call.callee).startsWith('Promise.')) return false;
  const [list] = call.arguments;
  return list?.type !== 'ArrayExpression' || !list.elements.every((each) => each?.type === 'CallExpression');
}

/** Proves that between the calls nothing is written, sent or asked of which is not known that it only reads. */
function proveQuiet(module: Module, home: Node, region: readonly Node[], files: readonly SourceFile[]): Proof {
  for (const statement of region) {
    const awaits = collect(statement, (node): node is t.AwaitExpression => node.type === 'AwaitExpression');
    if (awaits.some((each) => waitsForOther(module, each)))
      return fails('between the calls it waits for something that was begun elsewhere');
    const parts = isLog(module, statement) ? collect(statement, isCall).flatMap(({ arguments: given }) => given) : [statement];
    for (const part of parts) {
      const { proof } = scanEffects(module, home, part, files);
      if (!proof.holds) return fails(`between the calls ${proof.reason}`);
    }
  }
  return HOLDS;
}

/** Proves that nobody can tell one result from two: none is changed, and at most one goes on to the caller. */
function proveResults(module: Module, { home, awaits }: Repeated): Proof {
  const fates = awaits.map((each) => fateOf(module, each));
  const bad = fates.find(({ proof }) => !proof.holds);
  if (bad !== undefined) return bad.proof;
  // What the entry returns is written out as text at once.
  if (functionName(home, module) === 'handler' || fates.filter(({ escapes }) => escapes).length < 2) return HOLDS;
  return fails('more than one of the results goes on to the caller, who may change one of them');
}

/** Proves that the later calls may be answered with the result of the first. */
export function proveShared(module: Module, repeated: Repeated, files: readonly SourceFile[]): Proof {
  const { home, awaits, reads } = repeated;
  const [first, ...later] = awaits;
  const call = first.argument;
  const place = placeOf(module, first);
  if (place === null) return fails('the calls are on different paths, or in no statement of their own');
  const last = place.block.body.findLastIndex((statement) => later.some((each) => contains(statement, each)));
  const region = place.block.body.slice(
    place.block.body.findIndex((statement) => statement === place.statement),
    last + 1,
  );
  return firstFailure([
    ...later.map((each) => () => proveAfter(module, place, each)),
    () => scanEffects(module, call, call, files).proof,
    () => proveSameAnswer(module, call, reads, files),
    () => proveSameArguments(module, call, region),
    () => proveQuiet(module, home, region, files),
    () => proveResults(module, repeated),
  ]);
}
