import type { z } from 'zod';
import { KEY } from '../../contract/names.ts';
import { CorruptRecord, RecordNotFound, StaleRecord } from '../../errors.ts';
import type { RecordStore } from '../../ports.ts';
import { recordKey, recordPrefix, tenantPartition } from './keys.ts';
import type { RecordKind } from './keys.ts';
import { decodeRecord, encodeRecord, placeName } from './record-codec.ts';
import type { Item, Table } from './table.ts';

/**
 * Records of one kind in a table: `record` holds the record, `revision` stands beside it for the condition. `goneAt`: when DynamoDB may remove it
 * (epoch ms; null: never); it does so up to days later, and the local server never does.
 */
export function recordStore<T extends { tenant: string; id: string; revision: number }>(
  table: Table,
  kind: RecordKind,
  schema: z.ZodType<T>,
  goneAt: (record: T) => number | null = () => null,
): RecordStore<T> {
  const decode = (item: Item, tenant: string): T => {
    const place = { table: table.name, pk: String(item['pk']), sk: String(item['sk']) };
    const record = decodeRecord(schema, item['record'], place);
    const expected = recordKey(tenant, kind, record.id);
    if (record.tenant !== tenant || expected.sk !== place.sk) {
      throw new CorruptRecord(`${placeName(place)}: id: found ${record.tenant}/${record.id}; expected the item's own key`);
    }
    if (record.revision !== item['revision']) {
      throw new CorruptRecord(`${placeName(place)}: revision: found ${record.revision}; expected ${String(item['revision'])}`);
    }
    return record;
  };
  const itemOf = (record: T) => {
    const key = recordKey(record.tenant, kind, record.id);
    const gone = goneAt(record);
    return {
      ...key,
      revision: record.revision,
      record: encodeRecord(schema, record, { table: table.name, ...key }),
      ...(gone === null ? {} : { [KEY.expiry]: Math.ceil(gone / 1000) }),
    };
  };

  const store: RecordStore<T> = {
    async get(tenant, id) {
      const item = await table.get(recordKey(tenant, kind, id));
      return item === null ? null : decode(item, tenant);
    },
    create(record) {
      return table.put(itemOf(record), { text: 'attribute_not_exists(pk)' });
    },
    async update(record) {
      const next: T = { ...record, revision: record.revision + 1 };
      const written = await table.put(itemOf(next), {
        text: 'revision = :revision',
        values: { ':revision': record.revision },
      });
      if (written) return next;
      const there = await store.get(record.tenant, record.id);
      const name = `${kind} ${record.tenant}/${record.id}`;
      if (there === null) throw new RecordNotFound(`${name}: nothing to update`);
      throw new StaleRecord(`${name}: is at revision ${there.revision}, the update was written at ${record.revision}`);
    },
    async list(tenant, { limit, prefix = '' } = {}) {
      const items = await table.query({
        pk: tenantPartition(tenant),
        prefix: recordPrefix(kind) + prefix,
        newestFirst: true,
        ...(limit === undefined ? {} : { limit }),
      });
      return items.map((item) => decode(item, tenant));
    },
  };
  return store;
}
