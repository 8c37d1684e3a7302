import type { Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';
import type { FailureCategory, OpportunityKind } from '../../shared/contract/records.ts';
import { clusterFinding, clustersNow } from './cluster-finding.ts';

/** Settings and codemods that end failures of a category. */
const SETTLED_BY: Partial<Record<FailureCategory, readonly OpportunityKind[]>> = {
  oom: ['under-provisioned', 'memory-growth'],
  timeout: ['timeout-too-short', 'under-provisioned', 'unbounded-wait'],
};

/**
 * The same failure again and again whose cause lies outside of the code, by the category of its pattern: a permission, a network, a throttled or
 * missing service, a package that was left out. No change of the code that could be proven beside its traffic ends it, so people are told what to
 * do, and how.
 */
export function externalFailure(context: TargetContext): Finding[] {
  return clusterFinding(context, 'external-failure', clustersNow(context, 'outside'), ({ record, known }) => {
    const best = known?.solutions[0];
    return {
      title: `${context.target.name} keeps failing (${record.category}): ${known?.title ?? record.fingerprint.type}`,
      solutionId: best?.id ?? null,
      settledBy: SETTLED_BY[record.category] ?? [],
      ...(best === undefined ? {} : { action: { words: best.words, command: best.command } }),
    };
  });
}
