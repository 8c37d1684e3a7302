import type { ChainVerdict } from '../../lambdas/shared/audit/verify-chain.ts';

/** How a tenant's chain stands; `unreadable`: a record is none any more, the message names it, so the chain is broken there. */
export type ChainState = ChainVerdict | { word: 'unreadable'; message: string };

/** How a chain stands, in words. */
export function chainWords(chain: ChainState): string {
  if (chain.word === 'unreadable') return `BROKEN: a record can't be read: ${chain.message}`;
  if (chain.word === 'broken') return `BROKEN at record ${chain.sequence} (${chain.what}): ${chain.message}`;
  return `intact, ${chain.count} records${chain.count === 0 ? '' : `, head ${chain.head}`}`;
}
