import { PRICES } from '../shared/cost/prices.ts';
import type { FunctionConfiguration } from '../shared/contract/records.ts';

const MEGABYTES_PER_GIGABYTE = 1024;
const MILLION = 1_000_000;

/** Lambda compute of a million requests, USD: seconds x GB x price; the price of the requests themselves doesn't change. */
export function computePerMillion({ memoryMb }: FunctionConfiguration, meanMs: number): number {
  const { dollars, per } = PRICES['lambda:gb-second'];
  return MILLION * (meanMs / 1000) * (memoryMb / MEGABYTES_PER_GIGABYTE) * (dollars / per);
}
