export type InvoiceFormat = 'csv' | 'json';

export interface InvoiceLine {
  sku: string;
  quantity: number;
  unitCents: number;
  taxPercent: number;
}

const TAX_RATES = new Set([0, 7, 19]);
const SKU = /^[A-Z]{2}-\d{4}$/;

function checked(line: InvoiceLine, position: number): InvoiceLine {
  if (!SKU.test(line.sku)) throw new Error(`line ${position}: sku ${line.sku} is not like AB-1234`);
  if (!Number.isInteger(line.quantity) || line.quantity < 1)
    throw new Error(`line ${position}: quantity ${line.quantity} is not 1 or more`);
  if (!Number.isInteger(line.unitCents) || line.unitCents < 0)
    throw new Error(`line ${position}: price ${line.unitCents} is not in whole cents`);
  if (!TAX_RATES.has(line.taxPercent)) throw new Error(`line ${position}: no tax rate of ${line.taxPercent} %`);
  return line;
}

function parseCsv(body: string): InvoiceLine[] {
  return body
    .split('\n')
    .filter((row) => row.trim() !== '')
    .map((row) => {
      const [sku = '', quantity, unitCents, taxPercent] = row.split(';').map((cell) => cell.trim());
      return { sku, quantity: Number(quantity), unitCents: Number(unitCents), taxPercent: Number(taxPercent) };
    });
}

/** Lines of an invoice; throws with the number of the first line that is wrong. */
export function parseInvoice(format: InvoiceFormat, body: string): InvoiceLine[] {
  const lines = format === 'csv' ? parseCsv(body) : (JSON.parse(body) as { lines: InvoiceLine[] }).lines;
  if (lines.length === 0) throw new Error('the invoice has no lines');
  return lines.map((line, index) => checked(line, index + 1));
}
