import type { SourceFile } from '../../contract/records.ts';
import { isCall, propertyName, walk, type Node, type t } from '../ast.ts';
import { isExported } from '../imports.ts';
import { bindingOf, enclosingFunction, moduleOf, parentOf, textOf, topLevelStatement, type Module } from '../module.ts';
import { fails, firstFailure, HOLDS, siteAt, type Proof, type Site } from '../sites.ts';
import {
  agentKind,
  callOfOptions,
  keepAliveOf,
  makesRequests,
  proveTaker,
  proveAgentUses,
  requestOf,
  type KeepAlive,
} from './agent-proof.ts';
import { declarationOf, makesClient, proveStableArguments } from './client-proof.ts';
import { runsPerInvocation } from '../per-invocation.ts';

const SAFE = 'nothing of the invocation goes into the connection, and nobody ends it, so the next request can use it again';

/** What is to be done about one place. */
export type Remedy =
  /** An agent says that it keeps connections; `declaration` or the expression itself moves to the module's level when it is made per invocation. */
  | { do: 'keep'; call: t.NewExpression; keepAlive: KeepAlive; move: t.VariableDeclaration | 'expression' | null }
  /** `agent: false` of a request becomes an agent of the module `name`. */
  | { do: 'agent'; property: t.ObjectProperty; name: string }
  /** The header that ends the connection goes. */
  | { do: 'drop'; property: t.ObjectProperty };

/** A site and what its codemod does; null where it is refused. */
export interface Connection {
  site: Site;
  remedy: Remedy | null;
}

interface Judged {
  at: Node;
  summary: string;
  proof: Proof;
  remedy: Remedy | null;
}

/** Whether the agent goes straight into a client that is made at the same place: then the client is what counts. */
function isOfClient(module: Module, node: Node): boolean {
  const parent = parentOf(module, node);
  const call = parent?.type === 'ObjectProperty' ? callOfOptions(module, parent) : null;
  return call !== null && (makesClient(module, call) || agentKind(module, call) === 'handler');
}

function placeProof(
  module: Module,
  call: t.NewExpression,
  perInvocation: boolean,
): { proof: Proof; move: t.VariableDeclaration | 'expression' | null } {
  const parent = parentOf(module, call);
  const held = declarationOf(module, call);
  const stable = (): Proof => (perInvocation ? proveStableArguments(module, call, new Set()) : HOLDS);
  if (held !== null) {
    const block = parentOf(module, held.statement);
    const inBody = block !== null && parentOf(module, block) === enclosingFunction(module, call);
    const isTaken = module.scopes.root.bindings.has(held.binding.name) || module.scopes.globals.has(held.binding.name);
    const proof = firstFailure([
      () => (isExported(module, held.binding) ? fails(`"${held.binding.name}" is exported, so who else uses it is not known`) : HOLDS),
      () => (perInvocation && !inBody ? fails('it is only made on some condition') : HOLDS),
      () => (perInvocation && isTaken ? fails(`the module has another "${held.binding.name}"`) : HOLDS),
      stable,
      () => proveAgentUses(module, held.binding),
    ]);
    return { proof, move: perInvocation ? held.statement : null };
  }
  const option = parent?.type === 'ObjectProperty' ? callOfOptions(module, parent) : null;
  if (option === null)
    return { proof: fails('it is neither kept in a constant nor given to a request, so who else holds it is not known'), move: null };
  return { proof: firstFailure([stable, () => proveTaker(module, option)]), move: perInvocation ? 'expression' : null };
}

/** An agent that keeps no connection, or that every invocation makes anew. */
function judgeAgent(module: Module, call: t.NewExpression, kind: 'agent' | 'handler'): Judged | null {
  const home = enclosingFunction(module, call);
  const keepAlive = kind === 'handler' ? ({ says: 'true' } as const) : keepAliveOf(module, call);
  const perInvocation = home !== null && runsPerInvocation(module, home) && !isOfClient(module, call);
  if (keepAlive.says === 'true' && !perInvocation) return null;
  const text = textOf(module, call).replace(/\s+/g, ' ').slice(0, 80);
  const ends = keepAlive.says === 'unseen' ? 'may end' : 'ends';
  const summary = perInvocation ? `\`${text}\` is made anew by every invocation` : `\`${text}\` ${ends} its connection after each request`;
  if (keepAlive.says === 'unseen')
    return {
      at: call,
      summary,
      proof: fails('whether it keeps its connections cannot be seen, or is decided while it runs'),
      remedy: null,
    };
  const { proof, move } = placeProof(module, call, perInvocation);
  const at = move === null || move === 'expression' ? call : move;
  return { at, summary, proof, remedy: { do: 'keep', call, keepAlive, move } };
}

