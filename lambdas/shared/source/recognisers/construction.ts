import type { SourceFile } from '../../contract/records.ts';
import { isCall, isMember, propertyName, type Call, type Node } from '../ast.ts';
import { withTypes } from '../collection-uses.ts';
import { environmentChanger } from '../environment-changes.ts';
import { bindingOf, isConstant, lineOf, parentOf, type Module } from '../module.ts';
import { proveOnlyRead } from '../only-read.ts';
import { fails, HOLDS, type Proof } from '../sites.ts';

/** What is made, with its type in TypeScript; what holds state of its own, or can't be made twice alike, is not among them. */
export interface Construction {
  call: Call;
  what: 'regexp' | 'format' | 'encoder' | 'parsed';
  type: string;
}

/** Formatters and the like: nothing about them changes once they are made. */
const FORMATS = new Set([
  'NumberFormat',
  'DateTimeFormat',
  'Collator',
  'PluralRules',
  'RelativeTimeFormat',
  'ListFormat',
  'Segmenter',
  'DisplayNames',
]);
/** Methods of strings that start a regular expression from the beginning, whatever its flags. */
const FROM_THE_START = new Set(['replace', 'replaceAll', 'match', 'matchAll', 'split', 'search']);

/** The construction that a node is; null: another call. */
export function constructionOf(module: Module, node: Node): Construction | null {
  if (!isCall(node)) return null;
  const { callee } = node;
  const root = isMember(callee) ? callee.object : callee;
  if (root.type !== 'Identifier' || bindingOf(module, root) !== null) return null;
  if (node.type !== 'NewExpression') {
    const parses = isMember(callee) && root.name === 'JSON' && propertyName(callee) === 'parse' && node.type === 'CallExpression';
    return parses ? { call: node, what: 'parsed', type: 'any' } : null;
  }
  if (isMember(callee)) {
    const name = propertyName(callee) ?? '';
    return root.name === 'Intl' && FORMATS.has(name) ? { call: node, what: 'format', type: `Intl.${name} | undefined` } : null;
  }
  if (root.name === 'RegExp') return { call: node, what: 'regexp', type: 'RegExp | undefined' };
  return root.name === 'TextEncoder' ? { call: node, what: 'encoder', type: 'TextEncoder | undefined' } : null;
}

/** The expression itself, or every mention of the constant that holds it; null: it is held in another way. */
function mentionsOf(module: Module, call: Call): Node[] | null {
  const at = withTypes(module, call);
  const parent = parentOf(module, at);
  if (parent?.type !== 'VariableDeclarator') return [at];
  if (parent.id.type !== 'Identifier') return null;
  const binding = bindingOf(module, parent.id);
  return binding !== null && isConstant(binding) ? binding.references.map(({ node }) => node) : null;
}

function proveExpressionUse(module: Module, mention: Node, flags: string): Proof {
  const at = withTypes(module, mention);
  const parent = parentOf(module, at);
  if (parent !== null && isMember(parent) && parent.object === at) {
    const name = propertyName(parent);
    if (name === 'source' || name === 'flags') return HOLDS;
    if (name !== 'test' && name !== 'exec') return fails(`what is done with it on line ${lineOf(at)} is not known to leave it as it is`);
    return flags.includes('g') ? fails(`with the flag g, \`${name}\` goes on from where it stopped the last time`) : HOLDS;
  }
  const isPattern =
    parent !== null &&
    isCall(parent) &&
    isMember(parent.callee) &&
    FROM_THE_START.has(propertyName(parent.callee) ?? '') &&
    parent.arguments[0] === at;
  return isPattern ? HOLDS : fails(`on line ${lineOf(at)} it is handed on, and may keep its place from one match to the next`);
}

/** A regular expression with the flag y always keeps its place, with the flag g only where it is matched step by step. */
function proveRegExp(module: Module, call: Call): Proof {
  const [, second] = call.arguments;
  if (second !== undefined && second.type !== 'StringLiteral') return fails('its flags are not written down');
  const flags = second?.value ?? '';
  if (flags.includes('y')) return fails('with the flag y it keeps its place from one match to the next');
  const mentions = mentionsOf(module, call);
  if (mentions === null) return fails('it is not kept in a constant of its own');
  return mentions.reduce<Proof>((proof, mention) => (proof.holds ? proveExpressionUse(module, mention, flags) : proof), HOLDS);
}

/** Nobody gives it a property of its own. */
function proveUntouched(module: Module, call: Call): Proof {
  for (const mention of mentionsOf(module, call) ?? [call]) {
    const member = parentOf(module, withTypes(module, mention));
    const target = member !== null && isMember(member) ? parentOf(module, member) : null;
    if (target?.type === 'AssignmentExpression' && target.left === member)
      return fails(`it is given a property on line ${lineOf(mention)}`);
  }
  return HOLDS;
}

/** What a format isn't told it takes from the environment when it is made: the time zone (`TZ`) and the language. */
function proveFormat(module: Module, call: Call, files: readonly SourceFile[]): Proof {
  const changer = environmentChanger(files);
  if (changer !== null) return fails(`${changer.path} changes the environment, or lets others do so, and a format goes by its time zone`);
  return proveUntouched(module, call);
}

/** Proves that one object can serve wherever a new one was made. `files`: the whole package, since any of it may change the environment. */
export function proveShareable(module: Module, { call, what }: Construction, files: readonly SourceFile[]): Proof {
  if (what === 'regexp') return proveRegExp(module, call);
  if (what === 'format') return proveFormat(module, call, files);
  if (what !== 'parsed') return proveUntouched(module, call);
  return call.arguments.length === 1 ? proveOnlyRead(module, call) : fails('it is given a function that takes part in reading it');
}
