import type { SourceFile } from '../../shared/contract/records.ts';
import { bare, childrenOf, isCall, isFunction, isMember, walk, type Call, type Node } from '../../shared/source/ast.ts';
import { bindingOf, constantValue, parentOf, textOf, type Module } from '../../shared/source/module.ts';
import { givenFor } from './callers.ts';
import { isEnvironment } from './environment.ts';
import { isGlobal, memberName } from './globals.ts';
import { suspect, type Rule, type Scanned } from './rule.ts';

/** What people call the request and its surroundings, when a function is given them. */
const WHOLE = /^(?:event|evt|context|ctx|request|req|record|headers)$/i;
/** Parts of a request that carry what its sender keeps to themselves. */
const CARRIERS = new Set(['headers', 'cookies', 'multiValueHeaders', 'requestContext', 'identity', 'authorizer']);
const SECRET =
  /(?:authorization|password|passphrase|secret|credential|api_?key|access_?key|private_?key|cookie|^(?:id|access|refresh|auth|session|bearer)?_?token$)/i;
const LOGGER = /^(?:log|logger|console|tracer)$/i;
const PRINTERS = /^(?:inspect|format|stringify|String|structuredClone|assign|entries|fromEntries)$/;

function isSink(module: Module, call: Call): boolean {
  const callee = bare(call.callee);
  if (call.type === 'NewExpression') return callee.type === 'Identifier' && /(?:Error|Exception)$/.test(callee.name);
  if (!isMember(callee)) return false;
  const object = bare(callee.object);
  const [first] = call.arguments;
  if (textOf(module, callee) === 'Object.assign') return first?.type === 'NewExpression' && isSink(module, first);
  return (
    isGlobal(module, object, 'console') ||
    (object.type === 'Identifier' && LOGGER.test(object.name)) ||
    textOf(module, callee) === 'process.stdout.write'
  );
}

function isParameter(module: Module, node: Node): boolean {
  return bindingOf(module, node)?.kind === 'param';
}

/** What a node gives away as it stands; null: nothing by itself. */
function given(module: Module, node: Node): string | null {
  if (isEnvironment(module, node)) {
    const parent = parentOf(module, node);
    return parent !== null && isMember(parent) && parent.object === node ? null : 'the environment';
  }
  if (isMember(node)) {
    const name = memberName(node) ?? '';
    if (SECRET.test(name)) return name;
    return CARRIERS.has(name) && isParameter(module, bare(node.object)) ? `the ${name} of the request` : null;
  }
  if (node.type !== 'Identifier' || bindingOf(module, node) === null) return null;
  if (SECRET.test(node.name)) return node.name;
  return WHOLE.test(node.name) && isParameter(module, node) ? `the whole ${node.name}` : null;
}

/** What is given away anywhere in an argument: parts that are only taken from something (`event.id`) are not the whole of it. */
function leak(module: Module, node: Node, files: readonly SourceFile[], depth = 3): string | null {
  const found = given(module, node);
  if (found !== null) return found;
  if (isFunction(node)) return null;
  if (isMember(node)) return isMember(bare(node.object)) ? leak(module, bare(node.object), files, depth) : null;
  if (isCall(node)) {
    const callee = bare(node.callee);
    const name = isMember(callee) ? (memberName(callee) ?? '') : callee.type === 'Identifier' ? callee.name : '';
    return PRINTERS.test(name) ? firstLeak(module, node.arguments, files, depth) : null;
  }
  const value = depth > 0 ? constantValue(module, node) : null;
  if (value !== null) return leak(module, value, files, depth - 1);
  const parameter = depth > 0 && isParameter(module, node) ? bindingOf(module, node) : null;
  if (parameter !== null) {
    const given = givenFor(module, parameter.identifier, files) ?? [];
    return given.reduce<string | null>((known, argument) => known ?? leak(argument.module, argument.node, files, depth - 1), null);
  }
  return firstLeak(
    module,
    childrenOf(node)
      .filter(({ key }) => key !== 'key')
      .map(({ child }) => child),
    files,
    depth,
  );
}

function firstLeak(module: Module, nodes: readonly Node[], files: readonly SourceFile[], depth: number): string | null {
  return nodes.reduce<string | null>((known, node) => known ?? leak(module, node, files, depth), null);
}

/** Errors and logs tell neither the environment, nor a request whole, nor what is named like a secret. */
export const disclosure: Rule = (scanned: Scanned) => {
  const { module, inTest } = scanned;
  const found: ReturnType<Rule> = [];
  if (inTest) return found;
  walk(module.program, (node) => {
    if (!isCall(node) || !isSink(module, node)) return;
    const what = firstLeak(module, node.arguments, scanned.files, 3);
    if (what !== null) found.push(suspect(scanned, 'disclosure', node, `tells ${what} in an error or a log`));
  });
  return found;
};
