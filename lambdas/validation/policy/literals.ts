import { isCall, type Node } from '../../shared/source/ast.ts';
import type { Module } from '../../shared/source/module.ts';
import { specifiersOf } from '../../shared/source/specifiers.ts';

/** Text of a string or of a part of a template; null for other nodes. */
export function literalText(node: Node): string | null {
  if (node.type === 'StringLiteral') return node.value;
  return node.type === 'TemplateElement' ? (node.value.cooked ?? node.value.raw) : null;
}

/** The nodes that hold specifiers of imports: they are judged as such, and a relative one may lead upwards within the package. */
export function specifierNodes(module: Module): Set<Node> {
  return new Set(
    specifiersOf(module.program).flatMap(({ node }) => {
      if ('source' in node && node.source) return [node.source];
      return isCall(node) ? node.arguments.slice(0, 1) : [];
    }),
  );
}
