/** Primes that the two halves of a key are multiplied by: FNV-1a's, and MurmurHash2's. */
export const HIGH_PRIME = 0x01000193;
export const LOW_PRIME = 0x5bd1e995;

/** 2^21: the lower half's share of a key of 53 bits. */
const LOWER = 0x200000;

/** One key, a whole number below 2^53, of two hashes of 32 bits. */
export function lineKey(high: number, low: number): number {
  return (high >>> 0) * LOWER + (low & (LOWER - 1));
}
