import type { Opportunity, SourceFile } from '../../lambdas/shared/contract/records.ts';
import { findSites } from '../../lambdas/shared/source/find-sites.ts';
import { locationOf } from '../../lambdas/shared/source/sites.ts';

/** An opportunity as far as a source shows it by itself. */
export type FoundInSource = Pick<Opportunity, 'kind' | 'title' | 'evidence'>;

/** What a function's source shows, one entry a kind, without telemetry: whether anybody runs it, and how often, is not known. */
export function foundIn(files: readonly SourceFile[]): FoundInSource[] {
  const sites = findSites(files);
  return [...new Set(sites.map(({ kind }) => kind))].map((kind) => {
    const own = sites.filter((site) => site.kind === kind);
    return {
      kind,
      title: own[0]?.summary ?? kind,
      evidence: own.map((site) => ({ source: 'source', summary: `${site.summary}: ${site.reason}`, location: locationOf(site) })),
    };
  });
}
