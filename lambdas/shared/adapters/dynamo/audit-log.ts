import { setTimeout as wait } from 'node:timers/promises';
import { chainHash, GENESIS } from '../../audit/chain-hash.ts';
import { AuditEntry, AuditRecord } from '../../contract/records.ts';
import { CorruptRecord, StaleRecord } from '../../errors.ts';
import { describeIssues } from '../../handler.ts';
import type { AuditLog } from '../../ports.ts';
import { CHAIN_PREFIX, chainKey, markerKey, tenantPartition } from './keys.ts';
import { decodeRecord, encodeRecord, placeName } from './record-codec.ts';
import { table } from './table.ts';
import type { Item, StoreOptions } from './table.ts';

/**
 * Tries to find a free place. At a conflict exactly one of the writers gets on, so n writers that all started together need
 * at most n tries each; the stack runs at most about 20 handlers of a tenant at once (3 improvements at a time, and the people).
 */
const MOST_TRIES = 40;
const FIRST_WAIT_MS = 10;
const LONGEST_WAIT_MS = 400;

/**
 * The audit trail: per tenant a chain of records, each bound to the one before by its hash, one record a key.
 *
 * DynamoDB's transactions are not used, so an append takes two single conditional writes:
 *   1. marker `key#<key>` -> the place that this key is about to take (the head's sequence + 1)
 *   2. record `record#<place>`, only if nothing stands there
 * Two rules keep the chain whole. A record is only put at the place that its marker names. A marker only moves on, and only
 * from the place that was read, after another key's record was seen at that place. Records never change, so a key can
 * never stand at two places, and since a place is only taken behind the head, the chain has neither forks nor gaps.
 *
 * Crash points, each repaired by the next append of the same key:
 *   before 1            nothing happened
 *   between 1 and 2     the marker points at an empty place, or at one that another key took since: the append goes on as usual
 *   after 2             the record is there and the marker points at it: it is returned
 * A record that is still missing leaves no trace in the chain itself; `list` and the verification see whole records only.
 */
export function dynamoAuditLog(options: StoreOptions & { random?: () => number }): AuditLog {
  const items = table(options);
  const random = options.random ?? Math.random;

  const decode = (item: Item): AuditRecord => {
    const place = { table: items.name, pk: String(item['pk']), sk: String(item['sk']) };
    return decodeRecord(AuditRecord, item['record'], place);
  };
  const head = async (tenant: string): Promise<{ sequence: number; hash: string }> => {
    const [newest] = await items.query({ pk: tenantPartition(tenant), prefix: CHAIN_PREFIX, newestFirst: true, limit: 1 });
    return newest === undefined ? { sequence: 0, hash: GENESIS } : decode(newest);
  };
  /** Place that the key's marker names; null: no marker yet. */
  const marked = async (entry: AuditEntry): Promise<number | null> => {
    const key = markerKey(entry.tenant, entry.key);
    const marker = await items.get(key);
    if (marker === null) return null;
    const { sequence } = marker;
    if (typeof sequence === 'number') return sequence;
    throw new CorruptRecord(`${placeName({ table: items.name, ...key })}: sequence: found ${typeof sequence}; expected a number`);
  };
  const mark = (entry: AuditEntry, from: number | null, to: number): Promise<boolean> =>
    items.put(
      { ...markerKey(entry.tenant, entry.key), sequence: to },
      from === null
        ? { text: 'attribute_not_exists(pk)' }
        : { text: '#sequence = :from', names: { '#sequence': 'sequence' }, values: { ':from': from } },
    );
  const put = (record: AuditRecord): Promise<boolean> => {
    const key = chainKey(record.tenant, record.sequence);
    const encoded = encodeRecord(AuditRecord, record, { table: items.name, ...key });
    return items.put({ ...key, record: encoded }, { text: 'attribute_not_exists(pk)' });
  };

  /** One try; null when another writer was faster. The head is read first: what the marker names is then at most one past it. */
  const tryAppend = async (entry: AuditEntry): Promise<AuditRecord | null> => {
    const { sequence: last, hash: previous } = await head(entry.tenant);
    const place = await marked(entry);
    if (place !== null) {
      const standing = await items.get(chainKey(entry.tenant, place));
      if (standing !== null) {
        const record = decode(standing);
        if (record.key === entry.key) return record;
      }
      if (place > last + 1) return null;
    }
    const sequence = last + 1;
    if (place !== sequence && !(await mark(entry, place, sequence))) return null;
    const unsealed = { ...entry, sequence, previous };
    const record = { ...unsealed, hash: chainHash(unsealed) };
    return (await put(record)) ? record : null;
  };

  return {
    async append(given) {
      const parsed = AuditEntry.safeParse(given);
      if (!parsed.success) throw new TypeError(`audit entry ${given.key}: ${describeIssues(parsed.error, given)}`);
      for (let tried = 0; tried < MOST_TRIES; tried += 1) {
        const record = await tryAppend(parsed.data);
        if (record !== null) return record;
        await wait(random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tried));
      }
      throw new StaleRecord(`audit of ${given.tenant}: ${MOST_TRIES} tries to append ${given.key} all lost against other writers`);
    },
    async list(tenant) {
      const found = await items.query({ pk: tenantPartition(tenant), prefix: CHAIN_PREFIX });
      return found.map(decode);
    },
  };
}
