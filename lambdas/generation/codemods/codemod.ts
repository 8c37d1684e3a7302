import type MagicString from 'magic-string';
import type { Benefit, Difference, SourceFile } from '../../shared/contract/records.ts';
import type { Node } from '../../shared/source/ast.ts';
import type { Module } from '../../shared/source/module.ts';
import { usedNames } from '../../shared/source/module.ts';
import type { Site, SiteKind } from '../../shared/source/sites.ts';

/** What became of one file: rewritten, with what was done and why it is safe, or left alone for a reason. */
export type CodemodResult = { applied: true; file: SourceFile; explanation: string } | { applied: false; reason: string };

/** Rewrites the sites of one kind. Pure; a site whose precondition is not proven is never touched. */
export interface Codemod {
  kind: SiteKind;
  strategy: string;
  /** What it may do to the calls to the outside; nothing else may differ (validation/checks/behaviour.ts). */
  differences: readonly Difference[];
  /** By which figure it must be better. */
  benefit: Benefit;
  /** Rewrites those sites of `file` that `wanted` names. `files` is the whole package, `file` among them. */
  apply(file: SourceFile, files: readonly SourceFile[], wanted: (site: Site) => boolean): CodemodResult;
}

/** Splits sites into those to rewrite, or says why there are none. One refused site that was asked for refuses the whole. */
export function choose<T extends { site: Site }>(
  found: readonly T[],
  wanted: (site: Site) => boolean,
): { chosen: T[] } | { reason: string } {
  const asked = found.filter(({ site }) => wanted(site));
  if (asked.length === 0) return { reason: 'the code has no such place any more' };
  const refused = asked.find(({ site }) => site.status === 'refused');
  return refused === undefined ? { chosen: asked } : { reason: `${refused.site.file}:${refused.site.line}: ${refused.site.reason}` };
}

/** Gives names that are new in the file, each only once. */
export function namer(module: Module): (wanted: string) => string {
  const used = usedNames(module);
  return (wanted) => {
    let name = wanted;
    for (let number = 2; used.has(name); number += 1) name = `${wanted}${number}`;
    used.add(name);
    return name;
  };
}

/** The white space that the line of `offset` starts with. */
export function indentAt(content: string, offset: number): string {
  const line = content.slice(content.lastIndexOf('\n', offset - 1) + 1, offset);
  return /^\s*/.exec(line)?.[0] ?? '';
}

/** Puts `text` in the place of an expression, and of parentheses that only it needed. */
export function replaceExpression(content: string, edit: MagicString, node: Node, text: string): void {
  const start = node.start ?? 0;
  const end = node.end ?? 0;
  const opening = /\(\s*$/.exec(content.slice(0, start));
  const closing = /^\s*\)/.exec(content.slice(end));
  const own = node.extra?.['parenthesized'] === true && opening !== null && closing !== null;
  edit.overwrite(own ? start - opening[0].length : start, own ? end + closing[0].length : end, text);
}

/** A file's content with a helper at its end, one blank line between. */
export function withHelper(content: string, helper: string): string {
  return `${content.trimEnd()}\n\n${helper}\n`;
}
