import { NotFound } from './errors.ts';

interface Item {
  sku: string;
  price: number;
}

export function priceOf(order: { item?: Item }): number {
  return (order.item as Item).price;
}

export function shippingOf(order: { item?: Item }): number {
  return (order.item as Item).price * 0.1;
}

/** Class fields, static and private methods: each prints another frame. */
export class Pricing {
  private readonly rates = new Map<string, number>();

  static parse(currency: string): string {
    if (currency.length !== 3) throw new Error(`currency ${currency} is none`);
    return currency;
  }

  discount(percent: number): number {
    if (percent > 100) throw new RangeError(`discount of ${percent} % is above 100`);
    return 1 - percent / 100;
  }

  #rate(code: string): number {
    const rate = this.rates.get(code);
    if (rate === undefined) throw new NotFound(`no rate for ${code.length} letters`);
    return rate;
  }

  convert(amount: number, code: string): number {
    return amount * this.#rate(code);
  }

  get total(): number {
    return [...this.rates.values()].reduce((sum, rate) => {
      return sum + rate;
    });
  }
}
