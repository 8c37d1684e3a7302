import { CURRENCIES, CUSTOMER_IDS, ITEM_IDS, PRODUCT_IDS, ZONES } from './data-set.ts';
import type { Latency } from './latency.ts';

/** One route of the sample upstream. */
export interface UpstreamRoute {
  name: 'prices' | 'ledger' | 'rates' | 'authorisations' | 'customers' | 'quotes' | 'stock';
  method: 'GET' | 'PUT';
  /** Its one group is the key that `answer` gets. */
  path: RegExp;
  latency: Latency;
  /** Share of the requests that get a 503. */
  errorRate: number;
  /** Requests that one caller (header x-caller) may have in flight; null: no limit. */
  limitPerCaller: number | null;
  headers: Record<string, string>;
  /** The JSON answer; null: there is nothing of that key, 404. */
  answer(key: string, query: URLSearchParams): unknown;
}

const RATE_CENTS_PER_KILO = 45;

const SURCHARGES = ['FUEL', 'PEAK', 'REMOTE', 'TOLL', 'SECURITY', 'HANDLING'].map((code, index) => ({
  code,
  cents: 20 + 15 * index,
  text: `${code.toLowerCase()} surcharge of this week, charged per parcel and shown on the invoice as a line of its own`,
}));

export const UPSTREAM_ROUTES: readonly UpstreamRoute[] = [
  {
    // A legacy price service: slow, and what it says holds for a day.
    name: 'prices',
    method: 'GET',
    path: /^\/prices\/([A-Z]{3})$/,
    latency: { lowMs: 40, highMs: 60 },
    errorRate: 0,
    limitPerCaller: null,
    headers: { 'cache-control': 'public, max-age=86400' },
    answer: (currency) => {
      const factor = CURRENCIES.findIndex((known) => known === currency) + 1;
      if (factor === 0) return null;
      const prices = PRODUCT_IDS.map((id, index) => [id, Math.round((3 + index * 0.35) * (1 + factor / 10) * 100) / 100] as const);
      return { currency, prices: Object.fromEntries(prices) };
    },
  },
  {
    // No errors and a bounded tail: here a tuning that changes nothing must be provable as not worse.
    name: 'ledger',
    method: 'PUT',
    path: /^\/ledger\/([\w-]+)$/,
    latency: { lowMs: 16, highMs: 24 },
    errorRate: 0,
    limitPerCaller: null,
    headers: {},
    answer: (invoiceId) => ({ entry: `L-${invoiceId}` }),
  },
  {
    name: 'authorisations',
    method: 'PUT',
    path: /^\/authorisations\/([\w-]+)$/,
    latency: { lowMs: 16, highMs: 24 },
    errorRate: 0,
    limitPerCaller: null,
    headers: {},
    answer: (paymentId) => ({ authorisation: `A-${paymentId}` }),
  },
  {
    // A customer's terms as of now.
    name: 'customers',
    method: 'GET',
    path: /^\/customers\/([\w-]+)$/,
    latency: { lowMs: 16, highMs: 24 },
    errorRate: 0,
    limitPerCaller: null,
    headers: { 'cache-control': 'no-store' },
    answer: (customerId) => {
      const index = CUSTOMER_IDS.indexOf(customerId);
      return index < 0 ? null : { customerId, blocked: false, discountPercent: index % 15, country: index % 3 === 0 ? 'AT' : 'DE' };
    },
  },
  {
    // What is in the warehouse now.
    name: 'stock',
    method: 'GET',
    path: /^\/stock\/([\w-]+)$/,
    latency: { lowMs: 9, highMs: 13 },
    errorRate: 0,
    limitPerCaller: null,
    headers: { 'cache-control': 'no-store' },
    answer: (itemId) => {
      const index = ITEM_IDS.indexOf(itemId);
      return index < 0 ? null : { left: (index * 7) % 30 };
    },
  },
  {
    name: 'quotes',
    method: 'PUT',
    path: /^\/quotes\/([\w-]+)$/,
    latency: { lowMs: 16, highMs: 24 },
    errorRate: 0,
    limitPerCaller: null,
    headers: {},
    answer: (quoteId) => ({ filed: `Q-${quoteId}` }),
  },
  {
    // One request at a time from each caller, as rate services of carriers demand; a second one gets a 429 at once.
    name: 'rates',
    method: 'GET',
    path: /^\/rates\/([a-z]+)$/,
    latency: { lowMs: 8, highMs: 13 },
    errorRate: 0.0005,
    limitPerCaller: 1,
    headers: { 'cache-control': 'no-store' },
    answer: (zone, query) => {
      const index = ZONES.findIndex((known) => known === zone);
      const grams = Number(query.get('grams'));
      if (index < 0 || !(grams > 0)) return null;
      return { cents: 300 + 90 * index + Math.ceil(grams / 1000) * RATE_CENTS_PER_KILO, surcharges: SURCHARGES };
    },
  },
];
