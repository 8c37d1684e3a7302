import { isCall, isFunction, isMember, propertyName, type Call, type FunctionNode, type Node } from './ast.ts';
import { withTypes } from './collection-uses.ts';
import { isExported } from './imports.ts';
import { bindingOf, enclosingFunction, functionOf, lineOf, parentOf, textOf, type Module } from './module.ts';
import { callbackOf } from './repetition.ts';
import { patternIdentifiers, type Binding } from './scope.ts';
import { fails, HOLDS, type Proof } from './sites.ts';

/** Methods whose result holds nothing of what they were called on. */
const GIVES_PLAIN = new Set(
  (
    'includes indexOf lastIndexOf findIndex findLastIndex join some every forEach has toString toLowerCase toUpperCase trim split startsWith endsWith ' +
    'localeCompare toFixed padStart padEnd replace replaceAll test hasOwnProperty charAt substring toLocaleString match'
  ).split(' '),
);
/** Methods whose result may hold parts of what they were called on, or of what their callback gives. */
const GIVES_PARTS = new Set(
  'find findLast at get filter slice map flatMap flat concat toSorted toReversed entries values keys reduce with'.split(' '),
);
const CALLS_BACK = new Set('find findLast filter map flatMap findIndex findLastIndex some every forEach reduce toSorted'.split(' '));
/** Global functions that keep nothing, and give nothing, of what they are given. */
const TAKES_PLAIN =
  /^(?:Number|String|Boolean|isNaN|isFinite|parseInt|parseFloat|structuredClone|encodeURIComponent|JSON\.stringify|Object\.(?:keys|hasOwn)|Array\.isArray|Number\.\w+|Math\.\w+|console\.\w+)$/;
const TAKES_APART = /^(?:Object\.(?:entries|values)|Array\.from)$/;

const LOOKS = new Set(['BinaryExpression', 'TemplateLiteral', 'ExpressionStatement', 'SwitchStatement', 'SwitchCase', 'ForInStatement']);
const HOLDS_PARTS = new Set(['ObjectExpression', 'ArrayExpression', 'SpreadElement', 'LogicalExpression', 'AwaitExpression']);

/** One proof's state: what is under way is taken to hold, so that recursion ends. */
interface Look {
  module: Module;
  /** Also those that the caller vouches for. */
  seen: Set<Node>;
}

function changed(node: Node): Proof {
  return fails(`what it gives is changed on line ${lineOf(node)}`);
}

function isGlobal(look: Look, callee: Node, names: RegExp): boolean {
  const root = isMember(callee) ? callee.object : callee;
  return root.type === 'Identifier' && bindingOf(look.module, root) === null && names.test(textOf(look.module, callee));
}

function proveVariable(look: Look, binding: Binding | null): Proof {
  if (binding === null) return fails('it is kept in something that cannot be followed');
  for (const { node, write } of binding.references) {
    if (write) continue;
    const proof = proveUse(look, node);
    if (!proof.holds) return proof;
  }
  return isExported(look.module, binding) ? fails(`"${binding.name}" is exported, and whoever imports it may change it`) : HOLDS;
}

function provePattern(look: Look, pattern: Node): Proof {
  for (const identifier of patternIdentifiers(pattern)) {
    const proof = proveVariable(look, bindingOf(look.module, identifier));
    if (!proof.holds) return proof;
  }
  return HOLDS;
}

/** A callback sees parts of what its method was called on. */
function proveCallbacks(look: Look, name: string, call: Call): Proof {
  const [callback] = call.arguments;
  if (!CALLS_BACK.has(name) || callback === undefined) return HOLDS;
  if (isGlobal(look, callback, /^(?:String|Number|Boolean)$/)) return HOLDS;
  if (!isFunction(callback)) return fails(`what it gives is handed to \`${textOf(look.module, callback).slice(0, 60)}\``);
  return callback.params.reduce<Proof>((proof, parameter) => (proof.holds ? provePattern(look, parameter) : proof), HOLDS);
}

function proveMember(look: Look, member: Node): Proof {
  const at = withTypes(look.module, member);
  const parent = parentOf(look.module, at);
  if (parent === null) return HOLDS;
  const isTarget = (parent.type === 'AssignmentExpression' && parent.left === at) || parent.type === 'UpdateExpression';
  if (isTarget || (parent.type === 'UnaryExpression' && parent.operator === 'delete')) return changed(at);
  const name = isMember(member) ? (propertyName(member) ?? '') : '';
  if (!isCall(parent) || parent.callee !== at) return name === 'length' ? HOLDS : proveUse(look, at);
  if (!GIVES_PLAIN.has(name) && !GIVES_PARTS.has(name))
    return fails(`\`${textOf(look.module, parent.callee).slice(0, 60)}()\` may change what it gives`);
  const callbacks = proveCallbacks(look, name, parent);
  return callbacks.holds && GIVES_PARTS.has(name) ? proveUse(look, parent) : callbacks;
}

