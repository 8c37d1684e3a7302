import { PRICES } from '../../shared/cost/prices.ts';

const MILLION = 1_000_000;
/** Billed time is rounded up to a whole millisecond: half of one on average. */
const ROUNDING_MS = 0.5;

/** Dollars for a million invocations: the requests, and their memory over their mean billed time (ms). us-east-1, arm64, without free tier. */
export function costPerMillion(memoryMb: number, meanMs: number): number {
  const request = PRICES['lambda:request'];
  const gbSecond = PRICES['lambda:gb-second'];
  const gbSeconds = ((memoryMb / 1024) * (meanMs + ROUNDING_MS)) / 1000;
  return MILLION * (request.dollars / request.per + (gbSeconds * gbSecond.dollars) / gbSecond.per);
}
