/**
 * Keys of every item in the four tables, in one place. `pk` is the partition key, `sk` the sort key (contract/names.ts).
 *
 * | table         | pk                  | sk                    | what                                        |
 * |---------------|---------------------|-----------------------|---------------------------------------------|
 * | opportunities | tenant#<tenant>     | anomaly#<id> and so on | one record of a kind                        |
 * |               | tenant#<tenant>     | usage#<cycle>         | metered units of a cycle, added up in place |
 * | baselines     | target#<name>       | baselines             | all baselines of a target                   |
 * | audit         | tenant#<tenant>     | record#<sequence>     | one link of the chain                       |
 * |               | tenant#<tenant>     | key#<entry's key>     | where that entry's record stands            |
 * | control       | switch              | switch                | the kill switch                             |
 * |               | lock#<key>          | lock                  | a lease                                     |
 * |               | seen#<key>          | seen                  | an event that was seen, until its window ends |
 * |               | events#<tenant>     | <minute>              | events counted in that minute               |
 * |               | outcomes#<tenant>   | <improvement>         | what came of an improvement                 |
 */
export interface ItemKey {
  pk: string;
  sk: string;
}

export const RECORD_KINDS = ['anomaly', 'opportunity', 'improvement', 'cycle'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** Digits of a sequence number and of an epoch minute in a sort key: text must sort as the numbers do. */
const SEQUENCE_DIGITS = 12;

export const tenantPartition = (tenant: string): string => `tenant#${tenant}`;
export const recordPrefix = (kind: RecordKind): string => `${kind}#`;
export const recordKey = (tenant: string, kind: RecordKind, id: string): ItemKey => ({
  pk: tenantPartition(tenant),
  sk: `${recordPrefix(kind)}${id}`,
});
export const usageKey = (tenant: string, cycleId: string): ItemKey => ({ pk: tenantPartition(tenant), sk: `usage#${cycleId}` });

export const baselinesKey = (target: string): ItemKey => ({ pk: `target#${target}`, sk: 'baselines' });

export const CHAIN_PREFIX = 'record#';
export const chainKey = (tenant: string, sequence: number): ItemKey => ({
  pk: tenantPartition(tenant),
  sk: `${CHAIN_PREFIX}${padded(sequence)}`,
});
export const markerKey = (tenant: string, key: string): ItemKey => ({ pk: tenantPartition(tenant), sk: `key#${key}` });

export const SWITCH_KEY: ItemKey = { pk: 'switch', sk: 'switch' };
export const lockKey = (key: string): ItemKey => ({ pk: `lock#${key}`, sk: 'lock' });
export const seenKey = (key: string): ItemKey => ({ pk: `seen#${key}`, sk: 'seen' });

export const eventsPartition = (tenant: string): string => `events#${tenant}`;
/** Sort key of the minute that starts at `minute` (epoch ms). */
export const eventsMinute = (minute: number): string => padded(minute / 60_000);

export const outcomesPartition = (tenant: string): string => `outcomes#${tenant}`;
export const outcomeKey = (tenant: string, improvementId: string): ItemKey => ({ pk: outcomesPartition(tenant), sk: improvementId });

function padded(number: number): string {
  return String(number).padStart(SEQUENCE_DIGITS, '0');
}
