import type { SourceFile } from '../../contract/records.ts';
import { bare, isCall, isFunction, isMember, propertyName, type Call, type FunctionNode, type Node, type t } from '../ast.ts';
import { fetchOptions, optionValue } from '../fetch-call.ts';
import { isExported } from '../imports.ts';
import { bindingOf, constantValue, enclosingFunction, functionName, functionOf, parentOf, textOf, type Module } from '../module.ts';
import { isSource } from '../paths.ts';
import type { Binding } from '../scope.ts';
import { fails, HOLDS, type Proof } from '../sites.ts';
import { isRepeating } from './loop-shape.ts';
import { proveReadAtOnce } from './response-use.ts';

/** Words in an address of work that may rightly take longer than an answer does. */
const TAKES_LONG =
  /(?<!up)stream|poll|(?<!a)wait|export|download|upload|render|report|completion|generat|infer|predict|transcri|import|backup/i;
/** Names of functions that try again by themselves. */
const TRIES_AGAIN = /retry|retries|backoff|attempt/i;
/** What replaces the global `fetch`, or the connections below it, by something with timeouts of its own. */
const REPLACED = /\bsetGlobalDispatcher\s*\(|\b(?:globalThis|global)\.fetch\s*=(?!=)/;

const TEXT_FUNCTIONS = new Set(['String', 'encodeURI', 'encodeURIComponent', 'URL']);
const TEXT_METHODS = new Set('toString concat replace replaceAll slice trim toLowerCase join'.split(' '));
const TEXT_MEMBERS = new Set(['href', 'origin', 'pathname']);
const TEXT_TYPES = /^:\s*(?:string|URL)(?:\s*\|\s*(?:string|URL))*$/;

function isEnvironment(module: Module, node: Node): boolean {
  return isMember(node) && textOf(module, node.object) === 'process.env';
}

function isTypedText(module: Module, binding: Binding): boolean {
  const { typeAnnotation } = binding.identifier;
  return Boolean(typeAnnotation) && TEXT_TYPES.test(textOf(module, typeAnnotation as Node).trim());
}

/** Whether a parameter is text: by its type, or because every call of the function, all of which are seen, gives it text. */
function isTextParameter(module: Module, binding: Binding, seen: Set<Binding>): boolean {
  if (binding.references.some((use) => use.write)) return false;
  const owner = binding.declaration as FunctionNode;
  const index = owner.params.findIndex((parameter) => parameter === binding.identifier);
  const own = [...module.scopes.bindings.values()].find((candidate) => functionOf(candidate) === owner);
  if (index < 0 || own === undefined || isExported(module, own)) return false;
  return own.references.every(({ node }) => {
    const call = parentOf(module, node);
    const given = call !== null && isCall(call) && call.callee === node ? call.arguments[index] : undefined;
    return given !== undefined && isText(module, given, seen);
  });
}

function isTextVariable(module: Module, node: t.Identifier, seen: Set<Binding>): boolean {
  const binding = bindingOf(module, node);
  if (binding === null || seen.has(binding)) return false;
  seen.add(binding);
  if (isTypedText(module, binding)) return true;
  const value = constantValue(module, node);
  return value === null ? binding.kind === 'param' && isTextParameter(module, binding, seen) : isText(module, value, seen);
}

function isTextCall(module: Module, call: Call): boolean {
  const callee = bare(call.callee);
  if (callee.type === 'Identifier') return TEXT_FUNCTIONS.has(callee.name) && bindingOf(module, callee) === null;
  return isMember(callee) && TEXT_METHODS.has(propertyName(callee) ?? '');
}

/** Whether an expression is text or a URL: no Request, which has a method and a signal of its own. */
function isText(module: Module, expression: Node, seen: Set<Binding> = new Set()): boolean {
  const node = bare(expression);
  switch (node.type) {
    case 'StringLiteral':
    case 'TemplateLiteral':
      return true;
    case 'BinaryExpression':
      return node.operator === '+' && (isText(module, node.left, seen) || isText(module, node.right, seen));
    case 'LogicalExpression':
      return isText(module, node.left, seen) && isText(module, node.right, seen);
    case 'ConditionalExpression':
      return isText(module, node.consequent, seen) && isText(module, node.alternate, seen);
    case 'Identifier':
      return isTextVariable(module, node, seen);
    default:
      if (isCall(node)) return isTextCall(module, node);
      return isMember(node) && (isEnvironment(module, node) || TEXT_MEMBERS.has(propertyName(node) ?? ''));
  }
}

/** Proves that the options hold no signal and no connections of their own, and that nobody adds one before the call. */
function proveOptions(module: Module, call: Call): Proof {
  const options = fetchOptions(module, call);
  if (options === 'none') return HOLDS;
  if (options === null) return fails('its options cannot be seen, and may hold a signal');
  if (options.properties.some((property) => property.type !== 'ObjectProperty' || propertyName(property) === null))
    return fails('its options are not all written down, and may hold a signal');
  if (optionValue(options, 'dispatcher') !== undefined) return fails('it has a dispatcher of its own, which may have timeouts');
  if (optionValue(options, 'duplex') !== undefined) return fails('it sends a stream, which may rightly take long');
  const [, given] = call.arguments;
  const binding = given?.type === 'Identifier' ? bindingOf(module, given) : null;
  const elsewhere = binding?.references.some(({ node }) => {
    const parent = parentOf(module, node);
    return parent === null || !isCall(parent) || !parent.arguments.some((argument) => argument === node);
  });
  return elsewhere === true ? fails(`"${binding?.name}" is used elsewhere, where a signal may be added`) : HOLDS;
}

/** Proves that nothing around the call tries it again: the two would multiply. */
function proveTriedOnce(module: Module, call: Call): Proof {
  const own = fails('what is around it tries again already, and the tries of both would multiply');
  if (TRIES_AGAIN.test(functionName(enclosingFunction(module, call), module) ?? '')) return own;
  let tried = false;
  for (let at = parentOf(module, call); at !== null; at = parentOf(module, at)) {
    if (isCall(at) && TRIES_AGAIN.test(textOf(module, at.callee))) return own;
    if (at.type === 'TryStatement') tried = true;
    if (tried && isRepeating(at)) return own;
    if (isFunction(at) && at.type !== 'ArrowFunctionExpression') return HOLDS;
  }
  return HOLDS;
}

function addressText(module: Module, call: Call): string {
  const [address] = call.arguments;
  const written = address === undefined ? '' : textOf(module, constantValue(module, address) ?? address);
  // Names of variables in the address say as much as its fixed parts.
  return written.replace(/https?:\/\/[^/`'"]*/, '');
}

/** Proves that a `fetch` may be given a limit: its options are seen, its response is read at once, and it speaks of nothing that takes long. */
export function proveBoundable(module: Module, call: Call, files: readonly SourceFile[]): Proof {
  const [address] = call.arguments;
  if (address === undefined || call.arguments.some((argument) => argument.type === 'SpreadElement') || call.arguments.length > 2)
    return fails('its arguments cannot be seen');
  if (files.some((file) => isSource(file.path) && REPLACED.test(file.content)))
    return fails('the package sets up fetch by itself, which may have timeouts');
  if (!isText(module, address)) return fails('its address may be a Request, which has a signal and a method of its own');
  const long = TAKES_LONG.exec(addressText(module, call));
  if (long !== null) return fails(`its address speaks of "${long[0]}", which may rightly take long`);
  for (const prove of [proveOptions, proveTriedOnce]) {
    const proof = prove(module, call);
    if (!proof.holds) return proof;
  }
  return proveReadAtOnce(module, call);
}

/** Whether a `fetch` has a signal already: it is bounded by whoever holds that. */
export function hasSignal(module: Module, call: Call): boolean {
  const options = fetchOptions(module, call);
  return options !== 'none' && options !== null && optionValue(options, 'signal') !== undefined;
}
