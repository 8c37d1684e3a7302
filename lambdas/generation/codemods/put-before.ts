import type MagicString from 'magic-string';
import type { Module } from '../../shared/source/module.ts';
import type { Anchor } from '../../shared/source/repetition.ts';
import { indentAt } from './codemod.ts';

/** Puts statements before a place, each on a line of its own; the body of an arrow function that is an expression becomes a block. */
export function putBefore(module: Module, edit: MagicString, anchor: Anchor, statements: readonly string[]): void {
  const { content } = module.file;
  const at = anchor.node.start ?? 0;
  if (anchor.kind === 'statement') {
    edit.appendLeft(at, statements.map((statement) => `${statement}\n${indentAt(content, at)}`).join(''));
    return;
  }
  const arrowEnd = content.lastIndexOf('=>', at) + 2;
  const start = arrowEnd + (/^\s*/.exec(content.slice(arrowEnd))?.[0].length ?? 0);
  const indent = indentAt(content, anchor.arrow.start ?? 0);
  const lines = statements.map((statement) => `\n${indent}  ${statement}`).join('');
  edit.remove(arrowEnd, start);
  edit.appendLeft(start, ` {${lines}\n${indent}  return `);
  edit.appendLeft(anchor.arrow.end ?? 0, `;\n${indent}}`);
}
