import { CODEMODS } from '../../lambdas/generation/codemods.ts';
import type { Codemod } from '../../lambdas/generation/codemods/codemod.ts';
import type { Benefit, SourceFile } from '../../lambdas/shared/contract/records.ts';
import { findSites } from '../../lambdas/shared/source/find-sites.ts';
import { parseSource } from '../../lambdas/shared/source/parse.ts';
import { isSource } from '../../lambdas/shared/source/paths.ts';
import type { Site } from '../../lambdas/shared/source/sites.ts';

/** A place that may be changed, and what its codemod would do there. */
export interface Opening {
  site: Site;
  codemod: { name: string; explanation: string; benefit: Benefit } | null;
}

/** What the source of a package shows, without any telemetry. */
export interface Analysed {
  /** Files of JavaScript or TypeScript that run in production. */
  sources: number;
  unparsed: { path: string; line: number; message: string }[];
  applicable: Opening[];
  refused: Site[];
}

/** `codemod:ttl-cache` → `ttl-cache`. */
export function codemodName({ strategy }: Codemod): string {
  return strategy.replace(/^codemod:/, '');
}

function openingOf(site: Site, files: readonly SourceFile[]): Opening {
  const codemod = CODEMODS.find(({ kind }) => kind === site.kind);
  const file = files.find(({ path }) => path === site.file);
  if (codemod === undefined || file === undefined) return { site, codemod: null };
  const result = codemod.apply(file, files, (other) => other.start === site.start && other.end === site.end);
  const explanation = result.applied ? result.explanation : result.reason;
  return { site, codemod: { name: codemodName(codemod), explanation, benefit: codemod.benefit } };
}

/** Every place in a package that a recogniser knows, those that may be changed with what would be done. Pure. */
export function analysePackage(files: readonly SourceFile[]): Analysed {
  const sources = files.filter(({ path }) => isSource(path));
  const unparsed = sources.flatMap((file) => {
    const parsed = parseSource(file);
    return parsed.ok ? [] : [{ path: file.path, line: parsed.line, message: parsed.message }];
  });
  const sites = findSites(files);
  return {
    sources: sources.length,
    unparsed,
    applicable: sites.filter(({ status }) => status === 'applicable').map((site) => openingOf(site, files)),
    refused: sites.filter(({ status }) => status === 'refused'),
  };
}
