import type { SourceFile } from '../../shared/contract/records.ts';
import { bare, isCall, isMember, walk, type Call, type Node, type t } from '../../shared/source/ast.ts';
import { importedBinding, importedBy } from '../../shared/source/imports.ts';
import { bindingOf, functionOf, isConstant, textOf, type Module } from '../../shared/source/module.ts';
import { givenFor, returnedBy } from './callers.ts';
import { isGlobal, memberName } from './globals.ts';
import { squeezed } from './rule.ts';

/**
 * Where the host of an address comes from. written: it is in the text, and judged as a host; named: by an expression that says the same wherever
 * it stands (an environment variable); hidden: it can't be seen.
 */
export type Origin = { kind: 'written' } | { kind: 'named' | 'hidden'; text: string };

/** Calls and imports are followed so far. */
const MOST_STEPS = 6;
const WHOLE_HOST = /^[a-z][\w+.-]*:\/\/[^/?#@\s\\]+(?=[/?#])/i;
const ONLY_HOST = /^[a-z][\w+.-]*:\/\/[^/?#@\s\\]+$/i;

const hidden = (module: Module, node: Node): Origin[] => [{ kind: 'hidden', text: squeezed(textOf(module, node)) }];

interface Search {
  files: readonly SourceFile[];
  steps: number;
}

/** Expressions that are concatenated, from the left; text between them as strings. */
function parts(node: Node): (Node | string)[] {
  const at = bare(node);
  if (at.type === 'StringLiteral') return [at.value];
  if (at.type === 'TemplateLiteral')
    return at.quasis.flatMap((quasi, index) => [
      quasi.value.cooked ?? quasi.value.raw,
      ...(at.expressions[index] ? [at.expressions[index] as Node] : []),
    ]);
  if (at.type === 'BinaryExpression' && at.operator === '+') return [...parts(at.left), ...parts(at.right)];
  return [at];
}

function ofParts(module: Module, node: Node, search: Search): Origin[] {
  const [first, second, ...rest] = parts(node).filter((part) => part !== '');
  if (typeof first === 'string') {
    const written = WHOLE_HOST.test(first) || (second === undefined && ONLY_HOST.test(first));
    return written ? [{ kind: 'written' }] : hidden(module, node);
  }
  if (first === undefined || first === bare(node)) return hidden(module, node);
  // What follows the origin must begin the path, or it would lengthen the host.
  const follows = typeof second === 'string' ? /^[/?#]/.test(second) : second === undefined && rest.length === 0;
  return follows ? originsOf(module, first, search) : hidden(module, node);
}

/** What the callers of a function give for a parameter; hidden when one of them can't be seen. */
function ofParameter(module: Module, parameter: t.Identifier, node: Node, search: Search): Origin[] {
  const given = givenFor(module, parameter, search.files);
  return given === null ? hidden(module, node) : given.flatMap((argument) => originsOf(argument.module, argument.node, search));
}

function ofIdentifier(module: Module, node: t.Identifier, search: Search): Origin[] {
  const binding = bindingOf(module, node);
  if (binding === null) return hidden(module, node);
  const imported = importedBy(module, binding);
  if (imported !== null) {
    const found = importedBinding(module, imported, search.files);
    return found === null ? hidden(module, node) : originsOf(found.module, found.binding.identifier, search);
  }
  if (!isConstant(binding)) return hidden(module, node);
  if (binding.kind === 'param') return ofParameter(module, binding.identifier, node, search);
  const { declaration } = binding;
  if (declaration.type !== 'VariableDeclarator' || declaration.id.type !== 'Identifier' || !declaration.init) return hidden(module, node);
  return originsOf(module, declaration.init, search);
}

function ofCall(module: Module, call: Call, search: Search): Origin[] {
  const callee = bare(call.callee);
  const [first, second] = call.arguments;
  if (first !== undefined && (isGlobal(module, callee, 'String') || isGlobal(module, callee, 'Request')))
    return originsOf(module, first, search);
  if (first !== undefined && isGlobal(module, callee, 'URL')) {
    const start = parts(first).find((part) => part !== '');
    if (second === undefined) return originsOf(module, first, search);
    return typeof start === 'string' && /^(?!\/\/|[a-z][\w+.-]*:)/i.test(start) && /^[./?#\w]/.test(start) && !start.includes('\\')
      ? originsOf(module, second, search)
      : hidden(module, call);
  }
  if (isMember(callee) && /^(?:toString|toJSON)$/.test(memberName(callee) ?? '')) return originsOf(module, callee.object, search);
  const binding = callee.type === 'Identifier' ? bindingOf(module, callee) : null;
  const made = binding === null ? null : functionOf(binding);
  const values = made === null ? [] : returnedBy(made);
  return values.length === 0 ? hidden(module, call) : values.flatMap((value) => originsOf(module, value, search));
}

function originsOf(module: Module, node: Node, search: Search): Origin[] {
  if (search.steps <= 0) return hidden(module, node);
  const next = { ...search, steps: search.steps - 1 };
  const at = bare(node);
  switch (at.type) {
    case 'StringLiteral':
    case 'TemplateLiteral':
    case 'BinaryExpression':
      return ofParts(module, at, next);
    case 'Identifier':
      return ofIdentifier(module, at, next);
    case 'LogicalExpression':
      return [...originsOf(module, at.left, next), ...originsOf(module, at.right, next)];
    case 'ConditionalExpression':
      return [...originsOf(module, at.consequent, next), ...originsOf(module, at.alternate, next)];
    default:
  }
  if (isCall(at)) return ofCall(module, at, next);
  if (!isMember(at)) return hidden(module, at);
  if (memberName(at) === 'href') return originsOf(module, at.object, next);
  const text = textOf(module, at);
  return /^process\.env\.\w+$/.test(text) ? [{ kind: 'named', text }] : hidden(module, at);
}

/** The origins that the address of a request may have, by every way that its text can take. */
export function addressOrigins(module: Module, address: Node, files: readonly SourceFile[]): Origin[] {
  return originsOf(module, address, { files, steps: MOST_STEPS });
}

/** Every call of the global `fetch` in a module. */
export function fetchCalls(module: Module): Call[] {
  const found: Call[] = [];
  walk(module.program, (node) => {
    if (isCall(node) && isGlobal(module, bare(node.callee), 'fetch')) found.push(node);
  });
  return found;
}
