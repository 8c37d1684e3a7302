import { RegisteredTarget } from '../../contract/records.ts';
import { CorruptRecord, StaleRecord } from '../../errors.ts';
import type { TargetRegistry } from '../../ports.ts';
import { fleetPartitions, type ItemKey, registeredKey } from './keys.ts';
import { decodeRecord, encodeRecord, placeName } from './record-codec.ts';
import { type Item, table } from './table.ts';
import type { StoreOptions } from './table.ts';

interface TargetRegistryOptions extends StoreOptions {
  /** Writes one line to the log: a record that could not be read. */
  log?: (line: string) => void;
}

/**
 * The registry in the baselines table, an item a function. A record that can't be read is logged and removed, as it was read: all that it
 * held comes back with the next discovery, and the baselines' watermarks see to it that no minute is learned twice.
 */
export function dynamoTargetRegistry(options: TargetRegistryOptions): TargetRegistry {
  const { log = (line: string) => void process.stdout.write(`${line}\n`) } = options;
  const items = table(options);

  const read = async (item: Item): Promise<RegisteredTarget | null> => {
    const key: ItemKey = { pk: String(item['pk']), sk: String(item['sk']) };
    const place = { table: items.name, ...key };
    try {
      const record = decodeRecord(RegisteredTarget, item['record'], place);
      if (record.name === key.sk && record.revision === item['revision']) return record;
      const found = `${record.name} at revision ${record.revision}`;
      throw new CorruptRecord(`${placeName(place)}: found ${found}; expected ${key.sk} at ${String(item['revision'])}`);
    } catch (error) {
      if (!(error instanceof CorruptRecord)) throw error;
      log(JSON.stringify({ message: 'registered target removed: unreadable', target: key.sk, reason: error.message }));
      await items.remove(key, unchanged(item));
      return null;
    }
  };

  return {
    async list() {
      const partitions = await Promise.all(fleetPartitions.map((pk) => items.query({ pk })));
      const records = await Promise.all(partitions.flat().map(read));
      return records.filter((record) => record !== null);
    },
    async get(name) {
      const item = await items.get(registeredKey(name));
      return item === null ? null : read(item);
    },
    async put(record) {
      const key = registeredKey(record.name);
      const next = { ...record, revision: record.revision + 1 };
      const written = await items.put(
        { ...key, revision: next.revision, record: encodeRecord(RegisteredTarget, next, { table: items.name, ...key }) },
        record.revision === 0
          ? { text: 'attribute_not_exists(pk)' }
          : { text: 'revision = :revision', values: { ':revision': record.revision } },
      );
      if (!written) throw new StaleRecord(`registered target ${record.name}: somebody wrote after revision ${record.revision}`);
      return next;
    },
    async remove(name) {
      await items.remove(registeredKey(name), { text: 'attribute_exists(pk)' });
    },
  };
}

/** Holds while nobody has written the item since it was read. */
function unchanged(item: Item) {
  return item['revision'] === undefined
    ? { text: 'attribute_not_exists(revision)' }
    : { text: 'revision = :revision', values: { ':revision': item['revision'] } };
}
