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
import { fetchOptions, fetchesOnly, optionValue } from '../fetch-call.ts';
import { proveFreeVariables } from '../free-variables.ts';
import { importedBy } from '../imports.ts';
import { bindingOf, constantValue, functionName, parentOf, textOf, type Module } from '../module.ts';
import type { Binding } from '../scope.ts';
import { fails, firstFailure, HOLDS, type Proof } from '../sites.ts';

export interface CacheProof {
  proof: Proof;
  reads: Read[];
  parameters: string[];
}

/**
 * Commands whose answer may be old for a short time: AWS advises to cache them. Rows of a table, objects and queues are not
 * among them: nothing in the code says that their readers may see an old state.
 */
const CACHEABLE_COMMANDS = new Set(['GetParameterCommand', 'GetParametersCommand', 'GetParametersByPathCommand', 'GetSecretValueCommand']);

/** Words in a header, a parameter or a route that speak of one person. */
const PERSONAL =
  /auth|cookie|token|session|bearer|credential|password|user|customer|account|profile|visitor|member|tenant|email|(?:^|[^a-z])(?:me|my|self|cart|basket)(?:[^a-z]|$)/i;
/** Parameters of a Lambda entry or of a web framework's route. */
const ENTRY_PARAMETER = /^_?(?:event|context|ctx|req|request|res|response)$/i;
/** Reads that the function makes in its own body, not in those that it calls. */
function ownReads(module: Module, node: FunctionNode): Call[] {
  return collect(node, (at): at is Call => {
    if (!isCall(at) || at.type === 'NewExpression') return false;
    const callee = bare(at.callee);
    if (callee.type === 'Identifier') return callee.name === 'fetch' && bindingOf(module, callee) === null && fetchesOnly(module, at).holds;
    return isMember(callee) && propertyName(callee) === 'send' && CACHEABLE_COMMANDS.has(commandOf(module, at) ?? '');
  });
}

function commandOf(module: Module, call: Call): string | null {
  const [argument] = call.arguments;
  const command = argument === undefined ? null : (constantValue(module, argument) ?? argument);
  if (command?.type !== 'NewExpression' || command.callee.type !== 'Identifier') return null;
  const binding = bindingOf(module, command.callee);
  return (binding === null ? null : importedBy(module, binding)?.name) ?? command.callee.name;
}

/** Proves that a parameter is a plain value: it only ever becomes text, or a member of a query, or is compared. */
function provePlain(module: Module, binding: Binding): Proof {
  for (const { node, write } of binding.references) {
    const parent = parentOf(module, node);
    if (write) return fails(`the parameter "${binding.name}" is assigned again`);
    if (parent === null || !isPlainUse(module, parent, node))
      return fails(`the parameter "${binding.name}" is not known to be a plain value`);
  }
  return HOLDS;
}

const TEXT_FUNCTIONS = new Set(['encodeURIComponent', 'encodeURI', 'String', 'Number', 'URL']);
const TEXT_METHODS = new Set(['toLowerCase', 'toUpperCase', 'trim', 'toString']);

/** Whether a use of a value only makes text of it, puts it into a query, or compares it. */
export function isPlainUse(module: Module, parent: Node, node: Node): boolean {
  switch (parent.type) {
    case 'TemplateLiteral':
    case 'IfStatement':
      return true;
    case 'BinaryExpression':
      return parent.operator !== 'instanceof' && parent.operator !== 'in';
    case 'CallExpression':
    case 'NewExpression':
      return parent.callee.type === 'Identifier' && TEXT_FUNCTIONS.has(parent.callee.name) && bindingOf(module, parent.callee) === null;
    case 'MemberExpression':
      return parent.object === node && TEXT_METHODS.has(propertyName(parent) ?? '');
    case 'ObjectProperty':
      return parent.value === node && isInQuery(module, parent);
    default:
      return false;
  }
}

/** Whether a property belongs to the input of a command or to a query string: not to options, which take signals and the like. */
function isInQuery(module: Module, property: Node): boolean {
  let at: Node | null = property;
  while (at !== null && /^(?:Object|Array)/.test(at.type)) at = parentOf(module, at);
  return at?.type === 'NewExpression' && /(?:Command|URLSearchParams)$/.test(textOf(module, at.callee));
}

function proveParameters(module: Module, node: FunctionNode): { proof: Proof; parameters: string[] } {
  const parameters: string[] = [];
  for (const parameter of node.params) {
    const name = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
    if (name.type !== 'Identifier')
      return { proof: fails('a parameter is taken apart, so what it holds besides is not known'), parameters: [] };
    if (ENTRY_PARAMETER.test(name.name)) return { proof: fails(`"${name.name}" is the invocation itself`), parameters: [] };
    if (PERSONAL.test(name.name)) return { proof: fails(`the parameter "${name.name}" looks personal`), parameters: [] };
    const binding = bindingOf(module, name);
    const plain = binding === null ? HOLDS : provePlain(module, binding);
    if (!plain.holds) return { proof: plain, parameters: [] };
    parameters.push(name.name);
  }
  return { proof: HOLDS, parameters };
}

