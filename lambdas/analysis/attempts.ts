import { OPEN_STATUSES, type Improvement, type OpportunityKind } from '../shared/contract/records.ts';
import type { Ports } from '../shared/ports.ts';

/** An improvement of this tenant, whatever came of it, with the kind of its opportunity. */
export type Attempt = Pick<Improvement, 'id' | 'target' | 'status' | 'updatedAt'> & { kind: OpportunityKind };

/** What was tried before: every improvement that is under way, and the settled ones of these targets with their opportunity's kind. */
export async function attemptsOf(
  { work }: Pick<Ports, 'work'>,
  improvements: readonly Improvement[],
  targets: ReadonlySet<string>,
): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  for (const { tenant, id, target, status, updatedAt, opportunityId } of improvements) {
    const relevant = targets.has(target) || OPEN_STATUSES.includes(status);
    if (!relevant) continue;
    const opportunity = await work.opportunities.get(tenant, opportunityId);
    if (opportunity !== null) attempts.push({ id, target, status, updatedAt, kind: opportunity.kind });
  }
  return attempts;
}