/** Proves that a name means the same above the statement that `at` is in. */
function proveAtHand(module: Module, name: t.Identifier, at: Node): Proof {
  const binding = bindingOf(module, name);
  const early = binding?.kind === 'import' || (binding?.identifier.end ?? Infinity) <= (topLevelStatement(module, at).start ?? 0);
  return early && binding?.scope === module.scopes.root ? HOLDS : fails(`"${name.name}" is not known above the function yet`);
}

/** `agent: false` of a request: an agent of its own, which ends its connection. */
function judgeOption(module: Module, property: t.ObjectProperty): Judged | null {
  const call = propertyName(property) === 'agent' && textOf(module, property.value) === 'false' ? callOfOptions(module, property) : null;
  const request = call === null ? null : requestOf(module, call);
  if (call === null || request === null) return null;
  const callee = call.callee;
  const whole = callee.type === 'MemberExpression' && callee.object.type === 'Identifier' ? callee.object : null;
  const proof = whole === null ? fails('the module of the request is not at hand under a name') : proveAtHand(module, whole, property);
  const summary = `\`${textOf(module, callee)}\` opens a connection of its own for each request, by \`agent: false\``;
  return { at: property, summary, proof, remedy: { do: 'agent', property, name: whole?.name ?? '' } };
}

/** `connection: 'close'` among the headers of a request. */
function judgeHeader(module: Module, property: t.ObjectProperty): Judged | null {
  if (!/^connection$/i.test(propertyName(property) ?? '')) return null;
  const headers = parentOf(module, property);
  const holder = headers === null ? null : parentOf(module, headers);
  if (holder?.type !== 'ObjectProperty' || propertyName(holder) !== 'headers') return null;
  const call = callOfOptions(module, property);
  if (call === null || !makesRequests(module, call) || makesClient(module, call)) return null;
  const value = property.value;
  const closes = value.type === 'StringLiteral' && value.value.toLowerCase() === 'close';
  if (value.type === 'StringLiteral' && !closes) return null;
  const proof = closes ? HOLDS : fails('whether the connection is kept is decided while it runs');
  return { at: property, summary: 'a header ends the connection after the request', proof, remedy: { do: 'drop', property } };
}

function judge(module: Module, node: Node): Judged | null {
  if (node.type === 'ObjectProperty') return judgeOption(module, node) ?? judgeHeader(module, node);
  const kind = isCall(node) ? agentKind(module, node) : null;
  return node.type === 'NewExpression' && kind !== null ? judgeAgent(module, node, kind) : null;
}

/** Every place where a connection is made that could have been used again, with its proof. */
export function connections(file: SourceFile): Connection[] {
  const module = moduleOf(file);
  if (module === null) return [];
  const found: Connection[] = [];
  const names = new Set<string>();
  walk(module.program, (node) => {
    const judged = judge(module, node);
    if (judged === null) return undefined;
    const { at, summary, remedy } = judged;
    const move = remedy?.do === 'keep' ? remedy.move : null;
    const name = move === null || move === 'expression' || !judged.proof.holds ? null : textOf(module, move.declarations[0]?.id ?? move);
    const proof = name !== null && names.has(name) ? fails(`another function makes a "${name}" too`) : judged.proof;
    if (name !== null) names.add(name);
    found.push({ site: siteAt(module, at, 'connection-not-reused', summary, proof, SAFE), remedy });
    // What is made within something that moves, moves with it.
    return move === null ? undefined : 'skip';
  });
  return found;
}

/** Sites of connections that are not used again. */
export function findConnections(file: SourceFile): Site[] {
  return connections(file).map(({ site }) => site);
}
