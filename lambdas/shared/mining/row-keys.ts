import { HIGH_PRIME, lineKey, LOW_PRIME } from './line-key.ts';

const SIZE = 1 << 24;

/** Two 32-bit hashes of each token of a row, and of all before and behind each place. */
export interface TokenHashes {
  before: Int32Array;
  beforeLow: Int32Array;
  behind: Int32Array;
  behindLow: Int32Array;
}

/** Hash of a text, by FNV-1a with the given prime. */
export function hashOf(text: string, prime: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), prime);
  return hash ^ (hash >>> 15);
}

/** `texts`: of the row's tokens, in their order. */
export function tokenHashes(texts: readonly string[]): TokenHashes {
  const n = texts.length;
  const hashes = {
    before: new Int32Array(n + 1),
    beforeLow: new Int32Array(n + 1),
    behind: new Int32Array(n + 1),
    behindLow: new Int32Array(n + 1),
  };
  const high = texts.map((text) => hashOf(text, HIGH_PRIME));
  const low = texts.map((text) => hashOf(text, LOW_PRIME));
  for (let i = 0; i < n; i += 1) {
    hashes.before[i + 1] = Math.imul((hashes.before[i] ?? 0) ^ (high[i] ?? 0), HIGH_PRIME) + 1;
    hashes.beforeLow[i + 1] = Math.imul((hashes.beforeLow[i] ?? 0) ^ (low[i] ?? 0), LOW_PRIME) + 1;
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    hashes.behind[i] = Math.imul((hashes.behind[i + 1] ?? 0) ^ (high[i] ?? 0), HIGH_PRIME) + 3;
    hashes.behindLow[i] = Math.imul((hashes.behindLow[i + 1] ?? 0) ^ (low[i] ?? 0), LOW_PRIME) + 3;
  }
  return hashes;
}

/** Key of the row without the tokens of [from, to). */
export function keyWithout({ before, beforeLow, behind, behindLow }: TokenHashes, from: number, to: number): number {
  const high = Math.imul((before[from] ?? 0) ^ Math.imul(behind[to] ?? 0, 0x85ebca6b), HIGH_PRIME);
  const low = Math.imul((beforeLow[from] ?? 0) ^ Math.imul(behindLow[to] ?? 0, 0x2c1b3c6d), LOW_PRIME);
  return lineKey(high ^ (high >>> 15), low ^ (low >>> 13));
}

/** How often keys came, in 16 MB whatever their number; two keys may share a counter, so that it is an upper bound. */
export class KeyCounter {
  readonly #counts = new Uint8Array(SIZE);

  add(key: number): void {
    const at = key % SIZE;
    const count = this.#counts[at] ?? 0;
    if (count < 255) this.#counts[at] = count + 1;
  }

  atMost(key: number): number {
    return this.#counts[key % SIZE] ?? 0;
  }
}
