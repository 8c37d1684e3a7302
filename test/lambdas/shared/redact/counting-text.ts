import type { Text } from '../../../../lambdas/shared/redact/text.ts';

/** A text that counts the characters that are read of it. */
export class CountingText implements Text {
  work = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get length(): number {
    return this.#text.length;
  }

  charCodeAt(at: number): number {
    this.work += 1;
    return this.#text.charCodeAt(at);
  }

  slice(from: number, to: number): string {
    const piece = this.#text.slice(from, to);
    this.work += 1 + piece.length;
    return piece;
  }
}
