import type { Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';
import { clusterFinding, clustersNow } from './cluster-finding.ts';

/** The same failure of the code again and again: the largest cluster of the last hour whose cause lies in the code. */
export function recurringException(context: TargetContext): Finding[] {
  return clusterFinding(context, 'recurring-exception', clustersNow(context, 'code'), ({ record, known }) => ({
    title:
      `${context.target.name} keeps failing with ${record.fingerprint.type}${record.location === null ? '' : ` at ${record.location}`}` +
      `${known === null ? '' : `: ${known.title}`}`,
    // What a model writes is its own: which of the pattern's solutions it is, nobody knows.
    solutionId: null,
  }));
}
