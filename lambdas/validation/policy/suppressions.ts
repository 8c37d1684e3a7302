import { walk, type Node } from '../../shared/source/ast.ts';
import { squeezed, suspect, type Rule, type Scanned, type Suspicion } from './rule.ts';

/** Comments that switch a check off, of compilers, linters and coverage. */
const DIRECTIVE =
  /@ts-(?:ignore|nocheck|expect-error)|\b(?:eslint|oxlint)-disable|\bbiome-ignore|\btslint:disable|\b(?:c8|v8|istanbul) ignore|\bnode:coverage (?:ignore|disable)|\bnosemgrep|\bNOSONAR|@vitest-environment|\bdeno-lint-ignore/i;

function inComments({ module: { file } }: Scanned): Suspicion[] {
  return file.content.split('\n').flatMap((line, index) => {
    const [directive] = DIRECTIVE.exec(line) ?? [];
    if (directive === undefined) return [];
    const message = `switches a check off: ${directive}`;
    return [{ file: file.path, line: index + 1, rule: 'suppression', subject: squeezed(line.trim()), counted: true, message }];
  });
}

/** A type that is asserted against what the compiler knows: `as any`, `as never`, `as unknown as T`. */
function isForced(node: Node): boolean {
  // A name for it is no better: `type Loose = any`.
  if (node.type === 'TSTypeAliasDeclaration') return node.typeAnnotation.type === 'TSAnyKeyword';
  if (node.type !== 'TSAsExpression' && node.type !== 'TSTypeAssertion') return false;
  if (node.typeAnnotation.type === 'TSAnyKeyword' || node.typeAnnotation.type === 'TSNeverKeyword') return true;
  const inner = node.expression;
  return (inner.type === 'TSAsExpression' || inner.type === 'TSTypeAssertion') && inner.typeAnnotation.type === 'TSUnknownKeyword';
}

/** No check is switched off. Tests may force a type: a stand-in has seldom the whole of it. */
export const suppressions: Rule = (scanned) => {
  const found = inComments(scanned);
  if (scanned.inTest) return found;
  for (const statement of scanned.module.program.body) {
    const declared = statement.type === 'ExportNamedDeclaration' ? (statement.declaration ?? statement) : statement;
    // Types leave no trace at run time, and a walk passes them by.
    if (declared.type === 'TSTypeAliasDeclaration' && isForced(declared))
      found.push(suspect(scanned, 'suppression', declared, 'gives any a name'));
  }
  walk(scanned.module.program, (node) => {
    if (isForced(node)) found.push(suspect(scanned, 'suppression', node, 'forces a type on a value', { counted: true }));
  });
  return found;
};
