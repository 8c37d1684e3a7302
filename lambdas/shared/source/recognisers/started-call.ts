import type { SourceFile } from '../../contract/records.ts';
import { bare, collect, isCall, isMember, propertyName, walk, type Call, type FunctionNode, type Node, type t } from '../ast.ts';
import { bindingOf, constantValue, contains, isConstant, parentOf, textOf, type Module } from '../module.ts';
import { originOf, ownFunction } from '../origin.ts';
import { fails, HOLDS, type Proof } from '../sites.ts';
import { isRepeating } from './loop-shape.ts';

interface Found {
  module: Module;
  node: FunctionNode;
}

/** What a call that gives a promise starts: a request of the platform or the SDK, or an async function of the package. */
type Started = { kind: 'request' } | { kind: 'own'; found: Found };

const SDK = /^@aws-sdk\//;

/** `new XClient(…)`, `XDocumentClient.from(…)`, of the AWS SDK. */
function isSdkClient(module: Module, node: Node | null): boolean {
  const made = node === null ? null : bare(node);
  if (made === null || !isCall(made)) return false;
  const callee = bare(made.callee);
  const maker = isMember(callee) && propertyName(callee) === 'from' ? callee.object : callee;
  return SDK.test(originOf(module, maker)?.specifier ?? '');
}

/** Whether `x.send(…)` sends a command of the AWS SDK: by its client, or by what is sent. */
function sendsCommand(module: Module, call: Call): boolean {
  const callee = bare(call.callee);
  if (!isMember(callee) || propertyName(callee) !== 'send') return false;
  // With a callback there is no promise.
  if (call.arguments.length !== 1) return false;
  const [argument] = call.arguments;
  const command = argument === undefined ? null : bare(constantValue(module, argument) ?? argument);
  if (command?.type === 'NewExpression' && SDK.test(originOf(module, command.callee)?.specifier ?? '')) return true;
  return isSdkClient(module, constantValue(module, callee.object));
}

/** The async method that `this.name(…)` means within its class. */
function ownMethod(module: Module, callee: Node): FunctionNode | null {
  if (!isMember(callee) || callee.object.type !== 'ThisExpression') return null;
  const wanted = callee.property.type === 'PrivateName' ? callee.property.id.name : propertyName(callee);
  let at: Node | null = callee;
  while (at !== null && at.type !== 'ClassBody') at = parentOf(module, at);
  const named = at?.body.filter(
    (member) =>
      (member.type === 'ClassMethod' || member.type === 'ClassPrivateMethod') &&
      (member.key.type === 'PrivateName' ? member.key.id.name : member.key.type === 'Identifier' ? member.key.name : null) === wanted,
  );
  const [method] = named ?? [];
  return method?.type === 'ClassMethod' || method?.type === 'ClassPrivateMethod' ? method : null;
}

/** What the call starts, when it is known to give a promise; null: it is not a call, or gives none as far as is known. */
export function startedBy(module: Module, node: Node, files: readonly SourceFile[]): Started | null {
  if (node.type !== 'CallExpression' && node.type !== 'OptionalCallExpression') return null;
  const callee = bare(node.callee);
  if (callee.type === 'Identifier') {
    const binding = bindingOf(module, callee);
    if (binding === null) return callee.name === 'fetch' ? { kind: 'request' } : null;
    if (!isConstant(binding)) return null;
  }
  if (sendsCommand(module, node)) return { kind: 'request' };
  const method = ownMethod(module, callee);
  const found = method === null ? ownFunction(module, callee, files) : { module, node: method };
  return found?.node.async === true && !found.node.generator ? { kind: 'own', found } : null;
}

/** What may wait for something that only the code after the call brings about. */
const MAY_WAIT = /(?:^|\.)(?:once|on|withResolvers|acquire|lock|setInterval|waitAsync)$/;

function endless(node: Node): boolean {
  if (node.type === 'ForStatement') return !node.test;
  if (node.type !== 'WhileStatement' && node.type !== 'DoWhileStatement') return node.type === 'ForOfStatement' && node.await === true;
  return node.test.type === 'BooleanLiteral' && node.test.value;
}

/** A bound that no other code moves: a number, a constant, the length of a list. */
function isFixed(module: Module, bound: Node): boolean {
  const at = bare(bound);
  if (at.type === 'NumericLiteral') return true;
  const binding = bindingOf(module, at);
  return binding === null ? isMember(at) && propertyName(at) === 'length' : isConstant(binding);
}

/** Whether a `for` loop counts a variable of its own by a number, up or down to a bound, and its body leaves the count alone. */
function isCounted(module: Module, { init, test, update, body }: t.ForStatement): boolean {
  if (init?.type !== 'VariableDeclaration' || test?.type !== 'BinaryExpression' || !/^[<>]=?$/.test(test.operator)) return false;
  const count = bindingOf(module, test.left);
  if (count === null || !contains(init, count.identifier) || !isFixed(module, test.right)) return false;
  if (count.references.some(({ node, write }) => write && contains(body, node))) return false;
  if (update?.type === 'UpdateExpression') return bindingOf(module, update.argument) === count;
  if (update?.type !== 'AssignmentExpression' || !/^[+-]=$/.test(update.operator)) return false;
  return bindingOf(module, update.left) === count && update.right.type === 'NumericLiteral';
}

/**
 * Whether a loop waits in each round, and goes on for as long as some condition holds: while it waits other code runs, which may be what
 * ends it. A loop over items, or over a count, ends by itself.
 */
function mayBeEndedByOthers(module: Module, node: Node): boolean {
  if (!isRepeating(node) || node.type === 'ForOfStatement' || node.type === 'ForInStatement') return false;
  if (node.type === 'ForStatement' && isCounted(module, node)) return false;
  return collect(node, (at): at is Node => at.type === 'AwaitExpression', false).length > 0;
}

/**
 * Proves that what the call starts comes to an end without the code that follows it: a request does, an async function of the package
 * does when nothing in it, or in those that it calls, loops without an end, waits in a loop that others may have to end, builds a promise by
 * hand or waits for an event.
 */
export function proveEnds(module: Module, call: Node, files: readonly SourceFile[], seen: Set<Node> = new Set()): Proof {
  const started = startedBy(module, call, files);
  if (started?.kind !== 'own' || seen.has(started.found.node)) return HOLDS;
  const { node, module: home } = started.found;
  seen.add(node);
  let proof: Proof = HOLDS;
  walk(node, (at) => {
    if (!proof.holds) return 'skip';
    if (endless(at)) proof = fails('what it starts may run without an end, and waiting for it would too');
    else if (mayBeEndedByOthers(home, at)) proof = fails('what it starts waits in a loop that perhaps only the code after it may end');
    else if (
      isCall(at) &&
      (MAY_WAIT.test(textOf(home, at.callee)) || (at.type === 'NewExpression' && textOf(home, at.callee) === 'Promise'))
    )
      proof = fails('what it starts may wait for something that only comes after it');
    else if (isCall(at)) proof = proveEnds(home, at, files, seen);
    return undefined;
  });
  return proof;
}
