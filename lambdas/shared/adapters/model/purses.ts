import { randomUUID } from 'node:crypto';
import type { ModelSettings } from '../../contract/model-settings.ts';
import type { ModelRequest } from '../../ports.ts';
import { DAY_MS } from '../../time.ts';
import type { ModelStore, Purse } from './model-store.ts';

/** An opportunity is asked about within one cycle; its purse outlives the longest cooldown of a month. A day's is kept until the day after. */
const OPPORTUNITY_KEPT_MS = 31 * DAY_MS;
const DAY_KEPT_MS = 2 * DAY_MS;

/** Money that is set aside, until it is settled with what was spent. */
export type Reserved = { ok: true; settle(dollars: number): Promise<void> } | { ok: false; reason: string };

/** Sets the most that a try may cost aside, of the opportunity and of the tenant's day (UTC, as `at` has it): both, or neither. */
export async function reserve(
  store: ModelStore,
  settings: Pick<ModelSettings, 'opportunityDollars' | 'dailyDollars'>,
  { tenant, opportunityId }: Pick<ModelRequest, 'tenant' | 'opportunityId'>,
  most: number,
  at: number,
): Promise<Reserved> {
  const day = new Date(at).toISOString().slice(0, 10);
  const purses: Purse[] = [
    { tenant, name: `opportunity#${opportunityId}`, limit: settings.opportunityDollars, until: at + OPPORTUNITY_KEPT_MS },
    { tenant, name: `day#${day}`, limit: settings.dailyDollars, until: at + DAY_KEPT_MS },
  ];
  const hold = randomUUID();
  const held: Purse[] = [];
  const settle = async (dollars: number) => {
    for (const purse of held) await store.settle(purse, hold, dollars);
  };
  for (const purse of purses) {
    if (await store.reserve(purse, hold, most)) {
      held.push(purse);
      continue;
    }
    await settle(0);
    const whose = purse.name.startsWith('day#')
      ? `of the $${purse.limit} for the tenant's day`
      : `of the $${purse.limit} for the opportunity`;
    return { ok: false, reason: `${whose} not enough is left for an answer of up to $${most.toFixed(4)}` };
  }
  return { ok: true, settle };
}
