import type { BaselineSubject, Series } from '../../contract/records.ts';

/**
 * Keys of every item in the four tables, in one place. `pk` is the partition key, `sk` the sort key (contract/names.ts).
 *
 * | table         | pk                  | sk                    | what                                        |
 * |---------------|---------------------|-----------------------|---------------------------------------------|
 * | opportunities | tenant#<tenant>     | anomaly#<id> and so on | one record of a kind                        |
 * |               | tenant#<tenant>     | usage#<cycle>         | metered units of a cycle, added up in place |
 * | baselines     | target#<name> and so on | series#<series>   | what is normal for one series of a target,  |
 * |               | version#<name>#<version>, operation#<name>#<operation> | | a version, an operation |
 * |               | the same            | quarantine#<series>#<hash> | such an item that could not be read, whole |
 * |               | fleet#<00 to 15>    | <name>                | a managed function, in the partition of its name's hash |
 * | audit         | tenant#<tenant>     | record#<sequence>     | one link of the chain                       |
 * |               | tenant#<tenant>     | key#<entry's key>     | where that entry's record stands            |
 * | control       | switch              | switch                | the kill switch                             |
 * |               | lock#<key>          | lock                  | a lease                                     |
 * |               | seen#<key>          | seen                  | an event that was seen, until its window ends |
 * |               | events#<tenant>     | <minute>              | events counted in that minute               |
 * |               | outcomes#<tenant>   | <improvement>         | what came of an improvement                 |
 * |               | logs#<target>       | <minute>#<batch>      | what a log delivery said about that minute, for two days |
 * |               | model#<id>          | health                | breaker and usual time of a model           |
 * |               | spend#<tenant>      | day#<date>, opportunity#<id> | what models cost, with what is set aside |
 * |               | log-errors#<target> | <minute>#<batch>      | a few failures of a log delivery, for two days |
 */
export interface ItemKey {
  pk: string;
  sk: string;
}

export const RECORD_KINDS = ['anomaly', 'opportunity', 'recommendation', 'improvement', 'cycle', 'cluster', 'pattern'] as const;
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

/** Function names and versions have no `#`, so that no two subjects share a partition. */
export function subjectPartition(subject: BaselineSubject): string {
  if (subject.kind === 'version') return `version#${subject.target}#${subject.version}`;
  if (subject.kind === 'operation') return `operation#${subject.target}#${subject.operation}`;
  return `target#${subject.target}`;
}
export const SERIES_PREFIX = 'series#';
export const seriesKey = (subject: BaselineSubject, series: Series): ItemKey => ({
  pk: subjectPartition(subject),
  sk: `${SERIES_PREFIX}${series}`,
});
/** Where the unreadable item of this key is kept; `hash` is of its content, so that setting it aside twice is setting it aside once. */
export const quarantineKey = ({ pk, sk }: ItemKey, hash: string): ItemKey => ({
  pk,
  sk: `quarantine#${sk.slice(SERIES_PREFIX.length)}#${hash}`,
});

export const CHAIN_PREFIX = 'record#';
export const chainKey = (tenant: string, sequence: number): ItemKey => ({
  pk: tenantPartition(tenant),
  sk: `${CHAIN_PREFIX}${padded(sequence)}`,
});
export const markerKey = (tenant: string, key: string): ItemKey => ({ pk: tenantPartition(tenant), sk: `key#${key}` });

export const SWITCH_KEY: ItemKey = { pk: 'switch', sk: 'switch' };
export const lockKey = (key: string): ItemKey => ({ pk: `lock#${key}`, sk: 'lock' });
export const permitsKey = (key: string): ItemKey => ({ pk: `permits#${key}`, sk: 'permits' });
export const seenKey = (key: string): ItemKey => ({ pk: `seen#${key}`, sk: 'seen' });

export const eventsPartition = (tenant: string): string => `events#${tenant}`;
/** Sort key of the minute that starts at `minute` (epoch ms). */
export const eventsMinute = (minute: number): string => padded(minute / 60_000);

/** Partitions of the registry: a hot one takes 1,000 writes a second, and a scan of all would read the baselines beside it. */
const FLEET_PARTITIONS = 16;
export const fleetPartitions: readonly string[] = Array.from({ length: FLEET_PARTITIONS }, (_, index) => fleetPartition(index));
export const registeredKey = (name: string): ItemKey => ({ pk: fleetPartition(hashOf(name) % FLEET_PARTITIONS), sk: name });

export const logsPartition = (target: string): string => `logs#${target}`;
/** Sort key of what the batch said about the minute that starts at `minute` (epoch ms); without a batch: where the minute begins. */
export const logMinute = (minute: number, batch = ''): string => `${eventsMinute(minute)}#${batch}`;
export const logErrorsKey = (target: string, minute: number, batch: string): ItemKey => ({
  pk: `log-errors#${target}`,
  sk: logMinute(minute, batch),
});

export const modelKey = (modelId: string): ItemKey => ({ pk: `model#${modelId}`, sk: 'health' });
export const purseKey = (tenant: string, name: string): ItemKey => ({ pk: `spend#${tenant}`, sk: name });

export const outcomesPartition = (tenant: string): string => `outcomes#${tenant}`;
export const outcomeKey = (tenant: string, improvementId: string): ItemKey => ({ pk: outcomesPartition(tenant), sk: improvementId });

function padded(number: number): string {
  return String(number).padStart(SEQUENCE_DIGITS, '0');
}

function fleetPartition(index: number): string {
  return `fleet#${String(index).padStart(2, '0')}`;
}

/** FNV-1a, 32 bits (Fowler, Noll, Vo; RFC 9923). */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
