import { type ChainAnchor, verifyChain } from '../../lambdas/shared/audit/verify-chain.ts';
import type { AuditRecord } from '../../lambdas/shared/contract/records.ts';
import { CorruptRecord } from '../../lambdas/shared/errors.ts';
import type { OpenedState } from '../../localstack/embedded/events.ts';
import type { ChainState } from '../output/chain-words.ts';

export interface Trail {
  records: AuditRecord[];
  chain: ChainState;
}

/** A tenant's audit records, oldest first (none when one can't be read), and whether they are as they were written. */
export async function readTrail(
  { audit }: Pick<OpenedState, 'audit'>,
  tenant: string,
  anchors: readonly ChainAnchor[] = [],
): Promise<Trail> {
  try {
    const records = await audit.list(tenant);
    return { records, chain: verifyChain(records, anchors) };
  } catch (error) {
    if (!(error instanceof CorruptRecord)) throw error;
    return { records: [], chain: { word: 'unreadable', message: error.message } };
  }
}
