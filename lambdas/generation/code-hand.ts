import type { Benefit, Difference, Opportunity, SourceFile } from '../shared/contract/records.ts';
import { STRATEGY_OF } from '../shared/contract/records.ts';
import { isSource } from '../shared/source/paths.ts';
import { locationOf } from '../shared/source/sites.ts';
import { CODEMODS } from './codemods.ts';

export type CodeResult =
  | { applied: true; files: SourceFile[]; explanation: string; differences: Difference[]; benefit: Benefit }
  | { applied: false; reason: string };

/** Applies the codemod of the opportunity's kind to the places that its evidence names (`file:line`), or says why not. */
export function rewriteCode(opportunity: Pick<Opportunity, 'kind' | 'evidence'>, files: readonly SourceFile[]): CodeResult {
  const strategy = STRATEGY_OF[opportunity.kind]?.strategy;
  const codemod = CODEMODS.find((candidate) => candidate.strategy === strategy);
  if (codemod === undefined) return { applied: false, reason: `no codemod belongs to the kind ${opportunity.kind}` };
  const named = new Set(opportunity.evidence.flatMap(({ location }) => (location === undefined ? [] : [location])));
  if (named.size === 0) return { applied: false, reason: 'the opportunity names no place in the source' };
  const touched = files.filter((file) => isSource(file.path) && [...named].some((location) => location.startsWith(`${file.path}:`)));
  if (touched.length === 0) return { applied: false, reason: `the live version has no ${[...named].join(', ')}` };
  const changed: SourceFile[] = [];
  const explanations: string[] = [];
  for (const file of touched) {
    const result = codemod.apply(file, files, (site) => named.has(locationOf(site)));
    if (!result.applied) return { applied: false, reason: result.reason };
    changed.push(result.file);
    explanations.push(result.explanation);
  }
  const { differences, benefit } = codemod;
  return { applied: true, files: changed, explanation: explanations.join(' '), differences: [...differences], benefit };
}
