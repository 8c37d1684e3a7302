import { BAND_SCALE, COUNT, FLOATS, FLOATS_FIRST, HEADER, HEIGHT, NUMBERS, SINCE, STATE_BYTES } from './layout.ts';
import { CorruptRecord } from '../errors.ts';
import { State } from './state.ts';

/** The stored form of a state: its own bytes, copied. */
export function encodeState(state: State): Uint8Array {
  return state.bytes.slice();
}

/**
 * Reads what {@link encodeState} wrote; the bytes are copied.
 * @throws CorruptRecord when they are too short or too long, of something else or another layout, or hold a number that can't be.
 */
export function decodeState(bytes: Uint8Array): State {
  if (bytes.length !== STATE_BYTES) throw new CorruptRecord(`detector state: found ${bytes.length} bytes; expected ${STATE_BYTES}`);
  for (let i = 0; i < HEADER.length; i += 1) {
    if (bytes[i] !== HEADER[i]) {
      throw new CorruptRecord(
        `detector state: found header ${hex(bytes.subarray(0, HEADER.length))}; expected ${hex(HEADER)} (KZAD and the version)`,
      );
    }
  }
  // Not bytes.slice(): a Buffer's slice would share its memory.
  const state = new State(new Uint8Array(bytes).buffer);
  checkFinite(state.numbers, 1, NUMBERS);
  checkFinite(state.floats, FLOATS_FIRST, FLOATS);
  checkSigns(state.numbers);
  return state;
}

/** Every number is finite: it minus itself is 0 then, and NaN otherwise, which one sum over all of them shows. */
function checkFinite(view: Float64Array | Float32Array, first: number, end: number): void {
  let sum = 0;
  for (let i = first; i < end; i += 1) sum += (view[i] as number) - (view[i] as number);
  if (sum === 0) return;
  const at = view.findIndex((found, i) => i >= first && !Number.isFinite(found));
  throw new CorruptRecord(`detector state: found ${view[at]} at byte ${at * view.BYTES_PER_ELEMENT}; expected a finite number`);
}

function checkSigns(numbers: Float64Array): void {
  for (const [name, at] of NEVER_NEGATIVE) {
    const found = numbers[at] as number;
    if (found < 0) throw new CorruptRecord(`detector state: found ${name} ${found}; expected 0 or more`);
  }
}

const NEVER_NEGATIVE = [
  ['count of points', COUNT],
  ['height of the alarms', HEIGHT],
  ['rows since the last alarm', SINCE],
  ['scale of the band', BAND_SCALE],
] as const;

const hex = (bytes: Iterable<number>): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
