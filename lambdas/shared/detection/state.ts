import { FLOATS, NUMBERS, WORDS } from './layout.ts';

/** A detector's memory: one buffer under four views. The positions are those of layout.ts. */
export class State {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly numbers: Float64Array;
  readonly floats: Float32Array;
  readonly words: Uint16Array;
  readonly small: Uint8Array;

  /** @param buffer STATE_BYTES long; it becomes the state's own. */
  constructor(buffer: ArrayBuffer) {
    this.bytes = new Uint8Array(buffer);
    this.numbers = new Float64Array(buffer, 0, NUMBERS);
    this.floats = new Float32Array(buffer, 0, FLOATS);
    this.words = new Uint16Array(buffer, 0, WORDS);
    this.small = this.bytes;
  }
}
