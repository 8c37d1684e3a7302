import { bare, isCall, isFunction, isMember, walk, type Call, type Node } from '../../shared/source/ast.ts';
import { textOf, type Module } from '../../shared/source/module.ts';
import { counts } from './counts.ts';
import { isEnvironment } from './environment.ts';
import { importSource, isGlobal, memberName, processMember } from './globals.ts';

/** Of what an expression depends that is no input: a payload that waits for its moment asks one of these. */
export type Circumstance = 'clock' | 'calendar' | 'environment' | 'process' | 'chance' | 'version' | 'place' | 'count';

/** What Lambda tells a handler of its own version, place and call. */
const OF_CONTEXT = new Set([
  'functionVersion',
  'invokedFunctionArn',
  'functionName',
  'memoryLimitInMB',
  'logGroupName',
  'logStreamName',
  'awsRequestId',
]);
const CLOCKS = /^(?:Date\.now|performance\.now|performance\.timeOrigin|process\.hrtime(?:\.bigint)?|process\.uptime|Temporal\.Now\.\w+)$/;
const CHANCE = /^(?:Math\.random|crypto\.(?:random\w+|getRandomValues))$/;
const OS = /^(?:node:)?os$/;
const CRYPTO = /^(?:node:)?crypto$/;
/** Headers of an answer that tell the time. */
const TIMES = /^(?:date|age|expires|last-modified)$/i;

/** What is told by a name wherever it is taken from: the stack of an error, parts of Lambda's context. */
export function ofName(name: string | null): Circumstance | null {
  if (name === 'stack') return 'place';
  return name !== null && OF_CONTEXT.has(name) ? 'version' : null;
}

/** The circumstance that a call asks by itself; null: none. */
export function askedByCall(module: Module, call: Call): Circumstance | null {
  const callee = bare(call.callee);
  const text = textOf(module, callee);
  if (CLOCKS.test(text)) return 'clock';
  if (CHANCE.test(text)) return 'chance';
  if (isGlobal(module, callee, 'Date') && call.arguments.length === 0) return 'clock';
  const name = isMember(callee) ? (memberName(callee) ?? '') : text;
  const source = importSource(module, isMember(callee) ? bare(callee.object) : callee) ?? '';
  if (OS.test(source) && name !== 'tmpdir') return 'process';
  if (CRYPTO.test(source) && name.startsWith('random')) return 'chance';
  if (processMember(module, callee) !== null) return 'process';
  const [first] = call.arguments;
  return name === 'get' && first?.type === 'StringLiteral' && TIMES.test(first.value) ? 'calendar' : null;
}

/** The circumstance that a member is by itself; null: none. */
export function askedByMember(module: Module, node: Node): Circumstance | null {
  if (isEnvironment(module, node)) return 'environment';
  if (isMember(node) && CLOCKS.test(textOf(module, node))) return 'clock';
  if (processMember(module, node) !== null) return 'process';
  return isMember(node) ? ofName(memberName(node)) : null;
}

/** Everything that a piece of code asks anywhere in it, whatever becomes of the answer: for code that can't be followed step by step. */
export function askedWithin(module: Module, within: Node): Set<Circumstance> {
  const found = new Set<Circumstance>();
  walk(within, (node) => {
    const asked = isCall(node)
      ? askedByCall(module, node)
      : isMember(node)
        ? askedByMember(module, node)
        : node.type === 'MetaProperty'
          ? 'place'
          : null;
    if (asked !== null) found.add(asked);
    if (node.type === 'Identifier' && counts(module, node)) found.add('count');
  });
  return found;
}

/** The code behind `maker()` or `maker.name()` where the maker is an object, a class or what a function in place gave. */
export function codeOf(made: Node, name: string | null): Node[] {
  if (made.type === 'ObjectExpression')
    return made.properties.filter(
      (property) => !('key' in property) || name === null || keyName(property) === name || keyName(property) === null,
    );
  if (made.type === 'ClassDeclaration' || made.type === 'ClassExpression')
    return made.body.body.filter((member) => name === null || keyName(member) === name || keyName(member) === null);
  return isCall(made) && isFunction(bare(made.callee)) ? [made] : [];
}

function keyName(node: Node): string | null {
  if (!('key' in node) || node.key === null || node.key === undefined || typeof node.key !== 'object') return null;
  const key = node.key as Node;
  return key.type === 'Identifier' ? key.name : key.type === 'StringLiteral' ? key.value : null;
}
