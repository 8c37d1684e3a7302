import { CorruptRecord } from '../errors.ts';
import { type Sketch, EMPTY_SKETCH, GAMMA } from './sketch.ts';

/**
 * DDSketch's protobuf message (sketches-go, ddsketch.proto), in base64:
 *   DDSketch     { mapping = 1; positiveValues = 2; negativeValues = 3; double zeroCount = 4 }
 *   IndexMapping { double gamma = 1; double indexOffset = 2; int32 interpolation = 3 }
 *   Store        { map<sint32, double> binCounts = 1; packed double contiguousBinCounts = 2; sint32 contiguousBinIndexOffset = 3 }
 * Bins are written contiguously, the one form that the JavaScript reference reads; both forms are read.
 */
export function encodeSketch(sketch: Sketch): string {
  const mapping = Buffer.concat([double(1, GAMMA), double(2, 0)]);
  const parts = [bytes(1, mapping), bytes(2, encodeStore(sketch.bins)), bytes(3, NOTHING), double(4, sketch.zeros)];
  return Buffer.concat(parts).toString('base64');
}

const NOTHING = Buffer.alloc(0);

/**
 * Reads what {@link encodeSketch} wrote; an empty text is an empty sketch.
 * @throws CorruptRecord when the text is not such a message, or one of another accuracy.
 */
export function decodeSketch(text: string): Sketch {
  if (text === '') return EMPTY_SKETCH;
  let zeros = 0;
  let bins = new Map<number, number>();
  let gamma = Number.NaN;
  for (const field of fields(Buffer.from(text, 'base64'))) {
    if (field.id === 1 && field.kind === 'bytes') {
      for (const inner of fields(field.value)) if (inner.id === 1 && inner.kind === 'double') gamma = inner.value;
    }
    if (field.id === 2 && field.kind === 'bytes') bins = decodeStore(field.value);
    if (field.id === 4 && field.kind === 'double') zeros = field.value;
  }
  if (!(Math.abs(gamma - GAMMA) < 1e-9)) throw new CorruptRecord(`sketch: found gamma ${gamma}; expected ${GAMMA}`);
  return { bins, zeros };
}

function encodeStore(bins: ReadonlyMap<number, number>): Buffer {
  if (bins.size === 0) return NOTHING;
  const first = Math.min(...bins.keys());
  const last = Math.max(...bins.keys());
  const counts = Buffer.alloc((last - first + 1) * 8);
  for (const [bin, count] of bins) counts.writeDoubleLE(count, (bin - first) * 8);
  return Buffer.concat([bytes(2, counts), Buffer.from([...varint(3 << 3), ...varint(zigzag(first))])]);
}

function decodeStore(message: Buffer): Map<number, number> {
  const bins = new Map<number, number>();
  let contiguous: Buffer = NOTHING;
  let offset = 0;
  for (const field of fields(message)) {
    if (field.id === 1 && field.kind === 'bytes') {
      const entry = fields(field.value);
      const key = entry.find((part) => part.id === 1 && part.kind === 'varint');
      const count = entry.find((part) => part.id === 2 && part.kind === 'double');
      bins.set(unzigzag(key?.kind === 'varint' ? key.value : 0), count?.kind === 'double' ? count.value : 0);
    }
    if (field.id === 2 && field.kind === 'bytes') contiguous = field.value;
    if (field.id === 3 && field.kind === 'varint') offset = unzigzag(field.value);
  }
  if (contiguous.length % 8 !== 0) throw new CorruptRecord(`sketch: found ${contiguous.length} bytes of counts; expected a multiple of 8`);
  for (let index = 0; index * 8 < contiguous.length; index += 1) {
    const count = contiguous.readDoubleLE(index * 8);
    if (count > 0) bins.set(offset + index, (bins.get(offset + index) ?? 0) + count);
  }
  return bins;
}

type Field =
  | { id: number; kind: 'varint'; value: number }
  | { id: number; kind: 'double'; value: number }
  | { id: number; kind: 'bytes'; value: Buffer };

/** The fields of one protobuf message (protobuf.dev/programming-guides/encoding): wire types 0, 1 and 2 are what DDSketch has. */
function fields(message: Buffer): Field[] {
  const found: Field[] = [];
  let at = 0;
  const readVarint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = message[at];
      if (byte === undefined) throw new CorruptRecord('sketch: the message ends in the middle of a number');
      at += 1;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new CorruptRecord('sketch: a number is longer than 32 bits');
  };
  while (at < message.length) {
    const tag = readVarint();
    const id = Math.floor(tag / 8);
    const wire = tag % 8;
    if (wire === 0) found.push({ id, kind: 'varint', value: readVarint() });
    else if (wire === 1 || wire === 2) {
      const length = wire === 1 ? 8 : readVarint();
      const value = message.subarray(at, at + length);
      if (value.length < length) throw new CorruptRecord(`sketch: field ${id} ends after ${value.length} of ${length} bytes`);
      at += length;
      found.push(wire === 1 ? { id, kind: 'double', value: value.readDoubleLE(0) } : { id, kind: 'bytes', value });
    } else throw new CorruptRecord(`sketch: field ${id} has wire type ${wire}; expected 0, 1 or 2`);
  }
  return found;
}

function varint(value: number): number[] {
  const out: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    out.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...out, rest];
}

function double(id: number, value: number): Buffer {
  const buffer = Buffer.alloc(9);
  buffer.writeUInt8((id << 3) | 1);
  buffer.writeDoubleLE(value, 1);
  return buffer;
}

function bytes(id: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(id << 3) | 2, ...varint(content.length)]), content]);
}

function zigzag(value: number): number {
  return value >= 0 ? value * 2 : -value * 2 - 1;
}

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
