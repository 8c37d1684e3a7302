import { holdsSecret } from '../../shared/redact/redact.ts';
import { isMember, propertyName, walk, type Node } from '../../shared/source/ast.ts';
import { textOf, type Module } from '../../shared/source/module.ts';
import { literalText } from './literals.ts';
import { suspect, type Rule } from './rule.ts';

const NAMES = /(?:pass(?:word|phrase)|secret|api_?key|access_?key|private_?key|auth_?token)$/i;
/** Shorter literals are placeholders and field names. */
const LENGTH = 8;

function named(node: Node): [Node, Node | null | undefined] | null {
  if (node.type === 'VariableDeclarator') return [node.id, node.init];
  if (node.type === 'ObjectProperty') return [node.key, node.value];
  return node.type === 'AssignmentExpression' ? [node.left, node.right] : null;
}

function nameOf(module: Module, key: Node): string {
  if (isMember(key)) return propertyName(key) ?? '';
  return key.type === 'StringLiteral' ? key.value : textOf(module, key);
}

/** Nothing that looks like a secret is kept in the code. */
export const secrets: Rule = (scanned) => {
  const { module } = scanned;
  const found: ReturnType<Rule> = [];
  walk(module.program, (node) => {
    const text = literalText(node);
    if (text !== null && holdsSecret(text))
      found.push(suspect(scanned, 'secret', node, 'holds what looks like a secret', { subject: text }));
    const [key, value] = named(node) ?? [];
    if (key === undefined || value?.type !== 'StringLiteral' || value.value.length < LENGTH) return;
    const name = nameOf(module, key);
    if (NAMES.test(name)) found.push(suspect(scanned, 'secret', node, `keeps a secret in the code (${name})`, { subject: value.value }));
  });
  return found;
};
