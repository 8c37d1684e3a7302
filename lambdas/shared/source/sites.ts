import type { CODE_KINDS } from '../contract/records.ts';
import type { Node } from './ast.ts';
import { enclosingFunction, functionName, lineOf, type Module } from './module.ts';

/** Kinds of opportunity that are seen in a target's source. */
export type SiteKind = (typeof CODE_KINDS)[number] | 'inefficient-algorithm';

/**
 * One place in the source where a kind of opportunity shows, with the proof that its codemod may be applied, or the reason
 * why it may not.
 */
export interface Site {
  kind: SiteKind;
  /** Path relative to the root of the target's package. */
  file: string;
  /** First line of the statement, from 1. */
  line: number;
  /** Character offsets into the file's content, end exclusive. */
  start: number;
  end: number;
  /** refused: the pattern is there and its codemod's precondition could not be proven, or it has no codemod. */
  status: 'applicable' | 'refused';
  /** Why it is safe, or why it is refused, in a sentence. */
  reason: string;
  /** What the code does here, in a sentence that a report can show. */
  summary: string;
  /** Name of the innermost named function around the site; null at the module's level. */
  functionName: string | null;
  /** What must be known of the function for a change here to be worth while; absent: nothing in particular. */
  needs?: Needs;
}

/** What telemetry and settings must say, besides what the source does. */
export interface Needs {
  /** No invocation that succeeded took longer, ms: what is bounded at this ends none that succeeds today. */
  longestMs?: number;
  /** So many threads run at once. */
  vcpus?: number;
}

/** A site's `file:line`, as evidence carries it. */
export function locationOf(site: Pick<Site, 'file' | 'line'>): string {
  return `${site.file}:${site.line}`;
}

/** The outcome of a proof: it holds, or why not. */
export type Proof = { holds: true } | { holds: false; reason: string };

export const HOLDS: Proof = { holds: true };

export function fails(reason: string): Proof {
  return { holds: false, reason };
}

/** The first proof that fails; those after it are not tried. */
export function firstFailure(proofs: readonly (() => Proof)[]): Proof {
  for (const prove of proofs) {
    const proof = prove();
    if (!proof.holds) return proof;
  }
  return HOLDS;
}

/** A site at `node`: applicable for `because` when the proof holds, else refused for the proof's reason. */
export function siteAt(module: Module, node: Node, kind: SiteKind, summary: string, proof: Proof, because: string): Site {
  return {
    kind,
    file: module.file.path,
    line: lineOf(node),
    start: node.start ?? 0,
    end: node.end ?? 0,
    status: proof.holds ? 'applicable' : 'refused',
    reason: proof.holds ? because : proof.reason,
    summary,
    functionName: functionName(enclosingFunction(module, node), module),
  };
}
