import { ByteReader, unzigzag, writeVarint, zigzag } from './byte-reader.ts';
import { BIN_LIMIT, emptySketch, type Sketch } from './sketch.ts';

/** "Q1": a change of the layout, the accuracy or the bin limit is another one. */
const HEADER = [0x51, 0x31] as const;
const NO_BYTES = new Uint8Array(0);

/**
 * The sketch's counts in bytes: header, count of zeros, number of bins, lowest bin, then the count of each; a count of 0 is followed
 * by how many more zeros stand there. All varints. A sketch that has seen nothing is no bytes. The same counts give the same bytes, whatever
 * order they came in. About 100 bytes for a plain latency series, at most 256 x 3 while no bin has two million.
 */
export function encodeSketch({ store, zeroCount, count }: Sketch): Uint8Array {
  if (count === 0) return NO_BYTES;
  const out: number[] = [...HEADER];
  writeVarint(out, zeroCount);
  const bins = store.count === 0 ? [] : store.bins.slice(store.minKey - store.offset, store.maxKey - store.offset + 1);
  writeVarint(out, bins.length);
  if (bins.length === 0) return Uint8Array.from(out);
  writeVarint(out, zigzag(store.minKey));
  for (let index = 0; index < bins.length; index += 1) {
    const bin = bins[index] ?? 0;
    writeVarint(out, bin);
    if (bin > 0) continue;
    const first = index;
    while (bins[index + 1] === 0) index += 1;
    writeVarint(out, index - first);
  }
  return Uint8Array.from(out);
}

/**
 * Reads what {@link encodeSketch} wrote.
 * @throws CorruptRecord when the bytes are truncated, too many, or of another version.
 */
export function decodeSketch(bytes: Uint8Array): Sketch {
  const sketch = emptySketch();
  if (bytes.length === 0) return sketch;
  const reader = new ByteReader(bytes, 'sketch');
  const found = [reader.byte(), reader.byte()];
  if (found.some((byte, index) => byte !== HEADER[index])) throw reader.corrupt(`found header ${found}; expected ${HEADER}`);
  sketch.zeroCount = reader.varint();
  const length = reader.varint();
  if (length > BIN_LIMIT) throw reader.corrupt(`found ${length} bins; expected ${BIN_LIMIT} at most`);
  if (length > 0) readBins(reader, length, sketch);
  reader.end();
  sketch.count = sketch.zeroCount + sketch.store.count;
  if (sketch.count === 0) throw reader.corrupt('found no value in it; expected one or more');
  return sketch;
}

/** Straight into the store's fields: adding bin by bin would grow and shift them over and over. */
function readBins(reader: ByteReader, length: number, { store }: Sketch): void {
  const lowest = unzigzag(reader.varint());
  const bins: number[] = [];
  while (bins.length < length) {
    const bin = reader.varint();
    bins.push(bin);
    store.count += bin;
    if (bin > 0) continue;
    const more = reader.varint();
    if (bins.length + more >= length) throw reader.corrupt(`found ${bins.length + more} bins up to a zero; expected fewer than ${length}`);
    for (let zero = 0; zero < more; zero += 1) bins.push(0);
  }
  if (bins[0] === 0) throw reader.corrupt('found nothing in the lowest bin');
  store.bins = bins;
  store.offset = lowest;
  store.minKey = lowest;
  store.maxKey = lowest + length - 1;
}
