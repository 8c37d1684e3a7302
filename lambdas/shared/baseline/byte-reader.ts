import { CorruptRecord } from '../errors.ts';

/** Whole numbers from 0 to 2^53 - 1 in one to eight bytes, seven bits a byte, the lowest first (LEB128). */
export function writeVarint(out: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    out.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  out.push(rest);
}

/** A whole number of either sign, small ones short: 0, -1, 1, -2, ... are 0, 1, 2, 3, ... */
export const zigzag = (value: number): number => (value >= 0 ? value * 2 : -value * 2 - 1);
export const unzigzag = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2);

/** Reads bytes from the front. `what` names them in the CorruptRecord that every reading past the end throws. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #what: string;
  #at = 0;

  constructor(bytes: Uint8Array, what: string) {
    this.#bytes = bytes;
    this.#what = what;
  }

  byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw this.corrupt(`found the end after ${this.#at} bytes; expected more`);
    this.#at += 1;
    return byte;
  }

  varint(): number {
    let value = 0;
    for (let factor = 1; factor <= 2 ** 49; factor *= 0x80) {
      const byte = this.byte();
      value += (byte % 0x80) * factor;
      if (byte < 0x80) {
        if (!Number.isSafeInteger(value)) throw this.corrupt('found a number above 2^53');
        return value;
      }
    }
    throw this.corrupt('found a number of more than eight bytes');
  }

  double(): number {
    const end = this.#at + 8;
    if (end > this.#bytes.length) throw this.corrupt(`found the end after ${this.#bytes.length} bytes; expected ${end} or more`);
    const value = new DataView(this.#bytes.buffer, this.#bytes.byteOffset + this.#at, 8).getFloat64(0, true);
    this.#at = end;
    return value;
  }

  /** @throws CorruptRecord when bytes are left over. */
  end(): void {
    if (this.#at < this.#bytes.length) throw this.corrupt(`found ${this.#bytes.length} bytes; expected ${this.#at}`);
  }

  corrupt(problem: string): CorruptRecord {
    return new CorruptRecord(`${this.#what}: ${problem}`);
  }
}
