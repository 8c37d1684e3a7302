import type { LogForm } from './log-form.ts';

/** Makes UTF-8 without NUL bytes, whose lines end with LF, of the chunks of a log. */
export interface Normaliser {
  /** The same chunk where there is nothing to do. */
  write(chunk: Buffer): Buffer;
  /** What was still open when the log ended. */
  end(): Buffer;
  /** NUL bytes that were taken out: a log that was emptied while a program went on writing begins with millions. */
  readonly nulBytes: number;
  /** Parts of UTF-16 that are no character, each of which became a U+FFFD. */
  readonly invalid: number;
}

const NUL = 0x00;
const LF = 0x0a;
const CR = 0x0d;

/** For a log of this form; the mark at its beginning is not to be written. */
export function createNormaliser({ encoding, lineEnds }: Pick<LogForm, 'encoding' | 'lineEnds'>): Normaliser {
  const decoder = encoding === 'utf-8' ? null : new TextDecoder(encoding, { ignoreBOM: true });
  let nulBytes = 0;
  let invalid = 0;
  let afterCr = false;

  function encoded(text: string): Buffer {
    for (let at = text.indexOf('\uFFFD'); at >= 0; at = text.indexOf('\uFFFD', at + 1)) invalid += 1;
    return Buffer.from(text);
  }

  function withoutNul(chunk: Buffer): Buffer {
    if (!chunk.includes(NUL)) return chunk;
    const left = Buffer.allocUnsafe(chunk.length);
    let length = 0;
    for (const byte of chunk) if (byte !== NUL) left[length++] = byte;
    nulBytes += chunk.length - length;
    return left.subarray(0, length);
  }

  /** Each CR, LF and CRLF becomes a LF; a CRLF may be cut by the chunks. */
  function withLf(chunk: Buffer): Buffer {
    const left = Buffer.allocUnsafe(chunk.length);
    let length = 0;
    for (const byte of chunk) {
      if (byte !== LF || !afterCr) left[length++] = byte === CR ? LF : byte;
      afterCr = byte === CR;
    }
    return left.subarray(0, length);
  }

  const cleaned = (chunk: Buffer) => (lineEnds === 'cr' ? withLf(withoutNul(chunk)) : withoutNul(chunk));
  return {
    write: (chunk) => cleaned(decoder === null ? chunk : encoded(decoder.decode(chunk, { stream: true }))),
    end: () => (decoder === null ? Buffer.alloc(0) : cleaned(encoded(decoder.decode()))),
    get nulBytes() {
      return nulBytes;
    },
    get invalid() {
      return invalid;
    },
  };
}
