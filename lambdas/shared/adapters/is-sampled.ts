import { createHash } from 'node:crypto';

/**
 * Whether a request belongs to the sample of this rate (0 to 1), the same answer each time: the first 32 bits of its id's
 * SHA-256, as a fraction of 2^32, are below the rate.
 */
export function isSampled(requestId: string, rate: number): boolean {
  return rate === 1 || createHash('sha256').update(requestId).digest().readUInt32BE(0) / 2 ** 32 < rate;
}
