export interface Offer {
  sku: string;
  supplier: string;
  cents: number;
}

/** Articles that are offered, and suppliers of each. */
const ARTICLES = 2000;
const SUPPLIERS = ['north', 'south', 'east', 'west'];

/** This season's offers, in the order in which the suppliers sent them. */
export const OFFERS: readonly Offer[] = SUPPLIERS.flatMap((supplier, index) =>
  Array.from({ length: ARTICLES }, (_, article) => ({
    sku: `SKU-${article}`,
    supplier,
    cents: 100 + ((article * 37 + index * 101) % 900),
  })),
);
