import { PRICES } from './prices.ts';
import type { Price } from './prices.ts';

/** One unit of a bill; `source` says where its price comes from. */
export interface CostLine {
  unit: string;
  amount: number;
  dollars: number;
  source: string;
}

/** A bill in USD: the dearest line first. `unpriced` names units that the table does not know; they are not in `total`. */
export interface Cost {
  total: number;
  lines: CostLine[];
  unpriced: string[];
}

const TABLE: ReadonlyMap<string, Price> = new Map(Object.entries(PRICES));

/** Prices metered units: amount × dollars / per, for each unit. Throws RangeError for an amount that is negative or not finite. */
export function dollars(units: Readonly<Record<string, number>>): Cost {
  const lines: CostLine[] = [];
  const unpriced: string[] = [];
  for (const [unit, amount] of Object.entries(units)) {
    if (!Number.isFinite(amount) || amount < 0) {
      throw new RangeError(`cost: unit ${unit}: found ${amount}; expected a finite number of at least 0`);
    }
    const price = TABLE.get(unit);
    if (price === undefined) unpriced.push(unit);
    else lines.push({ unit, amount, dollars: (amount * price.dollars) / price.per, source: price.source });
  }
  lines.sort((a, b) => b.dollars - a.dollars || (a.unit < b.unit ? -1 : 1));
  return { total: lines.reduce((sum, line) => sum + line.dollars, 0), lines, unpriced: unpriced.toSorted() };
}
