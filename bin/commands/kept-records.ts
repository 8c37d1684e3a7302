import type { Kept } from '../../lambdas/shared/audit/check-inputs.ts';
import { refTo } from '../../lambdas/shared/audit/refs.ts';
import type { Improvement } from '../../lambdas/shared/contract/records.ts';
import type { OpenedState } from '../../localstack/embedded/events.ts';

/** The stored records that the decisions about an improvement rest on, by reference. */
export async function keptRecords({ work }: Pick<OpenedState, 'work'>, improvement: Improvement): Promise<Kept> {
  const { tenant, id, opportunityId, cycleId } = improvement;
  const [opportunity, cycle] = await Promise.all([work.opportunities.get(tenant, opportunityId), work.cycles.get(tenant, cycleId)]);
  return new Map<string, object | null>([
    [refTo('improvement', id), improvement],
    [refTo('opportunity', opportunityId), opportunity],
    [refTo('cycle', cycleId), cycle],
  ]);
}
