import { TargetBaselines } from '../../contract/records.ts';
import { CorruptRecord, StaleRecord } from '../../errors.ts';
import type { BaselineStore } from '../../ports.ts';
import { baselinesKey } from './keys.ts';
import { decodeRecord, encodeRecord, placeName } from './record-codec.ts';
import { table } from './table.ts';
import type { StoreOptions } from './table.ts';

/** All baselines of a target in one item of the baselines table. Revision 0 is what was never stored. */
export function dynamoBaselineStore(options: StoreOptions): BaselineStore {
  const items = table(options);
  return {
    async get(target) {
      const key = baselinesKey(target);
      const item = await items.get(key);
      if (item === null) return null;
      const place = { table: items.name, ...key };
      const baselines = decodeRecord(TargetBaselines, item['record'], place);
      if (baselines.target !== target) {
        throw new CorruptRecord(`${placeName(place)}: target: found ${baselines.target}; expected ${target}`);
      }
      return baselines;
    },
    async put(baselines) {
      const key = baselinesKey(baselines.target);
      const next = { ...baselines, revision: baselines.revision + 1 };
      const written = await items.put(
        { ...key, revision: next.revision, record: encodeRecord(TargetBaselines, next, { table: items.name, ...key }) },
        baselines.revision === 0
          ? { text: 'attribute_not_exists(pk)' }
          : { text: 'revision = :revision', values: { ':revision': baselines.revision } },
      );
      if (!written) throw new StaleRecord(`baselines of ${baselines.target}: somebody wrote after revision ${baselines.revision}`);
      return next;
    },
  };
}
