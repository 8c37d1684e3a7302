import { PRICES, type Unit } from '../../shared/cost/prices.ts';
import type { CapacityPrices } from '../../shared/forecast/capacity.ts';

/** Dollars of one unit. */
function each(unit: Unit): number {
  const { dollars, per } = PRICES[unit];
  return dollars / per;
}

/** What a function costs by the one price table (us-east-1, arm64, without free tiers). */
export const CAPACITY_PRICES: CapacityPrices = {
  request: each('lambda:request'),
  gbSecond: each('lambda:gb-second'),
  provisionedGbSecond: each('lambda:provisioned-gb-second'),
  provisionedRunGbSecond: each('lambda:provisioned-run-gb-second'),
};
