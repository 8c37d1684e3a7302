import { createHash } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const HEX_DIGITS = '0123456789abcdef';
/** The fraction that decides has four hex digits: rates are told apart to 1/65536. */
const DECIDING_DIGITS = 4;

/**
 * Whether a request belongs to the sample of this rate (0 to 1), the same answer each time. Lambda's request ids are random UUIDs: the
 * first four hex digits, as a fraction of 16^4, are below the rate. A log filter can so make a first choice by the first digit alone
 * ({@link sampledFirstDigits}). For any other id the first 32 bits of its SHA-256 decide, as a fraction of 2^32.
 */
export function isSampled(requestId: string, rate: number): boolean {
  if (rate === 1) return true;
  if (UUID.test(requestId)) return Number.parseInt(requestId.slice(0, DECIDING_DIGITS), 16) / 16 ** DECIDING_DIGITS < rate;
  return createHash('sha256').update(requestId).digest().readUInt32BE(0) / 2 ** 32 < rate;
}

/** The digits that a sampled UUID may begin with, ascending: never fewer than needed, at most a sixteenth of all requests too many. */
export function sampledFirstDigits(rate: number): string {
  return HEX_DIGITS.slice(0, Math.ceil(rate * HEX_DIGITS.length));
}
