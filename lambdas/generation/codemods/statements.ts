import type MagicString from 'magic-string';
import type { Node, t } from '../../shared/source/ast.ts';
import type { Module } from '../../shared/source/module.ts';

/** Where a statement starts with the comments that belong to it: those below the line on which the one before ends. */
export function startWithComments(module: Module, statement: Node): number {
  const { body } = module.program;
  const before = body[body.findIndex((at) => at === statement) - 1];
  const line = before?.loc?.end.line ?? 0;
  const own = (statement.leadingComments ?? []).find((comment) => (comment.loc?.start.line ?? 0) > line);
  return own?.start ?? statement.start ?? 0;
}

/** Takes a whole line out when the statement is alone on its lines, else the statement only. */
export function removeStatement(content: string, edit: MagicString, statement: t.VariableDeclaration): void {
  const start = statement.start ?? 0;
  const end = statement.end ?? 0;
  const lineStart = content.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = content.indexOf('\n', end);
  const alone = content.slice(lineStart, start).trim() === '' && lineEnd >= 0 && content.slice(end, lineEnd).trim() === '';
  if (alone) edit.remove(lineStart, lineEnd + 1);
  else edit.remove(start, end);
}
