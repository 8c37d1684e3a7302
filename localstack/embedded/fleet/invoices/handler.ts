import { enterIntoLedger } from './ledger.ts';
import { parseInvoice } from './parse-invoice.ts';
import type { InvoiceFormat } from './parse-invoice.ts';
import { totalsOf } from './totals.ts';
import type { Totals } from './totals.ts';

export interface InvoiceRequest {
  invoiceId: string;
  format: InvoiceFormat;
  body: string;
}

export interface EnteredInvoice extends Totals {
  requestId: string;
  invoiceId: string;
  ledgerEntry: string;
  lines: number;
}

/** Parses, checks and totals an invoice and enters it into the ledger. */
export async function handler(event: InvoiceRequest, context: { awsRequestId: string }): Promise<EnteredInvoice> {
  if (!event.invoiceId) throw new TypeError('invoiceId is missing');
  const lines = parseInvoice(event.format, event.body);
  const totals = totalsOf(lines);
  const ledgerEntry = await enterIntoLedger(event.invoiceId, totals);
  return { requestId: context.awsRequestId, invoiceId: event.invoiceId, ledgerEntry, lines: lines.length, ...totals };
}
