import type { Random } from '../load/random.ts';
import { CITIES, CURRENCIES, CUSTOMER_IDS, ITEM_IDS, OFFERED, PRODUCT_IDS, SESSION_IDS, ZONES } from './data-set.ts';

/** Events for the sample services, pure over the random source given. */

/** The orders service reads each of them by itself. */
const ITEMS_PER_ORDER = 3;
const LINES_PER_INVOICE = 60;
/** Read one after the other, they take some 35 ms. */
const ITEMS_PER_LIST = 4;
/** Each is looked for among 8,000 offers. */
const LINES_PER_QUOTE = 120;
const PARCELS_PER_SHIPMENT = 3;
/** Orders that their customers fetch themselves: the service does not expect any. */
const PICKED_UP = 0.09;
/** Notices of the others by text message: at 28 a minute some 20 within 14 minutes. */
const BY_TEXT = 0.06;
const TAX_PERCENTS = [0, 7, 19] as const;
const PAGES = ['/', '/search', '/basket', '/product', '/account'] as const;
const CONTENTS = ['books and prints', 'tea and spices', 'cups and saucers, fragile', 'spare parts for a bicycle'] as const;

const pick = <T>(values: readonly T[], random: Random): T => values[Math.floor(random() * values.length)] as T;
const between = (low: number, high: number, random: Random): number => low + Math.floor(random() * (high - low + 1));
const identifier = (prefix: string, random: Random): string => `${prefix}-${Math.floor(random() * 2 ** 32).toString(36)}`;

export const orderEvent = (random: Random): unknown => ({
  orderId: identifier('ord', random),
  itemIds: Array.from({ length: ITEMS_PER_ORDER }, () => pick(ITEM_IDS, random)),
});

export const basketEvent = (random: Random): unknown => ({
  currency: pick(CURRENCIES, random),
  lines: Array.from({ length: 3 }, () => ({ productId: pick(PRODUCT_IDS, random), quantity: between(1, 4, random) })),
});

/** Every invoice has as many lines, so that its duration varies little; every fourth is JSON. */
export function invoiceEvent(random: Random): unknown {
  const lines = Array.from({ length: LINES_PER_INVOICE }, (_, index) => ({
    sku: `AB-${1000 + index}`,
    quantity: between(1, 20, random),
    unitCents: between(50, 50_000, random),
    taxPercent: pick(TAX_PERCENTS, random),
  }));
  const invoiceId = identifier('inv', random);
  if (random() < 0.25) return { invoiceId, format: 'json', body: JSON.stringify({ lines }) };
  const rows = lines.map((line) => `${line.sku};${line.quantity};${line.unitCents};${line.taxPercent}`);
  return { invoiceId, format: 'csv', body: rows.join('\n') };
}

export const shipmentEvent = (random: Random): unknown => ({
  shipmentId: identifier('shp', random),
  zone: pick(ZONES, random),
  parcels: Array.from({ length: PARCELS_PER_SHIPMENT }, (_, index) => ({
    parcelId: `parcel-${index + 1}`,
    weightGrams: between(200, 30_000, random),
    contents: pick(CONTENTS, random),
  })),
});

export const paymentEvent = (random: Random): unknown => ({
  paymentId: identifier('pay', random),
  cents: between(100, 90_000, random),
  currency: pick(CURRENCIES, random),
});

export const checkoutEvent = (random: Random): unknown => ({
  customerId: pick(CUSTOMER_IDS, random),
  lines: Array.from({ length: 3 }, () => ({
    productId: pick(PRODUCT_IDS, random),
    quantity: between(1, 4, random),
    unitCents: between(50, 9_000, random),
  })),
});

export const wishListEvent = (random: Random): unknown => ({
  listId: identifier('wsh', random),
  itemIds: Array.from({ length: ITEMS_PER_LIST }, () => pick(ITEM_IDS, random)),
});

export const stockEvent = (random: Random): unknown => ({ itemId: pick(ITEM_IDS, random), wanted: between(1, 20, random) });

export const quoteEvent = (random: Random): unknown => ({
  quoteId: identifier('qte', random),
  lines: Array.from({ length: LINES_PER_QUOTE }, () => ({
    sku: `SKU-${between(0, OFFERED - 1, random)}`,
    quantity: between(1, 9, random),
  })),
});

export const sessionEvent = (random: Random): unknown => ({ sessionId: pick(SESSION_IDS, random), page: pick(PAGES, random) });

/** What the shop sends: an order that is picked up has no address. */
export function noticeEvent(random: Random): unknown {
  const order = {
    orderId: `ord-${between(10_000_000, 99_999_999, random)}`,
    customerId: pick(CUSTOMER_IDS, random),
    parcels: between(1, 3, random),
  };
  if (random() < PICKED_UP) return { order: { ...order, channel: 'mail' } };
  const address = { street: `Street ${between(1, 99, random)}`, city: pick(CITIES, random) };
  return { order: { ...order, channel: random() < BY_TEXT ? 'text' : 'mail', address } };
}
