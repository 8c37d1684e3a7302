import { bare, isCall, isMember, walk, type Call, type Node } from '../../shared/source/ast.ts';
import { importedBy } from '../../shared/source/imports.ts';
import { bindingOf, textOf, type Module } from '../../shared/source/module.ts';
import { isGlobal, memberName } from './globals.ts';
import { squeezed, suspect, type Rule, type Scanned, type Suspicion } from './rule.ts';

/** Text without a blank of this length is data, not words: the longest identifiers and paths of people have about 60 characters. */
const BLOB = /^[A-Za-z\d+/_=-]{120,}$/;
/** SHA-512 in hexadecimal has 128 digits; more is no digest. */
const HEX = /^(?:[\da-f]{2}){65,}$/i;
/** Letters and digits have no need of an escape; one or two may be somebody's habit. */
const ESCAPED = /\\x[2-7][\da-f]|\\u00[2-7][\da-f]|\\u\{[2-7][\da-f]\}/gi;
const MOST_ESCAPES = 2;
/** Formatters break lines at 80 to 140 characters; four times that is no line of a person. */
const MOST_LINE = 560;
/** Blanks in the middle of a line that push code out of sight; alignments of people are shorter. */
const PUSHED = /\S[ \t]{60,}\S/;
const MADE_UP = /^_0x[\da-f]{2,}$/i;

function ofText(scanned: Scanned, node: Node): string | null {
  const text = node.type === 'StringLiteral' ? node.value : node.type === 'TemplateElement' ? (node.value.cooked ?? '') : null;
  if (text === null) return null;
  if (BLOB.test(text) || HEX.test(text)) return 'holds a long text that nobody can read';
  const escapes = textOf(scanned.module, node).match(ESCAPED)?.length ?? 0;
  return escapes > MOST_ESCAPES ? 'writes plain letters as escapes' : null;
}

function isLiteral(node: Node | undefined): boolean {
  if (node === undefined) return false;
  const at = bare(node.type === 'SpreadElement' ? node.argument : node);
  if (at.type === 'ArrayExpression') return at.elements.every((element) => element !== null && isLiteral(element));
  return at.type === 'NumericLiteral' || at.type === 'StringLiteral' || (at.type === 'TemplateLiteral' && at.expressions.length === 0);
}

/** Text that is made of written codes, encodings or reversed letters, where it could be written down. */
function ofCall({ module }: Scanned, call: Call): string | null {
  const callee = bare(call.callee);
  const [first, second] = call.arguments;
  if (isGlobal(module, callee, 'atob') && isLiteral(first)) return 'decodes a written text';
  if (!isMember(callee)) return null;
  const name = memberName(callee) ?? '';
  const object = bare(callee.object);
  if (
    isGlobal(module, object, 'String') &&
    /^from(?:CharCode|CodePoint)$/.test(name) &&
    call.arguments.length > 0 &&
    call.arguments.every(isLiteral)
  )
    return 'writes text as character codes';
  if (
    isGlobal(module, object, 'Buffer') &&
    name === 'from' &&
    isLiteral(first) &&
    (first?.type !== 'StringLiteral' || (second?.type === 'StringLiteral' && /^(?:base64(?:url)?|hex)$/.test(second.value)))
  )
    return 'decodes a written text';
  if (name === 'join' && first?.type === 'StringLiteral' && first.value === '' && isLiteral(object))
    return 'puts a text together out of pieces';
  if (
    name === 'reverse' &&
    isCall(object) &&
    isMember(object.callee) &&
    memberName(object.callee) === 'split' &&
    isLiteral(object.callee.object)
  )
    return 'writes a text backwards';
  return null;
}

/** A written key that is put together, and any key of a module's namespace: `x['a' + 'b']`, `fs[name]`. */
function ofMember(module: Module, node: Node): string | null {
  if (!isMember(node) || !node.computed) return null;
  const key = bare(node.property);
  if (
    key.type === 'BinaryExpression' &&
    key.operator === '+' &&
    isLiteral(key.left) &&
    isLiteral(key.right) &&
    (key.left.type === 'StringLiteral' || key.right.type === 'StringLiteral')
  )
    return 'puts the name of a member together';
  const object = bare(node.object);
  const binding = object.type === 'Identifier' ? bindingOf(module, object) : null;
  const imported = binding === null ? null : importedBy(module, binding);
  return imported?.name === '*' && key.type !== 'StringLiteral' ? 'takes a member of a module by a computed name' : null;
}

function ofLines(scanned: Scanned): Suspicion[] {
  const { file } = scanned.module;
  return file.content.split('\n').flatMap((line, index) => {
    const message =
      line.length > MOST_LINE ? `has ${line.length} characters in a line` : PUSHED.test(line) ? 'pushes code out of sight' : null;
    return message === null
      ? []
      : [{ file: file.path, line: index + 1, rule: 'obfuscation', subject: squeezed(line), counted: false, message }];
  });
}

/** Nothing that is written so that it can't be read. */
export const obfuscation: Rule = (scanned) => {
  const { module } = scanned;
  const found = ofLines(scanned);
  walk(module.program, (node) => {
    const made =
      node.type === 'Identifier' && MADE_UP.test(node.name)
        ? 'has a name that says nothing'
        : node.type === 'WithStatement'
          ? 'uses with'
          : null;
    const pieced =
      node.type === 'TemplateLiteral' && node.expressions.some((expression) => expression.type === 'StringLiteral')
        ? 'puts a text together out of pieces'
        : null;
    const message = made ?? pieced ?? ofText(scanned, node) ?? (isCall(node) ? ofCall(scanned, node) : ofMember(module, node));
    if (message !== null) found.push(suspect(scanned, 'obfuscation', node, message));
  });
  return found;
};