/** Follows an argument into a function of this file, and what that gives back. */
function proveArgument(look: Look, call: Call, argument: Node): Proof {
  const { callee } = call;
  if (isGlobal(look, callee, TAKES_PLAIN)) return HOLDS;
  if (isGlobal(look, callee, TAKES_APART)) return proveUse(look, call);
  if (argument.type === 'SpreadElement') return fails('its parts are handed on, out of sight');
  const binding = bindingOf(look.module, callee);
  const target = binding === null ? null : functionOf(binding);
  const parameter = target?.params[call.arguments.indexOf(argument as Call['arguments'][number])];
  if (parameter === undefined || parameter.type === 'RestElement')
    return fails(`\`${textOf(look.module, callee).slice(0, 60)}\` may change or keep what it gives`);
  const inside = provePattern(look, parameter);
  return inside.holds ? proveUse(look, call) : inside;
}

/** Whether a mention of a function only exports it. */
function isExport(module: Module, mention: Node): boolean {
  const parent = parentOf(module, mention);
  if (parent?.type === 'ExportSpecifier') return true;
  const assignment = parent?.type === 'ObjectProperty' ? parentOf(module, parentOf(module, parent) ?? parent) : parent;
  return assignment?.type === 'AssignmentExpression' && EXPORTS.test(textOf(module, assignment.left));
}

const EXPORTS = /^(?:module\.exports|(?:module\.)?exports\.handler)$/;

/** Whether the function is the entry that Lambda calls, and nobody else does: what it gives is only written out. */
function isEntry(module: Module, node: FunctionNode): boolean {
  const parent = parentOf(module, node);
  if (parent?.type === 'AssignmentExpression') return parent.right === node && EXPORTS.test(textOf(module, parent.left));
  const name =
    node.type === 'FunctionDeclaration' ? node.id : parent?.type === 'VariableDeclarator' && parent.init === node ? parent.id : null;
  const binding = name?.type === 'Identifier' && name.name === 'handler' ? bindingOf(module, name) : null;
  if (binding === null || binding.scope !== module.scopes.root) return false;
  const exported = isExported(module, binding) || binding.references.some((use) => isExport(module, use.node));
  return exported && binding.references.every((use) => isExport(module, use.node));
}

function proveReturned(look: Look, node: Node): Proof {
  const { module } = look;
  const from = enclosingFunction(module, node);
  if (from === null) return HOLDS;
  const callback = callbackOf(module, from);
  if (callback !== null) return proveUse(look, callback.call);
  if (isEntry(module, from)) return HOLDS;
  const binding = [...new Set(module.scopes.bindings.values())].find((candidate) => functionOf(candidate) === from);
  if (binding === undefined || isExported(module, binding)) return fails('what it gives is returned to somebody who may change it');
  for (const { node: mention } of binding.references) {
    const call = parentOf(module, mention);
    if (call === null || !isCall(call) || call.callee !== mention) return fails(`who calls "${binding.name}" is not known`);
    const proof = proveUse(look, call);
    if (!proof.holds) return proof;
  }
  return HOLDS;
}

function proveUse(look: Look, node: Node): Proof {
  const at = withTypes(look.module, node);
  if (look.seen.has(at)) return HOLDS;
  look.seen.add(at);
  const parent = parentOf(look.module, at);
  const isTagged = parent?.type === 'TemplateLiteral' && parentOf(look.module, parent)?.type === 'TaggedTemplateExpression';
  if (isTagged) return fails('it is handed to a template tag');
  if (parent === null || LOOKS.has(parent.type) || parent.type === 'UnaryExpression') return HOLDS;
  if (isMember(parent)) return parent.object === at ? proveMember(look, parent) : HOLDS;
  if (HOLDS_PARTS.has(parent.type)) return proveUse(look, parent);
  if (isCall(parent)) return parent.callee === at ? fails('it is called') : proveArgument(look, parent, at);
  switch (parent.type) {
    case 'ObjectProperty': {
      const literal = parentOf(look.module, parent);
      return parent.value === at && literal !== null ? proveUse(look, literal) : HOLDS;
    }
    case 'IfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ForStatement':
      return HOLDS;
    case 'ConditionalExpression':
      return parent.test === at ? HOLDS : proveUse(look, parent);
    case 'ForOfStatement':
      return parent.left.type === 'VariableDeclaration'
        ? provePattern(look, parent.left.declarations[0]?.id ?? parent.left)
        : fails('it is kept in something that cannot be followed');
    case 'VariableDeclarator':
      return provePattern(look, parent.id);
    case 'AssignmentExpression':
      return proveAssigned(look, parent.left, parent);
    case 'ReturnStatement':
    case 'ArrowFunctionExpression':
      return proveReturned(look, at);
    default:
      return fails(`what it gives is handed on, out of sight, on line ${lineOf(at)}`);
  }
}

function proveAssigned(look: Look, left: Node, assignment: Node): Proof {
  if (left.type !== 'Identifier') return fails('it is kept in something that cannot be followed');
  const kept = proveVariable(look, bindingOf(look.module, left));
  return kept.holds ? proveUse(look, assignment) : kept;
}

/**
 * Proves that what an expression gives, and every part of it, is only ever looked at: it is followed through variables, callbacks
 * and the functions of its file until it becomes a plain value, or is returned by the entry, after which it is written out.
 * `known`: mentions that the caller knows to change nothing.
 */
export function proveOnlyRead(module: Module, node: Node, known: readonly Node[] = []): Proof {
  return proveUse({ module, seen: new Set(known) }, node);
}
