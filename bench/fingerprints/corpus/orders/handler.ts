import { quantityOf, readBody, skusOf, weightOf } from './checks.ts';
import { Pricing, priceOf, shippingOf } from './pricing.ts';
import { anyOf, later, loadCustomer, loadOrder, open, pay, takeFromStock } from './storage.ts';

/** Ways to fail, each another failure. What is given varies from one deployment to the next. */
export const ways: Readonly<Record<string, (id: number) => unknown>> = {
  price: () => priceOf({}),
  shipping: () => shippingOf({}),
  order: (id) => loadOrder(id),
  customer: (id) => loadCustomer(id),
  payment: (id) => pay(id),
  stock: (id) => takeFromStock(`sku-${id}`),
  refused: () => open(1),
  any: (id) => anyOf(id),
  currency: (id) => Pricing.parse(`EURO${id}`),
  discount: (id) => new Pricing().discount(1000 + id),
  rate: () => new Pricing().convert(1, 'EUR'),
  total: () => new Pricing().total,
  quantity: () => quantityOf({ quantity: 0 }),
  weight: () => weightOf({ weight: 0 }),
  body: (id) => readBody(`{"id":${id},}`),
  skus: () => skusOf([{}] as never),
  later: (id) => later(id),
};

export const handler = async (event: { way: string; id: number }): Promise<unknown> => {
  const way = ways[event.way];
  if (way === undefined) throw new TypeError(`found ${event.way}; expected one of ${Object.keys(ways).join()}`);
  return await way(event.id);
};
