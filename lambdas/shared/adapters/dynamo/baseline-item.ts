import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as z from 'zod';
import { readHours } from '../../baseline/hour-profile.ts';
import { hasDetector } from '../../baseline/open-series.ts';
import { decodePending, encodePending } from '../../baseline/pending-codec.ts';
import { checkSeen } from '../../baseline/seen-minutes.ts';
import { decodeSketch } from '../../baseline/sketch-codec.ts';
import { PendingPoint, SeriesBaseline } from '../../contract/records.ts';
import { restoreDetector } from '../../detection/detector.ts';
import { CorruptRecord } from '../../errors.ts';
import { describeIssues } from '../../handler.ts';
import { type ItemKey, seriesKey } from './keys.ts';
import { decodeRecord, encodeRecord, type Place, placeName } from './record-codec.ts';
import type { Item } from './table.ts';

/** The part of a baseline that is kept as JSON text; the rest stands beside it as bytes. */
const Figures = SeriesBaseline.omit({ pending: true, sketch: true, hours: true, detector: true, seen: true });
const Pending = z.array(PendingPoint);

/** The binary attributes; one that is empty is left out. */
const BYTES = ['pending', 'sketch', 'hours', 'detector', 'seen'] as const;
export const BASELINE_ATTRIBUTES: readonly string[] = ['revision', 'record', ...BYTES];

/** A detector's state has 8 KB at most; more is none. */
const MOST_INFLATED_BYTES = 16 * 1024;

/**
 * The item of one series: `revision`, the figures as JSON text in `record`, and the rest as binary attributes. The detector's state, its
 * largest part, is deflated: that takes a fifth off, a write unit of seven, for about 0.1 ms.
 * @throws TypeError naming place and field when a figure can't be stored (NaN, wrong type).
 */
export function encodeBaseline(baseline: SeriesBaseline, table: string): ItemKey & Item {
  const key = seriesKey(baseline.subject, baseline.series);
  const place = { table, ...key };
  const pending = Pending.safeParse(baseline.pending);
  if (!pending.success)
    throw new TypeError(`${placeName(place)}: pending: not written: ${describeIssues(pending.error, baseline.pending)}`);
  const { sketch, hours, detector, seen } = baseline;
  const deflated = detector.length === 0 ? detector : deflateRawSync(detector);
  const bytes = Object.entries({ pending: encodePending(pending.data), sketch, hours, detector: deflated, seen });
  return {
    ...key,
    revision: baseline.revision,
    record: encodeRecord(Figures, baseline, place),
    ...Object.fromEntries(bytes.filter(([, each]) => each.length > 0)),
  };
}

/**
 * Reads what {@link encodeBaseline} wrote, every byte of it.
 * @throws CorruptRecord naming place and field when anything does not fit, or stands at another's key.
 */
export function decodeBaseline(item: Item, place: Place): SeriesBaseline {
  const figures = decodeRecord(Figures, item['record'], place);
  try {
    const own = seriesKey(figures.subject, figures.series);
    if (own.pk !== place.pk || own.sk !== place.sk) throw new CorruptRecord(`record: found that of ${own.pk}/${own.sk}`);
    if (figures.revision !== item['revision']) {
      throw new CorruptRecord(`revision: found ${String(item['revision'])}; expected ${figures.revision} as in the record`);
    }
    const sketch = bytesOf(item, 'sketch');
    const inSketch = decodeSketch(sketch).count;
    if (figures.count > 0 && inSketch === 0)
      throw new CorruptRecord(`sketch: found nothing in it; expected what ${figures.count} points left`);
    const hours = bytesOf(item, 'hours');
    readHours(hours);
    const seen = bytesOf(item, 'seen');
    checkSeen(seen);
    const detector = inflated(bytesOf(item, 'detector'));
    if (detector.length > 0) restoreDetector(detector);
    else if (figures.count > 0 && hasDetector(figures.subject, figures.series)) {
      throw new CorruptRecord('detector: found no state; expected one since points were learned');
    }
    return { ...figures, pending: decodePending(bytesOf(item, 'pending')), sketch, hours, detector, seen };
  } catch (error) {
    if (!(error instanceof CorruptRecord)) throw error;
    throw new CorruptRecord(`${placeName(place)}: ${error.message}`, { cause: error });
  }
}

function inflated(detector: Uint8Array): Uint8Array {
  if (detector.length === 0) return detector;
  try {
    return new Uint8Array(inflateRawSync(detector, { maxOutputLength: MOST_INFLATED_BYTES }));
  } catch (cause) {
    throw new CorruptRecord(`detector: not readable: ${(cause as Error).message}`, { cause });
  }
}

function bytesOf(item: Item, name: (typeof BYTES)[number]): Uint8Array {
  const found = item[name];
  if (found === undefined) return new Uint8Array(0);
  if (found instanceof Uint8Array) return new Uint8Array(found);
  throw new CorruptRecord(`${name}: found ${typeof found}; expected bytes`);
}
