import { bare, isCall, isMember, propertyName, rootOf, type Call, type Node, type t } from '../ast.ts';
import { isExported, bindingOrigin, type Imported } from '../imports.ts';
import { bindingOf, isConstant, lineOf, parentOf, textOf, type Module } from '../module.ts';
import type { Binding } from '../scope.ts';
import { fails, HOLDS, type Proof } from '../sites.ts';
import { declarationOf, makesClient, proveUses } from './client-proof.ts';

const HTTP = /^(?:node:)?https?$/;
/** The package of the handler moved when Smithy took the SDK's core over; both names are in use. */
const HANDLER = /^@(?:smithy|aws-sdk)\/node-http-handler$/;

/** What a callee takes from another module: `https.Agent`, or `Agent` of it; null: something else. */
export function calleeOf(module: Module, callee: Node): Imported | null {
  const at = bare(callee);
  const root = isMember(at) ? bare(at.object) : at;
  const binding = root.type === 'Identifier' ? bindingOf(module, root) : null;
  const origin = binding === null ? null : bindingOrigin(module, binding);
  if (origin === null || !isMember(at)) return origin;
  const name = propertyName(at);
  const isWhole = origin.name === '*' || origin.name === 'default';
  return name !== null && isWhole ? { specifier: origin.specifier, name } : null;
}

export type AgentKind = 'agent' | 'handler';

/** `new Agent(…)` of Node's http or https, or the SDK's `new NodeHttpHandler(…)`; null: another thing. */
export function agentKind(module: Module, node: Node): AgentKind | null {
  if (node.type !== 'NewExpression') return null;
  const made = calleeOf(module, node.callee);
  if (made === null) return null;
  if (made.name === 'Agent' && HTTP.test(made.specifier)) return 'agent';
  return made.name === 'NodeHttpHandler' && HANDLER.test(made.specifier) ? 'handler' : null;
}

/** `http.request(…)`, `https.get(…)` and the like, by which of the two modules; null: no request of Node's own. */
export function requestOf(module: Module, node: Node): { call: Call; specifier: string } | null {
  if (node.type !== 'CallExpression') return null;
  const made = calleeOf(module, node.callee);
  return made !== null && HTTP.test(made.specifier) && /^(?:request|get)$/.test(made.name)
    ? { call: node, specifier: made.specifier }
    : null;
}

function isFetch(module: Module, call: Call): boolean {
  const callee = bare(call.callee);
  return callee.type === 'Identifier' && callee.name === 'fetch' && bindingOf(module, callee) === null;
}

/** Clients of packages that take an agent among their options and never end it. */
const TAKES_AGENT = /^(?:axios|node-fetch|got|cross-fetch|aws-sdk(?:\/.*)?)$/;

/** Whether a call makes a request, or a client that makes them. */
export function makesRequests(module: Module, call: Call): boolean {
  if (isFetch(module, call) || requestOf(module, call) !== null || makesClient(module, call) || agentKind(module, call) === 'handler')
    return true;
  const root = rootOf(call.callee);
  const binding = bindingOf(module, root);
  const origin = binding === null ? null : bindingOrigin(module, binding);
  return origin !== null && TAKES_AGENT.test(origin.specifier);
}

/** The call whose options an object literal is, or is part of (`httpOptions: { agent }`); null: it is none's, or of a constant. */
export function callOfOptions(module: Module, property: Node): Call | null {
  let at: Node = property;
  for (let outer = parentOf(module, at); outer !== null; at = outer, outer = parentOf(module, at)) {
    if (isCall(outer)) return outer.callee === at ? null : outer;
    if (outer.type !== 'ObjectExpression' && outer.type !== 'ObjectProperty') return null;
  }
  return null;
}

/** Proves that what an agent is given to does not end it: a client and a handler end theirs when they are ended themselves. */
export function proveTaker(module: Module, call: Call): Proof {
  const isHandler = agentKind(module, call) === 'handler';
  if (!isHandler && !makesClient(module, call))
    return makesRequests(module, call) ? HOLDS : fails('it is given to something of which is not known what it does with it');
  const held = declarationOf(module, call);
  if (held !== null) {
    if (isExported(module, held.binding)) return fails(`it is given to "${held.binding.name}", which others may end`);
    return isHandler ? proveAgentUses(module, held.binding) : proveUses(module, held.binding);
  }
  const parent = parentOf(module, call);
  const outer = parent?.type === 'ObjectProperty' ? callOfOptions(module, parent) : null;
  if (outer !== null) return proveTaker(module, outer);
  const isSent = parent !== null && isMember(parent) && propertyName(parent) === 'send';
  const wrapper = parent !== null && isCall(parent) && makesClient(module, parent) ? parent : null;
  if (wrapper !== null) return proveTaker(module, wrapper);
  return isSent ? HOLDS : fails('it is given to a client that is not kept in a constant, so who ends it is not known');
}

/** Proves that one place that an agent is used in only makes requests through it. */
function proveUse(module: Module, name: string, use: Node): Proof {
  const parent = parentOf(module, use);
  const member = parent !== null && isMember(parent) && parent.object === use ? propertyName(parent) : null;
  if (member !== null) return fails(`"${name}" is ended or changed by ${member} on line ${lineOf(use)}`);
  const isOption = parent?.type === 'ObjectProperty' && parent.value === use;
  const call = isOption ? callOfOptions(module, parent) : null;
  return call === null ? fails(`"${name}" is handed on, out of sight, on line ${lineOf(use)}`) : proveTaker(module, call);
}

/** Proves that nobody ends an agent that a constant holds, nor takes anything but requests from it. */
export function proveAgentUses(module: Module, binding: Binding): Proof {
  if (!isConstant(binding)) return fails(`"${binding.name}" is assigned again`);
  for (const { node } of binding.references) {
    const proof = proveUse(module, binding.name, node);
    if (!proof.holds) return proof;
  }
  return HOLDS;
}

/** An agent's own word on keeping connections: its property, where it says nothing the place for one, or that it cannot be seen. */
export type KeepAlive =
  | { says: 'true' }
  | { says: 'false'; value: Node }
  | { says: 'nothing'; options: t.ObjectExpression | null }
  | { says: 'unseen' };

export function keepAliveOf(module: Module, call: t.NewExpression): KeepAlive {
  const [options] = call.arguments;
  if (options === undefined) return { says: 'nothing', options: null };
  if (options.type !== 'ObjectExpression') return { says: 'unseen' };
  if (options.properties.some((each) => each.type !== 'ObjectProperty' || propertyName(each) === null)) return { says: 'unseen' };
  const property = options.properties.find(
    (each): each is t.ObjectProperty => each.type === 'ObjectProperty' && propertyName(each) === 'keepAlive',
  );
  if (property === undefined) return { says: 'nothing', options };
  const text = textOf(module, property.value);
  if (text === 'true') return { says: 'true' };
  return text === 'false' ? { says: 'false', value: property.value } : { says: 'unseen' };
}
