import { bare, isCall, isFunction, isMember, propertyName, type FunctionNode, type Node, type t } from '../ast.ts';
import { isExported } from '../imports.ts';
import { bindingOf, functionOf, parentOf, type Module } from '../module.ts';
import type { Binding } from '../scope.ts';
import { fails, HOLDS, type Proof } from '../sites.ts';

/** What a response says at once, and what reads its body to the end. */
const PLAIN = new Set('ok status statusText headers url redirected type bodyUsed json text arrayBuffer blob bytes formData'.split(' '));

/** One proof's state: places that were looked at are taken to hold, so that recursion ends. */
interface Following {
  module: Module;
  seen: Set<Node | Binding>;
}

const HANDED_ON = fails('its response is handed on, so how long its body may take to read is not known');

function first(proofs: Iterable<() => Proof>): Proof {
  for (const prove of proofs) {
    const proof = prove();
    if (!proof.holds) return proof;
  }
  return HOLDS;
}

function followBinding(following: Following, binding: Binding | null): Proof {
  if (binding === null) return HANDED_ON;
  if (following.seen.has(binding)) return HOLDS;
  following.seen.add(binding);
  return first(
    binding.references.map(
      ({ node, write }) =>
        () =>
          write ? HOLDS : follow(following, node),
    ),
  );
}

/** What is taken out of a response, or out of a list of them, by a pattern. */
function followPattern(following: Following, pattern: Node): Proof {
  if (pattern.type === 'Identifier') return followBinding(following, bindingOf(following.module, pattern));
  if (pattern.type !== 'ObjectPattern') return HANDED_ON;
  const known = pattern.properties.every((property) => property.type === 'ObjectProperty' && PLAIN.has(propertyName(property) ?? ''));
  return known ? HOLDS : fails('it takes more of the response than its status and its headers, which may be a stream');
}

function followMember(following: Following, member: t.MemberExpression | t.OptionalMemberExpression): Proof {
  const name = propertyName(member);
  if (name === 'body') return fails('its body is read as a stream, which may rightly take long');
  if (name !== null && PLAIN.has(name)) return HOLDS;
  const call = parentOf(following.module, member);
  if (call === null || !isCall(call) || call.callee !== member) return HANDED_ON;
  if (name === 'catch' || name === 'finally') return follow(following, call);
  if (name !== 'then') return HANDED_ON;
  const [callback] = call.arguments;
  if (callback === undefined || !isFunction(callback)) return HANDED_ON;
  const [parameter] = callback.params;
  return parameter === undefined
    ? HOLDS
    : first([() => followPattern(following, parameter), () => followResult(following, callback, call)]);
}

/** When the callback of a `then` gives the response itself on, what the `then` gives is followed. */
function followResult(following: Following, callback: FunctionNode, call: Node): Proof {
  const value = callback.body.type === 'BlockStatement' ? null : bare(callback.body);
  const [parameter] = callback.params;
  const same = value?.type === 'Identifier' && parameter?.type === 'Identifier' && value.name === parameter.name;
  return same ? follow(following, call) : HOLDS;
}

/** Element `index` of `await Promise.all([…])`. */
function followTogether(following: Following, list: t.ArrayExpression, index: number): Proof {
  const call = parentOf(following.module, list);
  if (call === null || !isCall(call) || !isMember(call.callee)) return HANDED_ON;
  const { object } = call.callee;
  const name = object.type === 'Identifier' && object.name === 'Promise' ? propertyName(call.callee) : null;
  if (name === 'race' || name === 'any') return fails('it is raced with something, which may end the wait already');
  const awaited = parentOf(following.module, call);
  const declarator = awaited?.type === 'AwaitExpression' ? parentOf(following.module, awaited) : null;
  if (name !== 'all' || declarator === null) return HANDED_ON;
  if (declarator.type === 'ExpressionStatement') return HOLDS;
  if (declarator.type !== 'VariableDeclarator' || declarator.id.type !== 'ArrayPattern') return HANDED_ON;
  const element = declarator.id.elements[index];
  return element ? followPattern(following, element) : HOLDS;
}

/** What a function of this file returns is followed to its callers, when all of them can be seen. */
function followCallers(following: Following, from: Node): Proof {
  let at: Node | null = from;
  while (at !== null && !isFunction(at)) at = parentOf(following.module, at);
  const own = [...following.module.scopes.bindings.values()].find((binding) => at !== null && functionOf(binding) === at);
  if (own === undefined || isExported(following.module, own)) return HANDED_ON;
  if (following.seen.has(own)) return HOLDS;
  following.seen.add(own);
  return first(
    own.references.map(({ node }) => () => {
      const call = parentOf(following.module, node);
      return call !== null && isCall(call) && call.callee === node ? follow(following, call) : HANDED_ON;
    }),
  );
}

function followArgument(following: Following, call: t.CallExpression, argument: Node): Proof {
  const callee = bindingOf(following.module, bare(call.callee));
  const target = callee === null ? null : functionOf(callee);
  const parameter = target?.params[call.arguments.findIndex((at) => at === argument)];
  return parameter === undefined ? HANDED_ON : followPattern(following, parameter);
}

/** Follows the value of `node`, a response or a promise of one, to wherever it goes. */
function follow(following: Following, node: Node): Proof {
  const parent = parentOf(following.module, node);
  if (parent === null) return HANDED_ON;
  switch (parent.type) {
    case 'AwaitExpression':
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
      return follow(following, parent);
    case 'ExpressionStatement':
    case 'UnaryExpression':
    case 'IfStatement':
      return HOLDS;
    case 'VariableDeclarator':
      return followPattern(following, parent.id);
    case 'AssignmentExpression':
      return parent.right === node ? followPattern(following, parent.left) : HOLDS;
    case 'ArrayExpression':
      return followTogether(following, parent, parent.elements.indexOf(node as t.Expression));
    case 'ReturnStatement':
    case 'ArrowFunctionExpression':
      return followCallers(following, parent);
    case 'CallExpression':
      return followArgument(following, parent, node);
    default:
      return isMember(parent) && parent.object === node ? followMember(following, parent) : HANDED_ON;
  }
}

/**
 * Proves that a response is read at once and to its end, or not at all: a signal that ends the request ends the reading of its body too. The
 * response is followed through variables, `then` and the functions of the file.
 */
export function proveReadAtOnce(module: Module, request: Node): Proof {
  return follow({ module, seen: new Set() }, request);
}
