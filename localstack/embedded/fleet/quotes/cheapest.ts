import { OFFERS } from './offers.ts';
import type { Offer } from './offers.ts';

export interface QuotedLine {
  sku: string;
  quantity: number;
  supplier: string;
  cents: number;
}

/** The cheapest offer of each line; of two at the same price the one that came first. */
export function quoteLines(lines: readonly { sku: string; quantity: number }[]): QuotedLine[] {
  const quoted: QuotedLine[] = [];
  for (const line of lines) {
    const offers = OFFERS.filter((offer) => offer.sku === line.sku);
    let cheapest: Offer | undefined;
    for (const offer of offers) if (cheapest === undefined || offer.cents < cheapest.cents) cheapest = offer;
    if (cheapest === undefined) throw new Error(`${line.sku} is not offered`);
    quoted.push({ sku: line.sku, quantity: line.quantity, supplier: cheapest.supplier, cents: cheapest.cents * line.quantity });
  }
  return quoted;
}
