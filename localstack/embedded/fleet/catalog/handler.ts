import { fetchPriceList } from './price-list.ts';
import type { PriceList } from './price-list.ts';

export interface BasketRequest {
  currency: string;
  lines: { productId: string; quantity: number }[];
}

export interface PricedBasket {
  requestId: string;
  currency: string;
  lines: { productId: string; quantity: number; cents: number }[];
  totalCents: number;
}

function centsFor(list: PriceList, productId: string, quantity: number): number {
  const price = list.prices[productId];
  if (price === undefined) throw new Error(`product ${productId} has no price in ${list.currency}`);
  return Math.round(price * quantity * 100);
}

/** Prices a basket in the customer's currency. */
export async function handler(event: BasketRequest, context: { awsRequestId: string }): Promise<PricedBasket> {
  if (!/^[A-Z]{3}$/.test(event.currency)) throw new TypeError(`currency: expected three capital letters, found ${event.currency}`);
  const list = await fetchPriceList(event.currency);
  const lines = event.lines.map((line) => ({ ...line, cents: centsFor(list, line.productId, line.quantity) }));
  const totalCents = lines.reduce((sum, line) => sum + line.cents, 0);
  return { requestId: context.awsRequestId, currency: list.currency, lines, totalCents };
}
