/** The sample data that tables, upstream and load have in common. Small: a run fills the tables in well under a second. */

const numbered = (count: number, prefix: string): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${String(index + 1).padStart(4, '0')}`);

export const TABLE_NAMES = { items: 'sample-items', sessions: 'sample-sessions' } as const;

export const ITEM_IDS = numbered(80, 'I');
/** So many that two requests of one session at the same time are rare: 30 a second of 20 ms over 400 give 0.15 %. */
export const SESSION_IDS = numbered(400, 'S');

/** Few distinct keys, so that a cache of the price lists pays. */
export const CURRENCIES = ['EUR', 'USD', 'GBP', 'CHF'] as const;
export const PRODUCT_IDS = numbered(60, 'P');

export const CUSTOMER_IDS = numbered(200, 'C');
/** Articles that the suppliers of the quotes service offer. */
export const OFFERED = 2000;

export const CITIES = ['Graz', 'Linz', 'Ulm', 'Jena', 'Bern'] as const;
export const ZONES = ['north', 'south', 'east', 'west', 'islands'] as const;
