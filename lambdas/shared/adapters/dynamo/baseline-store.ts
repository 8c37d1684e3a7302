import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { resetBaseline } from '../../baseline/baseline.ts';
import type { BaselineSubject, Series, SeriesBaseline } from '../../contract/records.ts';
import { CorruptRecord, StaleRecord } from '../../errors.ts';
import type { BaselineStore, Quarantined } from '../../ports.ts';
import { BASELINE_ATTRIBUTES, decodeBaseline, encodeBaseline } from './baseline-item.ts';
import { quarantineKey, SERIES_PREFIX, subjectPartition } from './keys.ts';
import { table } from './table.ts';
import type { Condition, Item, StoreOptions } from './table.ts';

/** Tries to reset a series against a worker that writes it: one that polls every ten seconds, at most, is met once. */
const MOST_TRIES = 5;

/** Characters of the content's hash in the key of an item set aside: 64 bits. */
const HASH_LENGTH = 16;

/**
 * One item a series in the baselines table, all series of a subject in one partition, so that one Query loads them.
 *
 * A write costs a unit for every KB begun (DynamoDB, on-demand). Measured with a month of minutes in the item and the 15 that wait: 5.2 to 6.4 KB
 * with a detector: 6 or 7 units; 0.8 KB without: 1; an operation's 1.7 KB with hours: 2. All twelve series of a target: 44 units, those of
 * a version: 4, of an operation: 6. What nothing is new for isn't written at all.
 *
 * An item that can't be read is copied whole to a key beside it, under the hash of its content, and then removed if it is still what was read. A crash between
 * the two repeats both at the next load.
 */
export function dynamoBaselineStore(options: StoreOptions): BaselineStore {
  const items = table(options);

  const quarantine = async (item: Item, subject: BaselineSubject, error: CorruptRecord): Promise<Quarantined> => {
    const key = { pk: String(item['pk']), sk: String(item['sk']) };
    const aside = quarantineKey(key, hashOf(item));
    await items.put({ ...item, ...aside }, null);
    await items.remove(key, isStill(item));
    return { subject, series: key.sk.slice(SERIES_PREFIX.length), reason: `${error.message} (kept as ${aside.sk})` };
  };

  const store: BaselineStore = {
    async load(subject) {
      const series: SeriesBaseline[] = [];
      const quarantined: Quarantined[] = [];
      for (const item of await items.query({ pk: subjectPartition(subject), prefix: SERIES_PREFIX })) {
        try {
          series.push(decodeBaseline(item, { table: items.name, pk: String(item['pk']), sk: String(item['sk']) }));
        } catch (error) {
          if (!(error instanceof CorruptRecord)) throw error;
          quarantined.push(await quarantine(item, subject, error));
        }
      }
      return { series, quarantined };
    },
    async put(baseline) {
      const next = { ...baseline, revision: baseline.revision + 1 };
      const written = await items.put(
        encodeBaseline(next, items.name),
        baseline.revision === 0
          ? { text: 'attribute_not_exists(pk)' }
          : { text: 'revision = :revision', values: { ':revision': baseline.revision } },
      );
      if (written) return next;
      const name = `${baseline.series} of ${subjectPartition(baseline.subject)}`;
      throw new StaleRecord(`baseline ${name}: somebody wrote after revision ${baseline.revision}`);
    },
    async reset(subject, series) {
      const { series: all } = await store.load(subject);
      for (const baseline of all) if (series === undefined || baseline.series === series) await resetOne(store, baseline);
    },
  };
  return store;
}

async function resetOne(store: BaselineStore, read: SeriesBaseline): Promise<void> {
  let current: SeriesBaseline | undefined = read;
  for (let tried = 1; current !== undefined; tried += 1) {
    try {
      await store.put(resetBaseline(current));
      return;
    } catch (error) {
      if (!(error instanceof StaleRecord) || tried === MOST_TRIES) throw error;
      current = await again(store, read.subject, read.series);
    }
  }
}

async function again(store: BaselineStore, subject: BaselineSubject, series: Series): Promise<SeriesBaseline | undefined> {
  return (await store.load(subject)).series.find((each) => each.series === series);
}

/** The same content gives the same hash; any content has one, whatever stands in it. */
function hashOf(item: Item): string {
  const text = inspect(item, { depth: null, sorted: true, maxArrayLength: null, maxStringLength: null });
  return createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH);
}

/** Holds while every attribute is what was read, and none has come to it. */
function isStill(item: Item): Condition {
  const names = [...new Set([...Object.keys(item), ...BASELINE_ATTRIBUTES])].filter((name) => name !== 'pk' && name !== 'sk');
  const known = names.flatMap((name, index) => (name in item ? [[`:v${index}`, item[name]] as const] : []));
  return {
    text: [
      'attribute_exists(pk)',
      ...names.map((name, index) => (name in item ? `#a${index} = :v${index}` : `attribute_not_exists(#a${index})`)),
    ].join(' AND '),
    names: Object.fromEntries(names.map((name, index) => [`#a${index}`, name])),
    values: Object.fromEntries(known),
  };
}
