import { bare, isCall, walk, type Node, type t } from './ast.ts';

export interface Specifier {
  /** Null: computed while running. */
  name: string | null;
  node: Node;
  /** Only types are taken: nothing is loaded. */
  typeOnly: boolean;
}

function literal(node: Node | null | undefined): string | null {
  if (!node) return null;
  const at = bare(node);
  if (at.type === 'StringLiteral') return at.value;
  return at.type === 'TemplateLiteral' && at.expressions.length === 0 ? (at.quasis[0]?.value.cooked ?? null) : null;
}

/** Everything that a program imports, re-exports, requires or imports while it runs, in source order. */
export function specifiersOf(program: t.Program): Specifier[] {
  const found: Specifier[] = [];
  walk(program, (node) => {
    if (node.type === 'ImportDeclaration') {
      const named =
        node.specifiers.length > 0 &&
        node.specifiers.every((specifier) => specifier.type === 'ImportSpecifier' && specifier.importKind === 'type');
      found.push({ name: node.source.value, node, typeOnly: node.importKind === 'type' || named });
    } else if ((node.type === 'ExportNamedDeclaration' || node.type === 'ExportAllDeclaration') && node.source) {
      found.push({ name: node.source.value, node, typeOnly: node.exportKind === 'type' });
    } else if (node.type === 'ImportExpression') {
      found.push({ name: literal(node.source), node, typeOnly: false });
    } else if (isCall(node) && node.callee.type === 'Identifier' && node.callee.name === 'require') {
      found.push({ name: literal(node.arguments[0]), node, typeOnly: false });
    }
  });
  return found;
}

/** `@scope/name` or `name` of a specifier that names a package. */
export function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}