/** Proves that neither the request's headers, nor its options, nor its route speak of one caller or of fresh data. */
function proveImpersonal(module: Module, call: Call): Proof {
  const [address] = call.arguments;
  const route = address === undefined ? '' : textOf(module, constantValue(module, address) ?? address);
  const fixed = route.replace(/\$\{[^}]*\}/g, '/');
  if (PERSONAL.test(fixed)) return fails(`the route ${fixed.slice(0, 60)} looks personal`);
  const options = fetchOptions(module, call);
  if (options === 'none' || options === null) return HOLDS;
  const cache = optionValue(options, 'cache');
  if (cache !== undefined) return fails(`it sets the option cache to ${textOf(module, cache)}, so it has a mind of its own about caching`);
  if (optionValue(options, 'credentials') !== undefined) return fails('it sends credentials');
  const headers = optionValue(options, 'headers');
  return headers === undefined ? HOLDS : proveHeaders(module, headers);
}

function proveHeaders(module: Module, headers: Node): Proof {
  const value = bare(constantValue(module, headers) ?? headers);
  if (value.type !== 'ObjectExpression') return fails('it sends headers that cannot be seen');
  for (const property of value.properties) {
    const name = property.type === 'ObjectProperty' ? propertyName(property) : null;
    if (name === null) return fails('it sends headers that cannot be seen');
    if (PERSONAL.test(name) || /^cache-control$/i.test(name)) return fails(`it sends the header ${name}`);
  }
  return HOLDS;
}

function proveCommand(call: Call): Proof {
  const fresh = collect(call, (at): at is t.ObjectProperty => at.type === 'ObjectProperty' && propertyName(at) === 'ConsistentRead');
  return fresh.length > 0 ? fails('it asks for a consistent read') : HOLDS;
}

const COPYABLE = new Set(
  [
    'Identifier MemberExpression OptionalMemberExpression CallExpression OptionalCallExpression ObjectExpression ArrayExpression StringLiteral',
    'NumericLiteral BooleanLiteral NullLiteral TemplateLiteral ConditionalExpression LogicalExpression BinaryExpression UnaryExpression',
  ].flatMap((line) => line.split(' ')),
);

/** Proves that what is returned is data that can be copied: not the response itself, no function, no object of a class. */
function proveResult(module: Module, node: FunctionNode, reads: readonly Call[]): Proof {
  const returned: Node[] = node.body.type === 'BlockStatement' ? returns(node.body) : [node.body];
  if (returned.length === 0) return fails('it returns nothing that could be kept');
  for (const expression of returned) {
    const value = bare(expression);
    const source = bare(constantValue(module, value) ?? value);
    if (reads.some((read) => read === source)) {
      if (commandOf(module, source as Call) === null) return fails('it returns the response itself, which can be read only once');
    }
    if (!COPYABLE.has(value.type)) return fails('it returns something that cannot be copied for each caller');
    if (collect(value, (at): at is Node => isFunction(at) && !isCallback(module, at)).length > 0) return fails('it returns a function');
  }
  return HOLDS;
}

function isCallback(module: Module, node: Node): boolean {
  const parent = parentOf(module, node);
  return parent !== null && isCall(parent);
}

function returns(body: Node): Node[] {
  const found: Node[] = [];
  walk(body, (at) => {
    if (at.type === 'ReturnStatement' && at.argument) found.push(at.argument);
    return isFunction(at) ? 'skip' : undefined;
  });
  return found;
}

/** The proof that a function's result may be kept by its parameters; null: it makes no cacheable read of its own. */
export function proveCacheable(module: Module, node: FunctionNode, files: readonly SourceFile[]): CacheProof | null {
  const reads = ownReads(module, node);
  if (reads.length === 0 || !node.async) return null;
  const { proof: harmless, reads: all } = scanEffects(module, node, node, files);
  const { proof: plain, parameters } = proveParameters(module, node);
  const own = all.filter((read) => reads.includes(read.call));
  const proof = firstFailure([
    () => (node.generator ? fails('it is a generator') : HOLDS),
    () => (functionName(node, module) === 'handler' ? fails('it is the entry of the function, whose answer belongs to one caller') : HOLDS),
    ...reads.map((read) => () => (commandOf(module, read) === null ? proveImpersonal(module, read) : proveCommand(read))),
    () => (harmless.holds ? HOLDS : fails(`besides reading, ${harmless.reason}`)),
    () => (all.length === own.length ? HOLDS : fails('it also reads from a source that must not be kept')),
    () => plain,
    () => proveFreeVariables(module, node, node, files),
    () => proveResult(module, node, reads),
  ]);
  return { proof, reads: own, parameters };
}
