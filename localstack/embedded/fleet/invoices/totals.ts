import type { InvoiceLine } from './parse-invoice.ts';

export interface Totals {
  netCents: number;
  taxCents: number;
  grossCents: number;
  /** Net cents by tax rate in percent. */
  netByTax: Record<string, number>;
}

/** Net, tax and gross; tax is rounded once per rate, as the tax office wants it. */
export function totalsOf(lines: InvoiceLine[]): Totals {
  const netByTax: Record<string, number> = {};
  for (const { quantity, unitCents, taxPercent } of lines) {
    netByTax[taxPercent] = (netByTax[taxPercent] ?? 0) + quantity * unitCents;
  }
  let netCents = 0;
  let taxCents = 0;
  for (const [percent, net] of Object.entries(netByTax)) {
    netCents += net;
    taxCents += Math.round((net * Number(percent)) / 100);
  }
  return { netCents, taxCents, grossCents: netCents + taxCents, netByTax };
}
