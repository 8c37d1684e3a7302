import { isCall, isFunction, isMember, propertyName, type Call, type FunctionNode, type Node } from '../ast.ts';
import { bindingOf, enclosingFunction, functionOf, parentOf, textOf, type Module } from '../module.ts';
import { patternIdentifiers, type Binding } from '../scope.ts';
import { fails, HOLDS, type Proof } from '../sites.ts';
import { CHANGES_FIRST_ARGUMENT, MUTATING_METHODS, PURE_GLOBALS, PURE_METHODS, PURE_NAMESPACES } from '../verbs.ts';

/** What becomes of a value: the proof that nothing changes it or keeps it, and whether the function gives it, or a part of it, away. */
export interface Fate {
  proof: Proof;
  escapes: boolean;
}

interface Search {
  module: Module;
  home: FunctionNode | null;
  seen: Set<Binding>;
  /** Functions of the file that the value was followed into: what they give is followed from their call on. */
  entered: Set<Node>;
  fate: Fate;
}

/** Where the value goes from one place on: up to a node around it that may hold it, or nowhere, or out of sight. */
type Step = { to: Node } | 'read' | 'escapes' | { reason: string };

/** They give a number, a text or a truth, never a part of what they are called on. */
const GIVES_PLAIN = new Set(
  'toString trim toLowerCase toUpperCase startsWith endsWith includes indexOf has some every join toFixed toISOString'.split(' '),
);
const TRANSPARENT = /^(?:Await|TSAs|TSSatisfies|TSNonNull|Parenthesized|Logical|Sequence|Array|Object)Expression$|^Spread(?:Element)$/;
const ADDS = /^(?:[-+*/%]|\*\*)=$/;
const LOOKS_ONLY = /^(?:Expression|If|While|DoWhile|Switch)Statement$|^BinaryExpression$|^TemplateLiteral$|^SwitchCase$/;

function follow(search: Search, value: Node): void {
  for (let at: Node | null = value; at !== null && search.fate.proof.holds;) {
    const step: Step = stepFrom(search, at);
    if (step === 'read') return;
    if (step === 'escapes') {
      search.fate.escapes = true;
      return;
    }
    if ('reason' in step) search.fate.proof = fails(step.reason);
    at = 'to' in step ? step.to : null;
  }
}

function followNames(search: Search, pattern: Node): void {
  for (const identifier of patternIdentifiers(pattern)) {
    const binding = bindingOf(search.module, identifier);
    if (binding === null || search.seen.has(binding)) continue;
    search.seen.add(binding);
    if (binding.references.some(({ write }) => write)) search.fate.proof = fails(`"${binding.name}" is assigned again`);
    for (const { node } of binding.references) follow(search, node);
  }
}

function stepFrom(search: Search, at: Node): Step {
  const parent = parentOf(search.module, at);
  if (parent === null) return { reason: 'the result is used in a way that is not known' };
  if (LOOKS_ONLY.test(parent.type)) return 'read';
  if (TRANSPARENT.test(parent.type)) return { to: parent };
  if (isMember(parent)) return stepFromMember(search, parent, at);
  if (isCall(parent)) return parent.callee === at ? { reason: 'the result is called' } : stepFromArgument(search, parent, at);
  switch (parent.type) {
    case 'UnaryExpression':
      return parent.operator === 'delete' ? { reason: `the result is changed by \`${textOf(search.module, parent)}\`` } : 'read';
    case 'ConditionalExpression':
      return parent.test === at ? 'read' : { to: parent };
    case 'ObjectProperty':
      return parentOf(search.module, parent)?.type === 'ObjectExpression' ? { to: parent } : { reason: 'the result is a default' };
    case 'VariableDeclarator':
      followNames(search, parent.id);
      return 'read';
    case 'ForOfStatement':
      if (parent.left.type === 'VariableDeclaration') for (const { id } of parent.left.declarations) followNames(search, id);
      return parent.left.type === 'VariableDeclaration' ? 'read' : { reason: 'the result is kept in another variable' };
    case 'ReturnStatement':
      return stepOut(search, enclosingFunction(search.module, at));
    case 'ArrowFunctionExpression':
      return stepOut(search, parent);
    case 'ThrowStatement':
      return 'escapes';
    case 'AssignmentExpression':
      // What is added to a text or a number is a text or a number.
      return parent.right === at && ADDS.test(parent.operator) ? 'read' : kept(search.module, parent);
    default:
      return kept(search.module, parent);
  }
}

