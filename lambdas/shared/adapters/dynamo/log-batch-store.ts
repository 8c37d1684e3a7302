import { LogBatch } from '../../contract/records.ts';
import { CorruptRecord } from '../../errors.ts';
import { mergeLogMinutes } from '../../logs/merge-log-minutes.ts';
import type { LogBatchStore } from '../../ports.ts';
import { DAY_MS, floorMinute } from '../../time.ts';
import { type ItemKey, logErrorsKey, logMinute, logsPartition } from './keys.ts';
import { decodeRecord, encodeRecord } from './record-codec.ts';
import { type Item, table } from './table.ts';
import type { StoreOptions } from './table.ts';

/** A poll reads six hours back at most; the rest of the two days is for the one who looks into yesterday's failure. */
const KEPT_MS = 2 * DAY_MS;

interface LogBatchStoreOptions extends StoreOptions {
  /** Writes one line to the log: an item that could not be read and was left out. */
  log?: (line: string) => void;
}

/**
 * What the log deliveries said, in the control table: an item for each minute of a batch, and one with its failures, apart, since every
 * poll reads the minutes and only people read the failures. Each item is put once by its key, so that keeping a batch again after a crash
 * in the middle of it writes what is missing.
 */
export function dynamoLogBatchStore(options: LogBatchStoreOptions): LogBatchStore {
  const { log = (line: string) => void process.stdout.write(`${line}\n`) } = options;
  const items = table(options);

  const read = (item: Item): LogBatch | null => {
    const place = { table: items.name, pk: String(item['pk']), sk: String(item['sk']) };
    try {
      return decodeRecord(LogBatch, item['record'], place);
    } catch (error) {
      if (!(error instanceof CorruptRecord)) throw error;
      log(JSON.stringify({ message: 'log batch left out: unreadable', reason: error.message }));
      return null;
    }
  };

  return {
    async keep(batch, now) {
      const expiresAt = Math.ceil((now + KEPT_MS) / 1000);
      const once = async (key: ItemKey, part: LogBatch): Promise<void> => {
        const record = encodeRecord(LogBatch, part, { table: items.name, ...key });
        await items.put({ ...key, record, expiresAt }, { text: 'attribute_not_exists(pk)' });
      };
      const [firstError] = batch.errors;
      if (firstError !== undefined) {
        await once(logErrorsKey(batch.target, floorMinute(firstError.at), batch.id), { ...batch, minutes: [] });
      }
      await Promise.all(
        batch.minutes.map((minute) =>
          once({ pk: logsPartition(batch.target), sk: logMinute(minute.minute, batch.id) }, { ...batch, minutes: [minute], errors: [] }),
        ),
      );
    },
    async minutes(target, { from, to }) {
      if (to <= from) return [];
      const found = await items.query({ pk: logsPartition(target), from: logMinute(from) });
      const minutes = found.flatMap((item) => read(item)?.minutes ?? []);
      return mergeLogMinutes(minutes.filter(({ minute }) => minute >= from && minute < to));
    },
  };
}
