export interface PriceList {
  currency: string;
  /** Price by product, in the currency's main unit. */
  prices: Record<string, number>;
}

const upstreamUrl = process.env.UPSTREAM_URL;

export async function fetchPriceList(currency: string): Promise<PriceList> {
  const response = await fetch(`${upstreamUrl}/prices/${currency}`);
  if (!response.ok) throw new Error(`price list ${currency}: upstream answered ${response.status}`);
  return (await response.json()) as PriceList;
}