function kept(module: Module, by: Node): Step {
  return { reason: `the result is changed or kept by \`${textOf(module, by).replace(/\s+/g, ' ').slice(0, 60)}\`` };
}

/** From the end of a function on. */
function stepOut(search: Search, from: FunctionNode | null): Step {
  if (from === search.home) return 'escapes';
  if (from === null || search.entered.has(from)) return 'read';
  const call = parentOf(search.module, from);
  const isCallback =
    call?.type === 'CallExpression' && call.callee !== from && isMember(call.callee) && PURE_METHODS.has(propertyName(call.callee) ?? '');
  return isCallback ? { to: call } : { reason: 'the result is given away by a function of its own' };
}

/** Whether an assignment changes the member. */
function isTarget(parent: Node | null, member: Node): boolean {
  return (parent?.type === 'AssignmentExpression' && parent.left === member) || parent?.type === 'UpdateExpression';
}

function stepFromMember(search: Search, member: Node & { object: Node }, at: Node): Step {
  if (member.object !== at) return 'read';
  const call = parentOf(search.module, member);
  if (call === null || !isCall(call) || call.callee !== member)
    return propertyName(member) === 'length' && !isTarget(call, member) ? 'read' : { to: member };
  const name = propertyName(member) ?? '';
  if (GIVES_PLAIN.has(name) && !call.arguments.some(isFunction)) return 'read';
  if (MUTATING_METHODS.has(name) || !PURE_METHODS.has(name)) return { reason: `${name}() is called on the result, which may change it` };
  for (const argument of call.arguments) {
    if (isFunction(argument)) for (const parameter of argument.params) followNames(search, parameter);
    else if (/^(?:map|filter|find|some|every|reduce|forEach|flatMap)/.test(name) && argument === call.arguments[0])
      return { reason: `the result is handed to \`${textOf(search.module, argument)}\`` };
  }
  return { to: call };
}

function stepFromArgument(search: Search, call: Call, at: Node): Step {
  const { module } = search;
  const callee = textOf(module, call.callee);
  const [object = '', method = ''] = callee.split('.');
  if (call.type === 'NewExpression' && /(?:Command|Error)$/.test(callee)) return 'read';
  const binding = bindingOf(module, isMember(call.callee) ? call.callee.object : call.callee);
  if (binding === null && (object === 'console' || callee === 'JSON.stringify' || callee === 'structuredClone')) return 'read';
  if (binding === null && (PURE_GLOBALS.has(callee) || PURE_NAMESPACES.has(object)))
    return CHANGES_FIRST_ARGUMENT.has(method) && call.arguments[0] === at ? { reason: `${callee}() changes the result` } : { to: call };
  const target = binding === null || isMember(call.callee) ? null : functionOf(binding);
  const parameter = target?.params[call.arguments.indexOf(at as Call['arguments'][number])];
  if (parameter === undefined || parameter.type === 'RestElement' || call.arguments.some(({ type }) => type === 'SpreadElement'))
    return { reason: `the result is handed to ${callee}(), which may change or keep it` };
  if (target !== null) search.entered.add(target);
  followNames(search, parameter);
  return { to: call };
}

/** Follows what an expression gives through the file: into variables, members, callbacks and the file's own functions. */
export function fateOf(module: Module, value: Node): Fate {
  const search: Search = {
    module,
    home: enclosingFunction(module, value),
    seen: new Set(),
    entered: new Set(),
    fate: { proof: HOLDS, escapes: false },
  };
  follow(search, value);
  return search.fate;
}
