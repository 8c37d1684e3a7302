import type { SourceFile } from '../../shared/contract/records.ts';
import type { Allowances } from '../../shared/source/allowances.ts';
import type { Node } from '../../shared/source/ast.ts';
import { lineOf, textOf, type Module } from '../../shared/source/module.ts';
import type { Finding } from '../check.ts';

/** A finding with what it is about, so that the same thing in the base is recognised wherever it stands. */
export interface Suspicion extends Finding {
  subject: string;
  /** Whether a second one of the same subject is new where the base has one: the subject does not say all. */
  counted: boolean;
}

/** A parsed script with what a rule may look up. */
export interface Scanned {
  module: Module;
  /** The package that the script belongs to. */
  files: readonly SourceFile[];
  /** Tests run in the sandbox and never in production: some rules are not about them. */
  inTest: boolean;
  /** What the package's owners let a change begin to use. */
  allowed: Allowances;
}

/** Everything of one kind in a script that a reviewer would stop at. */
export type Rule = (scanned: Scanned) => Suspicion[];

const MOST_SUBJECT = 300;

/** Text without the layout that a formatter may change. */
export function squeezed(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, MOST_SUBJECT);
}

/** A suspicion at a node; its subject is the node's own text unless another is given. */
export function suspect(
  { module }: Pick<Scanned, 'module'>,
  rule: string,
  node: Node,
  message: string,
  { subject = squeezed(textOf(module, node)), counted = false }: { subject?: string; counted?: boolean } = {},
): Suspicion {
  return { file: module.file.path, line: lineOf(node), rule, subject, counted, message };
}
